//! `/private`: what a therapist keeps to themself. Words that say who can ever read it stand above it, always.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::NoteId;
use rapport_care::content::{NoteBody, NoteDrafted, NoteForm};
use rapport_care::limits::PRIVATE_CHARS_MAX;
use rapport_care::search::Query;
use rapport_client::session::{NoteBegun, PrivateView};
use rapport_client::views::Connection;
use rapport_client::{ClientError, Session};
use rapport_wire::SpaceId;
use rapport_wire::space::SpaceKind;

use super::area::Area;
use super::read::{Known, note_id, note_of};
use super::words;
use super::write::kept_here;
use crate::app::{Watched, app};
use crate::components::{Confirm, Glyph, Icon, Notice, Refusal, Select, TextField, Tone};
use crate::i18n::{Sentences, sentences, t};
use crate::keeping::keep_newest;
use crate::route::Route;
use crate::router::{Link, router};
use crate::talk::{follow, title};

/// How long after the last key the words are kept, in milliseconds.
const AFTER_MS: u32 = 900;
/// How much of a note the list shows, in characters.
const GLIMPSE_CHARS: usize = 90;

/// `/private`, and one of its notes beside the list.
#[component]
pub(super) fn Private() -> impl IntoView {
    let (app, router) = (app(), router());
    let open = Memo::new(move |_| match router.here() {
        Route::PrivateNote(note) => Some(note),
        _ => None,
    });
    let all = follow(&[Watched::Spaces], Session::private_notes);
    let typed = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let query = Query::new(&typed.get());
        all.with(|all| {
            all.iter().filter(|it| query.is_empty() || it.note.matches(&query)).cloned().collect::<Vec<_>>()
        })
    });
    let shown = move || if open.get().is_some() { "detail" } else { "list" };
    let begin = move |_| {
        if let Some(session) = app.session() {
            router.go(Route::PrivateNote(note_of(session.fresh_note())));
        }
    };
    let unkept = RwSignal::new(Vec::new());
    Effect::new(move || {
        // Looked at anew after each page: what was begun there may be kept by now.
        let _ = (open.get(), all.get());
        let Some(session) = app.session() else { return };
        spawn_local(async move {
            let mut kept = session.notes_begun().await;
            kept.retain(|it| it.private);
            let _ = unkept.try_set(kept);
        });
    });
    let unkept_rows = move || {
        let new = |it: &NoteBegun| {
            all.with(|all| all.iter().all(|view| view.note.id != it.draft.note))
                && open.get() != Some(note_of(it.draft.note))
        };
        let rows: Vec<_> = unkept.get().into_iter().filter(new).map(|it| begun_row(&it)).collect();
        (!rows.is_empty()).then(|| view! { <ul class="times" role="list">{rows}</ul> })
    };
    let rows = move || {
        let rows = found.get();
        if all.with(Vec::is_empty) {
            return view! { <p class="soft">{t!("private-empty")}</p> }.into_any();
        }
        view! { <ul class="times" role="list" data-testid="private-notes">{rows.iter().map(row).collect_view()}</ul> }.into_any()
    };
    let heading = move || {
        if open.get().is_some() {
            view! { <h2 class="record-name">{t!("private-title")}</h2> }.into_any()
        } else {
            view! { <h1 class="record-name" tabindex="-1">{t!("private-title")}</h1> }.into_any()
        }
    };
    view! {
        <div class="pair record" data-open=shown>
            <div class="pair-list record-list">
                <p><Link to=Route::Records class="button plain"><Icon glyph=Glyph::Back /><span>{t!("record-to-home")}</span></Link></p>
                {heading}
                <Notice tone=Tone::Calm><p>{t!("private-who")}</p></Notice>
                <p><button type="button" class="button main" on:click=begin><Icon glyph=Glyph::Edit /><span>{t!("private-write")}</span></button></p>
                <TextField label=t!("private-search") value=typed help=t!("record-search-help") />
                {unkept_rows}
                {rows}
            </div>
            <div class="pair-detail">
                {move || match open.get() {
                    Some(note) => view! { <Editor note=note /> }.into_any(),
                    None => view! { <div class="empty"><Icon glyph=Glyph::Lock /><p>{t!("private-choose")}</p></div> }.into_any(),
                }}
            </div>
        </div>
    }
}

