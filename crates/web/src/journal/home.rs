//! `/journal`: the pages, searched on this device, and the chosen one beside them (on a phone, one at a time).

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::NoteId;
use rapport_care::search::Query;
use rapport_client::Session;
use rapport_client::session::JournalView;
use rapport_wire::{EntryId, Timestamp};

use super::write::Editor;
use crate::app::{Watched, app};
use crate::components::{Glyph, Icon, Notice, TextField, Tone};
use crate::i18n::{moment, t};
use crate::route::Route;
use crate::router::{Link, router};
use crate::talk::follow;

/// How much of a page the list shows, in characters.
const GLIMPSE_CHARS: usize = 90;

/// The journal.
#[component]
pub(crate) fn Journal() -> impl IntoView {
    let (app, router) = (app(), router());
    let open = Memo::new(move |_| match router.here() {
        Route::JournalPage(page) => Some(page),
        _ => None,
    });
    let all = follow(&[Watched::Spaces], Session::journal);
    let typed = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let query = Query::new(&typed.get());
        all.with(|all| {
            all.iter().filter(|it| query.is_empty() || it.page.matches(&query)).cloned().collect::<Vec<_>>()
        })
    });
    // Looked at again whenever one comes back to the list.
    let unkept = RwSignal::new(Vec::<(NoteId, String)>::new());
    Effect::new(move || {
        let _ = open.get();
        let Some(session) = app.session() else { return };
        spawn_local(async move {
            let _ = unkept.try_set(session.begun_journals().await);
        });
    });
    let unsaved = move || {
        let new = |(id, _): &(NoteId, String)| all.with(|all| all.iter().all(|it| it.page.id != *id));
        let rows: Vec<_> = unkept
            .get()
            .into_iter()
            .filter(new)
            .map(|(id, words)| line(id, &words, t!("journal-unsaved")))
            .collect();
        (!rows.is_empty()).then(|| view! { <ul class="times" role="list">{rows}</ul> })
    };
    let begin = move |_| {
        if let Some(session) = app.session() {
            router.go(Route::JournalPage(EntryId::from_bytes(session.fresh_note().0)));
        }
    };
    let rows = move || {
        if all.with(Vec::is_empty) {
            return view! { <p class="soft">{t!("journal-empty")}</p> }.into_any();
        }
        let rows = found.with(|found| found.iter().map(row).collect_view());
        view! { <ul class="times" role="list" data-testid="journal">{rows}</ul> }.into_any()
    };
    let shown = move || if open.get().is_some() { "detail" } else { "list" };
    let heading = move || {
        if open.get().is_some() {
            view! { <h2 class="record-name">{t!("journal-title")}</h2> }.into_any()
        } else {
            view! { <h1 class="record-name" tabindex="-1">{t!("journal-title")}</h1> }.into_any()
        }
    };
    view! {
        <div class="pair record" data-open=shown>
            <div class="pair-list record-list">
                {heading}
                <Notice tone=Tone::Calm><p>{t!("journal-who")}</p></Notice>
                <p><button type="button" class="button main" on:click=begin><Icon glyph=Glyph::Edit /><span>{t!("journal-write")}</span></button></p>
                <TextField label=t!("journal-search") value=typed help=t!("record-search-help") />
                {unsaved}
                {rows}
            </div>
            <div class="pair-detail">
                {move || match open.get() {
                    Some(page) => view! { <Editor id=NoteId(*page.as_bytes()) /> }.into_any(),
                    None => view! { <div class="empty"><Icon glyph=Glyph::Edit /><p>{t!("journal-choose")}</p></div> }.into_any(),
                }}
            </div>
        </div>
    }
}

fn row(view: &JournalView) -> impl IntoView + use<> {
    let glimpse = glimpse(&view.page.words);
    let shared =
        (!view.shared.is_empty()).then(|| view! { <span class="tag good">{t!("journal-shared")}</span> });
    let to = Route::JournalPage(EntryId::from_bytes(view.page.id.0));
    view! {
        <li class="time-row">
            <div class="grow"><Link to=to class="strong">{glimpse}</Link><p class="small soft">{moment(Timestamp::from_micros(view.page.at))}</p></div>
            {shared}
        </li>
    }
}

/// A page that is begun on this device and not saved.
fn line(id: NoteId, words: &str, under: String) -> impl IntoView + use<> {
    let (to, glimpse) = (Route::JournalPage(EntryId::from_bytes(id.0)), glimpse(words));
    view! {
        <li class="time-row"><div class="grow"><Link to=to class="strong">{glimpse}</Link><p class="small soft">{under}</p></div></li>
    }
}

/// The first words, on one line.
fn glimpse(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(GLIMPSE_CHARS).collect()
}
