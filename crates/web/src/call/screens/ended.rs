//! After a session: calm, with two ways on.

use leptos::prelude::*;
use rapport_client::call::CallStage;
use rapport_wire::{Code, SpaceId};

use crate::app::app;
use crate::call::room::Room;
use crate::components::{Notice, PageHead, Tone};
use crate::i18n::{named, t};
use crate::route::Route;
use crate::router::Link;
use crate::sheet::LeftLink;

/// The end.
#[component]
pub(super) fn Ended(
    /// The session.
    room: Room,
    /// Whose.
    space: SpaceId,
) -> impl IntoView {
    let why = move || match room.stage() {
        Some(CallStage::Ended(Some(Code::Forbidden))) => {
            Some((t!("call-sent-away"), t!("call-sent-away-rec")))
        }
        Some(CallStage::Ended(Some(code))) => {
            let name = code.as_str();
            Some((named(name, &[])?, named(&format!("{name}-rec"), &[])?))
        }
        _ => None,
    };
    let client = app().session().is_some_and(|session| !session.role().is_staff());
    // Whoever was sent away, or never got in, had no session to speak of.
    let felt = move || {
        (client && why().is_none()).then(|| {
            view! {
                <section class="card stack tight"><h2>{t!("felt-ask")}</h2><p class="soft">{t!("felt-ask-lead")}</p>
                    <div><Link to=Route::Feedback(space) class="button">{t!("felt-begin")}</Link></div></section>
            }
        })
    };
    view! {
        <div class="page narrow">
            <PageHead title=t!("call-ended-title") lead=t!("call-ended-lead") />
            {move || why().map(|(what, rec)| view! { <Notice tone=Tone::Careful><strong>{what}</strong><p class="rec">{rec}</p></Notice> })}
            {felt}
            <LeftLink space=space />
            <div class="actions">
                <Link to=Route::Talk(space) class="button main large">{t!("call-to-messages")}</Link>
                <button type="button" class="button large" on:click=move |_| room.again()>{t!("call-again")}</button>
            </div>
        </div>
    }
}
