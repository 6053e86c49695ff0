//! `/records`: what waits for oneself, and every client's record.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::Session;
use rapport_client::session::{NoteBegun, NoteView};
use rapport_wire::{Role, SpaceId};

use super::caseload::Caseload;
use super::left::ThoseWhoLeft;
use super::read::note_of;
use super::supervise::Supervise;
use super::words;
use crate::app::{Watched, app};
use crate::components::{Glyph, Icon, PageHead};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;
use crate::talk::{follow, title};

/// A note that waits, and by whom its record is with.
type Waiting = (NoteView, Option<SpaceId>, String);

/// `/records`.
#[component]
pub(super) fn Home() -> impl IntoView {
    let owner = app().session().is_some_and(|session| session.role() == Role::Owner);
    let cosign = follow(&[Watched::Spaces], |session| named(session, session.notes_to_cosign()));
    let finish = follow(&[Watched::Spaces], |session| named(session, session.notes_to_finish()));
    let unkept = begun(finish);
    let waits =
        move || {
            let waiting = cosign.get();
            (!waiting.is_empty()).then(|| view! {
            <section class="stack" data-testid="to-cosign">
                <h2>{t!("records-cosign")}</h2>
                <ul class="times" role="list">{waiting.into_iter().map(cosign_row).collect_view()}</ul>
            </section>
        })
        };
    let open = move || {
        let open = finish.get();
        let unkept = unkept.get();
        (!open.is_empty() || !unkept.is_empty()).then(|| {
            view! {
                <section class="stack" data-testid="to-finish">
                    <h2>{t!("records-finish")}</h2>
                    <ul class="times" role="list">{unkept.into_iter().map(begun_row).collect_view()}{open.into_iter().map(finish_row).collect_view()}</ul>
                </section>
            }
        })
    };
    view! {
        <div class="page">
            <PageHead title=t!("nav-records") lead=t!("records-lead") />
            <div class="stack loose">
                {waits}
                {open}
                <section class="stack"><h2>{t!("records-clients")}</h2><Caseload /></section>
                <ThoseWhoLeft />
                <section class="stack">
                    <h2>{t!("private-title")}</h2>
                    <p class="soft">{t!("records-private-lead")}</p>
                    <p><Link to=Route::Private class="button"><Icon glyph=Glyph::Lock /><span>{t!("private-open")}</span></Link></p>
                </section>
                <p><Link to=Route::Forms class="button plain"><Icon glyph=Glyph::Edit /><span>{t!("forms-link")}</span></Link></p>
                {owner.then(|| view! { <Supervise /> })}
            </div>
        </div>
    }
}

/// What was closed before it could be kept in a record: whom it is about, and what they are called.
fn begun(finish: Memo<Vec<Waiting>>) -> RwSignal<Vec<(NoteBegun, SpaceId, String)>> {
    let (app, begun) = (app(), RwSignal::new(Vec::new()));
    Effect::new(move || {
        let kept: Vec<_> = finish.with(|all| all.iter().map(|(view, ..)| view.note.id).collect());
        let Some(session) = app.session() else { return };
        spawn_local(async move {
            let mut all = session.notes_begun().await;
            all.retain(|it| !it.private && !kept.contains(&it.draft.note));
            let named = all.into_iter().filter_map(|it| {
                let space = session.space(it.about?)?;
                Some((it, space.id, title(&space)))
            });
            let _ = begun.try_set(named.collect());
        });
    });
    begun
}

fn begun_row((begun, care, name): (NoteBegun, SpaceId, String)) -> impl IntoView {
    let to = Route::WriteNote(care, note_of(begun.draft.note));
    view! {
        <li class="time-row">
            <div class="grow"><p class="strong">{name}</p><p class="small soft">{t!("note-begun")}</p></div>
            <Link to=to class="button">{t!("records-open")}</Link>
        </li>
    }
}

fn named(session: &Session, notes: Vec<NoteView>) -> Vec<Waiting> {
    let records = session.records();
    let named = notes.into_iter().map(|view| {
        let record = records.iter().find(|it| it.space == view.record);
        let care = record.map(|it| it.care).filter(|care| session.space(*care).is_some());
        let shown = care.and_then(|care| session.space(care)).map(|space| title(&space));
        let name = shown.or_else(|| record.map(|it| it.name.clone()).filter(|name| !name.is_empty()));
        (view, care, name.unwrap_or_else(|| t!("record-nameless")))
    });
    named.collect()
}

fn cosign_row((view, _, name): Waiting) -> impl IntoView {
    let to = Route::Cosign(view.record, note_of(view.note.id));
    let by = view.name.clone().unwrap_or_else(|| t!("record-somebody"));
    view! {
        <li class="time-row">
            <div class="grow"><p class="strong">{name}</p><p class="small soft">{t!("records-by-at", name = by, when = when(&view))}</p></div>
            <Link to=to class="button main">{t!("records-read")}</Link>
        </li>
    }
}

fn finish_row((view, care, name): Waiting) -> impl IntoView {
    let state = view.note.state;
    let to = care.map(|care| Route::Note(care, note_of(view.note.id)));
    view! {
        <li class="time-row">
            <div class="grow"><p class="strong">{name}</p><p class="small soft">{when(&view)}</p></div>
            <span class=words::state_class(state)>{words::state(state)}</span>
            {to.map(|to| view! { <Link to=to class="button">{t!("records-open")}</Link> })}
        </li>
    }
}

fn when(view: &NoteView) -> String {
    view.note.held.map_or_else(|| words::day_of(view.note.at), words::held)
}
