//! "None of these suit me": asking for another time, in the person's own words and sealed like every
//! message; and a place on the waiting list, which knows parts of the week and nothing else.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::api::call;
use rapport_wire::SpaceId;
use rapport_wire::offer::Mode;
use rapport_wire::waiting::{JoinWaiting, Parts};

use super::Offers;
use crate::app::app;
use crate::components::{Tick, Work, Working, fresh_id};
use crate::i18n::t;
use crate::route::Route;
use crate::router::router;
use crate::time::rooms::Rooms;
use crate::time::waiting::PartsPicker;
use crate::time::{words, zone};

/// The fold, and the form in it.
#[component]
pub(super) fn NoneSuits(
    space: SpaceId,
    /// How one would meet.
    kind: Memo<Option<(Mode, u16)>>,
    offers: Offers,
    rooms: Rooms,
    /// While a time is being decided on.
    hidden: Signal<bool>,
) -> impl IntoView {
    let (app, router) = (app(), router());
    let parts = RwSignal::new(0_u32);
    let own = RwSignal::new(String::new());
    let (write, wait) = (RwSignal::new(true), RwSignal::new(true));
    let (work, empty) = (Work::new(), RwSignal::new(false));
    let name = move || rooms.title(space);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(session) = app.session() else { return };
        let therapist = offers.found.with_untracked(|all| all.iter().flatten().map(|it| it.therapist).next());
        let joining = wait.get_untracked().then(|| kind.get_untracked().zip(therapist)).flatten();
        let wished = parts.get_untracked();
        let said = write.get_untracked().then(|| message(wished, own.get_untracked().trim()));
        let nothing = joining.is_none() && said.is_none();
        empty.set(nothing);
        if nothing || !work.begin() {
            return;
        }
        spawn_local(async move {
            let outcome = async {
                if let Some(((mode, minutes), therapist)) = joining {
                    let parts = if wished == 0 { Parts::ANY } else { Parts(wished) };
                    call(
                        &*app.outside(),
                        &JoinWaiting { space, therapist, mode, minutes, parts, before: None },
                    )
                    .await?;
                }
                if let Some(said) = &said {
                    session.send_message(space, said, None).await?;
                }
                Ok(())
            };
            if work.end(outcome.await).is_some() {
                app.say(t!("none-done"));
                router.go(Route::Sessions);
            }
        });
    };
    let zone_differs = move || {
        offers
            .zone()
            .filter(|theirs| *theirs != zone::mine())
            .map(|theirs| t!("waiting-zone", city = zone::city(&theirs)))
    };
    let words_id = fresh_id("own-words");
    view! {
        <details class="more" hidden=move || hidden.get() data-testid="none-suits">
            <summary>{t!("none-title")}</summary>
            <form class="stack" novalidate on:submit=send>
                <p>{t!("none-lead")}</p>
                <PartsPicker parts=parts />
                <p class="small soft">{zone_differs}</p>
                <div class="field">
                    <label for=words_id.clone()>{t!("none-words")}</label>
                    <p class="help">{t!("none-words-help")}</p>
                    <textarea class="input" id=words_id rows="3" prop:value=move || own.get() on:input:target=move |event| own.set(event.target().value())></textarea>
                </div>
                <Tick label=t!("none-wait") value=wait />
                {move || view! { <Tick label=t!("none-write", name = name()) value=write /> }}
                <p role="alert" class="error">{move || empty.get().then(|| t!("none-nothing"))}</p>
                <Working work=work />
                <div><button type="submit" class="button main">{t!("none-send")}</button></div>
            </form>
        </details>
    }
}

/// What goes into the conversation.
fn message(wished: u32, own: &str) -> String {
    let mut said = t!("none-message");
    if wished != 0 {
        said.push(' ');
        said.push_str(&t!("none-message-parts", parts = words::parts(wished)));
    }
    if !own.is_empty() {
        said.push_str("\n\n");
        said.push_str(own);
    }
    said
}
