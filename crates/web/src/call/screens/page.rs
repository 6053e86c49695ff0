//! The page of a session: check, waiting room, room, end. Which of them is decided by the client's stage.

use leptos::prelude::*;
use rapport_client::call::CallStage;
use rapport_wire::SpaceId;

use super::check::Check;
use super::ended::Ended;
use super::together::Together;
use super::waiting::Waiting;
use crate::app::Watched;
use crate::call::browser::transform;
use crate::call::room::Room;
use crate::components::{Notice, PageHead, Tone};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;
use crate::talk::{follow, title};

/// Which screen it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Screen {
    Check,
    Waiting,
    Together,
    Ended,
}

/// The session of a conversation.
#[component]
pub(crate) fn SessionPage(
    /// Whose session.
    space: SpaceId,
) -> impl IntoView {
    if !transform::supported() {
        return view! { <Unsupported space=space /> }.into_any();
    }
    let room = Room::new(space);
    let name = follow(&[Watched::Spaces, Watched::Space(space)], move |session| {
        session.space(space).map(|space| title(&space)).unwrap_or_default()
    });
    let screen = Memo::new(move |_| match room.stage() {
        None => Screen::Check,
        Some(CallStage::Knocking | CallStage::Waiting) => Screen::Waiting,
        Some(CallStage::Inside | CallStage::Returning) => Screen::Together,
        Some(CallStage::Ended(_)) => Screen::Ended,
    });
    Effect::new(move |before: Option<Screen>| {
        let now = screen.get();
        if before.is_some_and(|before| before != now) {
            request_animation_frame(crate::shell::focus_title);
        }
        now
    });
    view! {
        <div class="session">
            {move || match screen.get() {
                Screen::Check => view! { <Check room=room space=space name=name /> }.into_any(),
                Screen::Waiting => view! { <Waiting room=room name=name /> }.into_any(),
                Screen::Together => view! { <Together room=room space=space name=name /> }.into_any(),
                Screen::Ended => view! { <Ended room=room space=space /> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

/// This browser cannot seal what is said: it gets a sentence, not a session without a seal.
#[component]
fn Unsupported(space: SpaceId) -> impl IntoView {
    view! {
        <div class="page narrow">
            <PageHead title=t!("call-unsupported-title") />
            <Notice tone=Tone::Careful>
                <strong>{t!("call-unsupported")}</strong>
                <p class="rec">{t!("call-unsupported-rec")}</p>
            </Notice>
            <p class="actions"><Link to=Route::Talk(space) class="button main">{t!("call-to-messages")}</Link></p>
        </div>
    }
}
