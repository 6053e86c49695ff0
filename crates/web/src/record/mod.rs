//! The therapist's record: notes written, signed, co-signed, locked; everything that happened as one row of
//! moments; and, apart from all of it, what a therapist keeps to themself.
//!
//! Notes are read from the session again after each change; nothing is kept twice. What is typed is kept on
//! the device a moment after the last key, and the screen says so only once it is.

mod area;
mod caseload;
mod home;
mod lately;
mod left;
mod moment;
mod order;
mod page;
mod private;
mod read;
mod supervise;
mod words;
mod write;

pub(crate) use self::lately::Lately;

use leptos::prelude::*;

use crate::app::app;
use crate::components::PageHead;
use crate::i18n::t;
use crate::route::Route;
use crate::router::{Link, router};

/// A screen of this folder.
#[component]
pub(crate) fn Record() -> impl IntoView {
    let router = router();
    let staff = app().session().is_some_and(|session| session.role().admits());
    let here = Memo::new(move |_| router.here());
    // The list beside a note stays as it is while one goes from note to note.
    let shown = Memo::new(move |_| match here.get() {
        Route::Record(care) | Route::Note(care, _) => Route::Record(care),
        Route::Private | Route::PrivateNote(_) => Route::Private,
        other => other,
    });
    move || match (shown.get(), staff) {
        (Route::Records, true) => view! { <home::Home /> }.into_any(),
        (Route::Record(care), true) => view! { <page::RecordPage care=care /> }.into_any(),
        (Route::WriteNote(care, note), true) => view! { <write::Write care=care note=note /> }.into_any(),
        (Route::Cosign(record, note), true) => view! { <read::Cosign record=record note=note /> }.into_any(),
        (Route::Private, true) => view! { <private::Private /> }.into_any(),
        _ => view! { <ForTherapists /> }.into_any(),
    }
}

/// A therapist's screen, opened by somebody else.
#[component]
fn ForTherapists() -> impl IntoView {
    view! {
        <div class="page narrow">
            <PageHead title=t!("record-for-therapists") lead=t!("record-for-therapists-lead") />
            <Link to=Route::Messages class="button main">{t!("nav-messages")}</Link>
        </div>
    }
}
