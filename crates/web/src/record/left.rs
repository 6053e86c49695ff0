//! Records of those who have left for good: no longer among the clients, and read until their date.

use leptos::prelude::*;
use rapport_client::Session;
use rapport_client::views::Ended;
use rapport_wire::SpaceId;

use crate::app::Watched;
use crate::i18n::{date, t};
use crate::route::Route;
use crate::router::Link;
use crate::talk::{follow, title};

/// The section, where there is anybody.
#[component]
pub(super) fn ThoseWhoLeft() -> impl IntoView {
    let left = follow(&[Watched::Spaces], left);
    move || {
        let rows: Vec<_> = left.get().into_iter().map(row).collect();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="stack" data-testid="those-who-left">
                    <h2>{t!("records-left")}</h2>
                    <ul class="times" role="list">{rows}</ul>
                </section>
            }
        })
    }
}

/// Who left, the last one first.
pub(super) fn left(session: &Session) -> Vec<(SpaceId, String, Ended)> {
    let spaces = session.spaces().into_iter();
    let mut left: Vec<_> =
        spaces.filter_map(|space| space.ended.map(|ended| (space.id, title(&space), ended))).collect();
    left.sort_by_key(|(.., ended)| std::cmp::Reverse(ended.at));
    left
}

fn row((care, name, ended): (SpaceId, String, Ended)) -> impl IntoView {
    view! {
        <li class="time-row">
            <div class="grow">
                <Link to=Route::Record(care) class="strong">{name}</Link>
                <p class="small soft">{t!("records-left-at", when = date(ended.at), until = date(ended.kept_until))}</p>
            </div>
        </li>
    }
}
