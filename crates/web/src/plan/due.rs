//! Plans whose day to be looked at again has come: for whoever treats somebody, on their Today.

use leptos::prelude::*;

use super::day;
use crate::app::Watched;
use crate::components::{Glyph, Icon};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;
use crate::talk::{follow, title};

/// Each of them; nothing at all when there is none.
#[component]
pub(crate) fn ReviewsDue() -> impl IntoView {
    let due = follow(&[Watched::Spaces], |session| {
        let due = session.plans_to_review(day::today()).into_iter();
        let named = |(space, since)| Some((space, title(&session.space(space)?), since));
        due.filter_map(named).collect::<Vec<_>>()
    });
    move || {
        let rows = due.get().into_iter().map(|(space, name, since)| {
            let when = day::words(since);
            view! {
                <li class="time-row" data-testid="review-due">
                    <div class="grow"><p class="strong">{name}</p><p class="small soft">{t!("plan-review-since", when = when)}</p></div>
                    <Link to=Route::Plan(space) class="button"><Icon glyph=Glyph::Check /><span>{t!("plan-open")}</span></Link>
                </li>
            }
        });
        (!due.with(Vec::is_empty)).then(|| {
            view! { <section class="stack"><h2>{t!("plan-reviews")}</h2><ul class="times" role="list">{rows.collect_view()}</ul></section> }
        })
    }
}