fn row(view: &PrivateView) -> impl IntoView {
    line(view.note.id, &view.note.words, words::moment_of(view.note.at))
}

/// What was closed before it could be kept.
fn begun_row(begun: &NoteBegun) -> impl IntoView + use<> {
    line(begun.draft.note, &begun.draft.body.parts.concat(), t!("note-begun"))
}

fn line(note: NoteId, words: &str, beside: String) -> impl IntoView + use<> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let glimpse: String = words.chars().take(GLIMPSE_CHARS).collect();
    let to = Route::PrivateNote(note_of(note));
    view! {
        <li class="time-row"><div class="grow"><Link to=to class="strong">{glimpse}</Link><p class="small soft">{beside}</p></div></li>
    }
}

/// What is being written, and how far it is kept.
#[derive(Clone, Copy)]
struct Page {
    session: StoredValue<Option<Session>, LocalStorage>,
    note: rapport_wire::EntryId,
    text: RwSignal<String>,
    about: RwSignal<Option<SpaceId>>,
    space: StoredValue<Option<SpaceId>>,
    known: StoredValue<Known>,
    typed: RwSignal<u32>,
    kept: RwSignal<u32>,
    /// Whether what was begun on this device has been looked for.
    ready: RwSignal<bool>,
    /// Kept on this device, without a place yet.
    aside: RwSignal<bool>,
    keeping: RwSignal<bool>,
    /// What was last tried: what went wrong is not tried again by itself.
    tried: StoredValue<u32>,
    trouble: RwSignal<Option<Sentences>>,
}

impl Page {
    fn show(self, view: &PrivateView) {
        self.text.set(view.note.words.clone());
        self.about.set(view.note.about.map(SpaceId::from_bytes));
        self.space.set_value(Some(view.space));
        self.known.set_value(view.note.tips.clone());
        self.kept.set(self.typed.get_untracked());
    }

    /// What is written now, as this device alone keeps it; none while there are no words.
    fn begun(self) -> Option<NoteBegun> {
        let words = self.text.try_get_untracked().filter(|text| !text.trim().is_empty())?;
        let (known, about) = (self.known.try_get_value()?, self.about.try_get_untracked()?);
        let body = NoteBody { form: NoteForm::Free, parts: vec![words] };
        let draft = NoteDrafted { note: note_id(self.note), session: None, body, held: None };
        Some(NoteBegun { known, about, private: true, draft })
    }

    /// How many characters there are too many.
    fn over(self) -> usize {
        self.text.with(|text| text.chars().count()).saturating_sub(PRIVATE_CHARS_MAX)
    }

    async fn keep(self) {
        let (Some(session), Some(at)) =
            (self.session.try_get_value().flatten(), self.typed.try_get_untracked())
        else {
            return;
        };
        let (Some(text), Some(about)) = (self.text.try_get_untracked(), self.about.try_get_untracked())
        else {
            return;
        };
        let fits = !text.trim().is_empty() && untrack(|| self.over()) == 0;
        if !fits || self.keeping.try_update(|it| std::mem::replace(it, true)) != Some(false) {
            return;
        }
        self.tried.try_update_value(|tried| *tried = at);
        let kept = self.place(&session, &text, about).await;
        let _ = self.keeping.try_set(false);
        match kept {
            Ok(stored) => {
                // Once the page is gone nobody knows what was typed last: what is begun stays.
                if let (true, Some(typed)) = (stored, self.typed.try_get_untracked()) {
                    // What was typed meanwhile stays begun, over the version that has just been kept.
                    let begun = if typed == at { None } else { self.begun() };
                    session.keep_note_begun(note_id(self.note), begun.as_ref()).await;
                }
                let _ = self.kept.try_set(at);
                let _ = self.trouble.try_set(None);
            }
            Err(error) => drop(self.trouble.try_set(Some(sentences(&error)))),
        }
    }

