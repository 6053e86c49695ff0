//! Taking one's words along, bringing them in from elsewhere, reading what was brought, and leaving for good.
//!
//! What makes and reads an archive (`rapport-takeaway`, with its typeface) is large and seldom needed: it is
//! a program of its own, loaded when a button here is pressed.

mod bring;
mod departed;
mod earlier;
mod erase;
mod program;
mod take;

use leptos::prelude::*;
use rapport_wire::SpaceId;
use rapport_wire::space::SpaceKind;

pub(crate) use self::departed::HasLeft;
use crate::app::{Watched, app};
use crate::components::PageHead;
use crate::i18n::t;
use crate::route::Route;
use crate::talk::{follow, title};

/// The screen of an address below here.
#[component]
pub(crate) fn Leave(
    /// Where one is.
    route: Route,
) -> impl IntoView {
    match route {
        Route::ForGood => view! { <erase::ForGood /> }.into_any(),
        Route::Earlier(care) => view! { <earlier::Earlier care=care /> }.into_any(),
        _ => view! { <TakeAlong /> }.into_any(),
    }
}

/// `/take-along`.
#[component]
fn TakeAlong() -> impl IntoView {
    let staff = app().session().is_some_and(|session| session.role().is_staff());
    let lead = if staff { t!("leave-lead-staff") } else { t!("leave-lead") };
    view! {
        <div class="page">
            <PageHead title=t!("leave-title") lead=lead />
            <div class="stack loose">
                <take::Take />
                <bring::Bring />
                <erase::ToLeave staff=staff />
            </div>
        </div>
    }
}

/// A care space that one is in, by whom it is with.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    care: SpaceId,
    title: String,
    /// Whether something was brought into it.
    earlier: bool,
}

/// One's care spaces, by name.
fn places() -> Memo<Vec<Place>> {
    follow(&[Watched::Spaces], |session| {
        let care =
            session.spaces().into_iter().filter(|it| it.kind == SpaceKind::Care && it.frozen.is_none());
        let mut places: Vec<Place> = care
            .map(|space| Place {
                care: space.id,
                title: title(&space),
                earlier: !session.earlier(space.id).is_empty(),
            })
            .collect();
        places.sort_by_key(|place| (place.title.to_lowercase(), place.care));
        places
    })
}
