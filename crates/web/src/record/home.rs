//! `/records`: what waits for oneself, and every client's record.

use leptos::prelude::*;
use rapport_client::Session;
use rapport_client::session::NoteView;
use rapport_wire::space::SpaceKind;
use rapport_wire::{Role, SpaceId};

use super::read::note_of;
use super::supervise::Supervise;
use super::words;
use crate::app::{Watched, app};
use crate::components::{Glyph, Icon, PageHead};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;
use crate::talk::{follow, title};

/// A client's record in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    care: SpaceId,
    title: String,
    notes: usize,
    unfinished: usize,
}

/// A note that waits, and by whom its record is with.
type Waiting = (NoteView, Option<SpaceId>, String);

/// `/records`.
#[component]
pub(super) fn Home() -> impl IntoView {
    let owner = app().session().is_some_and(|session| session.role() == Role::Owner);
    let rows = follow(&[Watched::Spaces], rows);
    let cosign = follow(&[Watched::Spaces], |session| named(session, session.notes_to_cosign()));
    let finish = follow(&[Watched::Spaces], |session| named(session, session.notes_to_finish()));
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
        (!open.is_empty()).then(|| {
            view! {
                <section class="stack" data-testid="to-finish">
                    <h2>{t!("records-finish")}</h2>
                    <ul class="times" role="list">{open.into_iter().map(finish_row).collect_view()}</ul>
                </section>
            }
        })
    };
    let all = move || {
        let rows = rows.get();
        if rows.is_empty() {
            return view! { <p class="soft">{t!("records-empty")}</p> }.into_any();
        }
        view! { <ul class="times" role="list" data-testid="records">{rows.into_iter().map(row).collect_view()}</ul> }.into_any()
    };
    view! {
        <div class="page">
            <PageHead title=t!("nav-records") lead=t!("records-lead") />
            <div class="stack loose">
                {waits}
                {open}
                <section class="stack"><h2>{t!("records-clients")}</h2>{all}</section>
                <section class="stack">
                    <h2>{t!("private-title")}</h2>
                    <p class="soft">{t!("records-private-lead")}</p>
                    <p><Link to=Route::Private class="button"><Icon glyph=Glyph::Lock /><span>{t!("private-open")}</span></Link></p>
                </section>
                {owner.then(|| view! { <Supervise /> })}
            </div>
        </div>
    }
}

fn rows(session: &Session) -> Vec<Row> {
    let care = session.spaces().into_iter().filter(|it| it.kind == SpaceKind::Care && it.others > 0);
    let mut rows: Vec<Row> = care
        .map(|space| {
            let notes = session.notes(space.id);
            let unfinished = notes.iter().filter(|it| it.mine && it.note.locked.is_none()).count();
            Row { care: space.id, title: title(&space), notes: notes.len(), unfinished }
        })
        .collect();
    rows.sort_by(|a, b| a.title.to_lowercase().cmp(&b.title.to_lowercase()).then(a.care.cmp(&b.care)));
    rows
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

fn row(row: Row) -> impl IntoView {
    let unfinished = (row.unfinished > 0)
        .then(|| view! { <span class="tag">{t!("records-unfinished", count = row.unfinished)}</span> });
    view! {
        <li class="time-row">
            <div class="grow"><Link to=Route::Record(row.care) class="strong">{row.title}</Link><p class="small soft">{t!("records-notes", count = row.notes)}</p></div>
            {unfinished}
        </li>
    }
}