    /// Whether it has found its place; if not, it is kept on this device alone.
    async fn place(self, session: &Session, text: &str, about: Option<SpaceId>) -> Result<bool, ClientError> {
        let space = match self.space.try_get_value().flatten() {
            Some(space) => space,
            None => match session.place_for_oneself().await {
                Ok(space) => space,
                // No place yet and no line to begin one: kept on this device alone, moved there later.
                Err(ClientError::Offline(_)) => {
                    let _ = self.aside.try_set(true);
                    return Ok(false);
                }
                Err(error) => return Err(error),
            },
        };
        self.space.try_update_value(|known| *known = Some(space));
        let known = self.known.try_get_value().unwrap_or_default();
        let entry = session.keep_private(space, note_id(self.note), about, text, &known).await?;
        self.known.try_update_value(|known| known.push(entry));
        let _ = self.aside.try_set(false);
        Ok(true)
    }
}

/// One private note.
#[component]
fn Editor(note: rapport_wire::EntryId) -> impl IntoView {
    let (app, router) = (app(), router());
    let page = Page {
        session: StoredValue::new_local(app.session()),
        note,
        text: RwSignal::new(String::new()),
        about: RwSignal::new(None),
        space: StoredValue::new(None),
        known: StoredValue::new(Vec::new()),
        typed: RwSignal::new(0),
        kept: RwSignal::new(0),
        ready: RwSignal::new(false),
        aside: RwSignal::new(false),
        keeping: RwSignal::new(false),
        tried: StoredValue::new(0),
        trouble: RwSignal::new(None),
    };
    let now = follow(&[Watched::Spaces], move |session| {
        session.private_notes().into_iter().find(|view| view.note.id == note_id(note))
    });
    let shown = StoredValue::new(false);
    Effect::new(move || {
        if let Some(view) = now.get().filter(|_| page.ready.get() && !shown.get_value()) {
            shown.set_value(true);
            let same = page.text.with_untracked(|text| *text == view.note.words);
            if same || page.typed.get_untracked() == 0 {
                page.show(&view);
            } else {
                page.space.set_value(Some(view.space));
            }
        }
    });
    spawn_local(async move {
        let begun = match app.session() {
            Some(session) => session.note_begun(note_id(note)).await,
            None => None,
        };
        if let (Some(NoteBegun { known, about, draft, .. }), Some(0)) =
            (begun, page.typed.try_get_untracked())
        {
            page.text.set(draft.body.parts.concat());
            page.about.set(about);
            page.known.set_value(known);
            page.typed.update(|typed| *typed += 1);
        }
        let _ = page.ready.try_set(true);
    });
    let keep_here = move || {
        let (session, begun) = (page.session.try_get_value().flatten()?, page.begun());
        Some(async move { session.keep_note_begun(note_id(note), begun.as_ref()).await })
    };
    keep_newest(move || page.typed.get() > 0, keep_here);
    Effect::new(move || {
        if app.connection() == Connection::Online && page.aside.get() {
            spawn_local(page.keep());
        }
    });
    let due = StoredValue::new_local(None::<Timeout>);
    Effect::watch(
        move || (page.typed.get(), page.keeping.get()),
        move |(typed, keeping), _, _| {
            let failed = page.trouble.with_untracked(Option::is_some) && *typed == page.tried.get_value();
            if !*keeping && !failed && *typed != page.kept.get_untracked() {
                due.set_value(Some(Timeout::new(AFTER_MS, move || spawn_local(page.keep()))));
            }
        },
        false,
    );
    // What was typed just before leaving is not left behind.
    on_cleanup(move || {
        let fresh = page.typed.try_get_untracked() != page.kept.try_get_untracked();
        let place = page.session.try_get_value().flatten().zip(page.space.try_get_value().flatten());
        if let (true, Some((session, space)), Some(begun)) = (fresh, place, page.begun()) {
            spawn_local(async move {
                let (id, words) = (begun.draft.note, begun.draft.body.parts.concat());
                let kept = session.keep_private(space, id, begun.about, &words, &begun.known).await.is_ok();
                session.keep_note_begun(id, Some(&begun).filter(|_| !kept)).await;
            });
        }
    });
    let about = Signal::derive(move || page.about.get().map(|it| it.to_string()).unwrap_or_default());
    let clients = follow(&[Watched::Spaces], |session| {
        let care = session.spaces().into_iter().filter(|it| it.kind == SpaceKind::Care && it.others > 0);
        let mut options = vec![(String::new(), t!("private-about-nobody"))];
        options.extend(care.map(|it| (it.id.to_string(), title(&it))));
        options
    });
    let choose = move |key: String| {
        page.about.set(key.parse().ok());
        page.typed.update(|typed| *typed += 1);
    };
    let forgetting = RwSignal::new(None::<()>);
    let forget = move |()| {
        spawn_local(async move {
            let Some(session) = app.session() else { return };
            session.keep_note_begun(note_id(note), None).await;
            let done = match now.try_get_untracked().flatten() {
                Some(view) => session.forget_private(&view).await,
                None => Ok(()),
            };
            match done {
                Ok(()) => {
                    // Nothing of it is kept on leaving.
                    let _ = page.kept.try_set(page.typed.try_get_untracked().unwrap_or_default());
                    router.replace(Route::Private);
                }
                Err(error) => drop(page.trouble.try_set(Some(sentences(&error)))),
            }
        });
    };
    let beside = move || {
        now.get().filter(|it| !it.note.beside.is_empty()).map(|view| {
        let texts = view.note.beside.iter().map(|words| view! { <p class="said">{words.clone()}</p> }).collect_view();
        let tips = view.note.tips.clone();
        let join = move |_| {
            page.known.set_value(tips.clone());
            page.text.update(|text| {
                for words in &view.note.beside {
                    *text = format!("{text}\n\n{words}");
                }
            });
            page.typed.update(|typed| *typed += 1);
        };
        view! { <Notice tone=Tone::Careful><strong>{t!("private-beside")}</strong>{texts}<button type="button" class="button" on:click=join>{t!("private-join")}</button></Notice> }
    })
    };
    let too_long = move || {
        let over = page.over();
        (over > 0).then(|| t!("note-too-long", count = over, most = PRIVATE_CHARS_MAX))
    };
    let kept = move || {
        if page.keeping.get() {
            return t!("kept-keeping");
        }
        if page.aside.get() {
            return t!("private-aside");
        }
        if page.typed.get() != page.kept.get() {
            return kept_here(page.trouble.with(Option::is_some) || page.over() > 0);
        }
        match now.get() {
            None => t!("kept-nothing"),
            Some(view) if view.unsent => t!("note-kept-here"),
            Some(_) => t!("private-kept"),
        }
    };
    view! {
        <div class="page">
            <p class="to-list"><Link to=Route::Private class="button plain"><Icon glyph=Glyph::Back /><span>{t!("private-to-list")}</span></Link></p>
            <h1 tabindex="-1">{t!("private-note")}</h1>
            <p class="row soft"><Icon glyph=Glyph::Lock /><span>{t!("private-only-you")}</span></p>
            <form class="stack loose" on:submit=move |event| event.prevent_default()>
                {beside}
                <Area label=t!("private-words") value=page.text typed=page.typed />
                <Select label=t!("private-about") options=clients value=about on_choose=choose />
                <p class="small soft kept" role="status" data-testid="kept">{kept}</p>
                <Refusal words=page.trouble />
                <p role="alert" class="alert-words">{too_long}</p>
                <p><button type="button" class="button plain" on:click=move |_| forgetting.set(Some(()))>{t!("private-forget")}</button></p>
            </form>
            <Confirm open=forgetting title=t!("private-forget-title") body=|()| t!("private-forget-body") yes=t!("private-forget-yes") on_yes=forget />
        </div>
    }
}
