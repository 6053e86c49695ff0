//! The pages somebody shared from their journal, where a therapist looks at how they get on.

use leptos::prelude::*;
use rapport_wire::{SpaceId, Timestamp};

use crate::app::Watched;
use crate::i18n::{moment, t};
use crate::talk::follow;

/// The copies in a care space, newest first; nothing where there are none.
#[component]
pub(crate) fn SharedJournal(
    /// The care space.
    space: SpaceId,
) -> impl IntoView {
    let all = follow(&[Watched::Spaces], move |session| session.shared_journal(space));
    move || {
        let rows = all.get().into_iter().map(|it| {
            let when = moment(Timestamp::from_micros(it.is.begun_at));
            let name = it.name.unwrap_or_else(|| t!("record-somebody"));
            view! {
                <details class="more"><summary>{t!("record-by-at", name = name, when = when)}</summary><p class="said">{it.is.words}</p></details>
            }
        });
        (!all.with(Vec::is_empty)).then(|| view! {
            <section class="stack" data-testid="shared-journal"><h2>{t!("journal-shared-title")}</h2>{rows.collect_view()}</section>
        })
    }
}
