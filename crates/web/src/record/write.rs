//! Writing a note: its shape, its meeting, its parts; kept a moment after the last key, and signed.
//!
//! Every key is kept on this device at once ([`rapport_client::Session::keep_note_begun`]), and a moment after the
//! last one all of it becomes a draft in the record ([`rapport_client::Session::keep_draft_note`]). Where there
//! is no place for that yet and no line to begin one, it stays on this device and is moved there later.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::EntryId;
use rapport_care::content::{Held, NoteBody, NoteDrafted, NoteForm};
use rapport_care::limits::NOTE_CHARS_MAX;
use rapport_care::note::State;
use rapport_client::api::call;
use rapport_client::session::{NoteBegun, NoteView};
use rapport_client::views::Connection;
use rapport_client::{ClientError, Session};
use rapport_wire::SpaceId;
use rapport_wire::appointment::{Appointment, AppointmentState, ListAppointments};

use super::area::Area;
use super::read::{Known, note_id};
use super::words::{self, FORMS, form_key};
use crate::app::{Watched, app};
use crate::components::{Confirm, Glyph, Icon, Notice, Refusal, Select, Tone};
use crate::i18n::{Sentences, sentences, t};
use crate::keeping::keep_newest;
use crate::route::Route;
use crate::router::{Link, router};
use crate::talk::{follow, title};

/// How long after the last key the words are kept, in milliseconds.
const AFTER_MS: u32 = 900;
/// How often signing looks whether a keeping under way is done, in milliseconds.
const LOOK_MS: u32 = 30;
/// How far back sessions are offered to write about, in days.
const BACK_DAYS: i64 = 60;
/// How long before it begins a session can be written about, in seconds: as soon as its door is open.
const EARLY_SECONDS: i64 = 600;
const DAY_SECONDS: i64 = 86_400;
/// The most parts a note has.
const PARTS_MAX: usize = 4;

/// What is being written, and how far it is kept.
#[derive(Clone, Copy)]
struct Page {
    session: StoredValue<Option<Session>, LocalStorage>,
    care: SpaceId,
    note: rapport_wire::EntryId,
    form: RwSignal<NoteForm>,
    parts: StoredValue<[RwSignal<String>; PARTS_MAX]>,
    /// The meeting it is about, and its appointment.
    held: RwSignal<Option<(rapport_wire::AppointmentId, Held)>>,
    record: StoredValue<Option<SpaceId>>,
    /// The drafts this page has shown or written.
    known: StoredValue<Known>,
    /// Counts changes by hand; what was kept stands in `kept`.
    typed: RwSignal<u32>,
    kept: RwSignal<u32>,
    /// Whether what was begun on this device has been looked for.
    ready: RwSignal<bool>,
    /// Kept on this device, without a place in a record yet.
    aside: RwSignal<bool>,
    keeping: RwSignal<bool>,
    /// What was last tried: what went wrong is not tried again by itself.
    tried: StoredValue<u32>,
    trouble: RwSignal<Option<Sentences>>,
}

impl Page {
    fn new(care: SpaceId, note: rapport_wire::EntryId) -> Self {
        Self {
            session: StoredValue::new_local(app().session()),
            care,
            note,
            form: RwSignal::new(NoteForm::Soap),
            parts: StoredValue::new(std::array::from_fn(|_| RwSignal::new(String::new()))),
            held: RwSignal::new(None),
            record: StoredValue::new(None),
            known: StoredValue::new(Vec::new()),
            typed: RwSignal::new(0),
            kept: RwSignal::new(0),
            ready: RwSignal::new(false),
            aside: RwSignal::new(false),
            keeping: RwSignal::new(false),
            tried: StoredValue::new(0),
            trouble: RwSignal::new(None),
        }
    }

    /// The session of whoever writes; none once they are out.
    fn session(self) -> Option<Session> {
        self.session.try_get_value().flatten()
    }

    fn parts(self) -> [RwSignal<String>; PARTS_MAX] {
        self.parts.get_value()
    }

    /// Shows a draft as it stands.
    fn show(self, view: &NoteView) {
        self.fill(&view.note.body, view.note.session, view.note.held);
        self.record.set_value(Some(view.record));
        self.know(view.note.entry);
    }

    fn fill(self, body: &NoteBody, session: Option<[u8; 16]>, held: Option<Held>) {
        self.form.set(body.form);
        for (signal, words) in
            self.parts().iter().zip(body.parts.iter().map(String::as_str).chain([""; PARTS_MAX]))
        {
            signal.set(words.to_owned());
        }
        let appointment = session.map(rapport_wire::AppointmentId::from_bytes);
        self.held.set(appointment.zip(held));
        // What was just shown is kept already.
        self.kept.set(self.typed.get_untracked());
    }

    fn know(self, entry: EntryId) {
        self.known.update_value(|known| {
            if !known.contains(&entry) {
                known.push(entry);
            }
        });
    }

    /// What is written now; none while there are no words.
    fn drafted(self) -> Option<NoteDrafted> {
        let form = self.form.get_untracked();
        let parts: Vec<String> =
            self.parts().iter().take(form.parts().len()).map(|part| part.get_untracked()).collect();
        let any = parts.iter().any(|part| !part.trim().is_empty());
        let (session, held) = match self.held.get_untracked() {
            Some((appointment, held)) => (Some(*appointment.as_bytes()), Some(held)),
            None => (None, None),
        };
        any.then(|| NoteDrafted { note: note_id(self.note), session, body: NoteBody { form, parts }, held })
    }

    /// What is written now, as this device alone keeps it; none while there are no words.
    fn begun(self) -> Option<NoteBegun> {
        let known = self.known.try_get_value()?;
        Some(NoteBegun { known, about: Some(self.care), private: false, draft: self.drafted()? })
    }

    /// How many characters there are too many.
    fn over(self) -> usize {
        let room = self.form.get().parts().len();
        let chars = |part: &RwSignal<String>| part.with(|part| part.chars().count());
        self.parts().iter().take(room).map(chars).sum::<usize>().saturating_sub(NOTE_CHARS_MAX)
    }

    /// Says why nothing was signed.
    fn refuse(self, what: String, rec: String) {
        let _ = self.trouble.try_set(Some(Sentences { what, rec }));
    }

    /// Keeps what is written. One keeping at a time; what is typed meanwhile is kept after it.
    async fn keep(self) -> Option<EntryId> {
        let session = self.session()?;
        let at = self.typed.try_get_untracked()?;
        let draft = self.drafted().filter(|_| untrack(|| self.over()) == 0)?;
        if self.keeping.try_update(|keeping| std::mem::replace(keeping, true))? {
            return None;
        }
        self.tried.try_update_value(|tried| *tried = at);
        let kept = self.place(&session, draft).await;
        let _ = self.keeping.try_set(false);
        match kept {
            Ok(entry) => {
                // Once the page is gone nobody knows what was typed last: what is begun stays.
                if let (Some(_), Some(typed)) = (entry, self.typed.try_get_untracked()) {
                    // What was typed meanwhile stays begun, over the draft that has just been kept.
                    let begun = if typed == at { None } else { self.begun() };
                    session.keep_note_begun(note_id(self.note), begun.as_ref()).await;
                }
                let _ = self.kept.try_set(at);
                let _ = self.trouble.try_set(None);
                entry
            }
            Err(error) => {
                let _ = self.trouble.try_set(Some(sentences(&error)));
                None
            }
        }
    }

    async fn place(self, session: &Session, draft: NoteDrafted) -> Result<Option<EntryId>, ClientError> {
        let record = match self.record.get_value() {
            Some(record) => Ok(record),
            None => session.place_for_notes(self.care).await,
        };
        match record {
            Ok(record) => {
                self.record.try_update_value(|known| *known = Some(record));
                let known = self.known.try_get_value().unwrap_or_default();
                let entry = session.keep_draft_note(record, draft, &known).await?;
                self.known.try_update_value(|known| known.push(entry));
                let _ = self.aside.try_set(false);
                Ok(Some(entry))
            }
            Err(ClientError::Offline(_)) => {
                let _ = self.aside.try_set(true);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

/// `/records/…/write/…`.
#[component]
pub(super) fn Write(care: SpaceId, note: rapport_wire::EntryId) -> impl IntoView {
    let (app, router) = (app(), router());
    let page = Page::new(care, note);
    let id = note_id(note);
    let now = follow(&[Watched::Spaces], move |session| {
        session.notes(care).into_iter().find(|view| view.note.id == id)
    });
    let name = follow(&[Watched::Spaces], move |session| session.space(care).map(|it| title(&it)));
    let waiting =
        follow(&[Watched::Spaces], move |session| session.supervisor_of(session.account()).is_some());
    begin(page, now);
    let meetings = meetings(page);
    autosave(page);
    let discarding = RwSignal::new(None::<()>);
    let sign = move |_| {
        spawn_local(async move {
            // What was typed since the last keeping is signed too: it is kept first.
            while page.keeping.try_get_untracked() == Some(true) {
                app.outside().sleep(LOOK_MS).await;
            }
            // The page was left meanwhile: nobody asks for it any more.
            if page.keeping.try_get_untracked().is_none() {
                return;
            }
            if page.drafted().is_none() {
                return page.refuse(t!("note-empty"), t!("note-empty-rec"));
            }
            let fresh = page.typed.try_get_untracked() != page.kept.try_get_untracked();
            let aside = page.aside.try_get_untracked() == Some(true);
            if (fresh || aside) && page.keep().await.is_none() {
                if page.aside.try_get_untracked() == Some(true) {
                    page.refuse(t!("note-sign-later"), t!("note-sign-later-rec"));
                }
                return;
            }
            let (Some(session), Some(record)) = (app.session(), page.record.try_get_value().flatten()) else {
                return;
            };
            let known = page.known.try_get_value().unwrap_or_default();
            let Some(entry) = known.last().copied() else { return };
            match session.sign_note(record, id, entry, &known).await {
                Ok(()) => router.replace(Route::Note(care, note)),
                Err(error) => drop(page.trouble.try_set(Some(sentences(&error)))),
            }
        });
    };
    let discard = move |()| {
        spawn_local(async move {
            let Some(session) = app.session() else { return };
            session.keep_note_begun(id, None).await;
            let known = page.known.try_get_value().unwrap_or_default();
            let done = match session.notes(care).into_iter().find(|view| view.note.id == id) {
                Some(view) => session.discard_note(&view, &known).await,
                None => Ok(()),
            };
            match done {
                Ok(()) => {
                    // Nothing of it is kept on leaving.
                    let _ = page.kept.try_set(page.typed.try_get_untracked().unwrap_or_default());
                    router.replace(Route::Record(care));
                }
                Err(error) => drop(page.trouble.try_set(Some(sentences(&error)))),
            }
        });
    };
    let may_discard =
        Memo::new(move |_| now.with(|now| now.as_ref().is_none_or(|it| it.note.state == State::Draft)));
    let locked = Memo::new(move |_| {
        now.with(|now| now.as_ref().is_some_and(|it| it.note.state == State::Locked || !it.mine))
    });
    let too_long = move || {
        let over = page.over();
        (over > 0).then(|| t!("note-too-long", count = over, most = NOTE_CHARS_MAX))
    };
    let heading = move || t!("note-write-for", name = name.get().unwrap_or_else(|| t!("record-nameless")));
    let sign_words = move || if waiting.get() { t!("note-sign-cosign") } else { t!("note-sign") };
    view! {
        <div class="page">
            <p><Link to=Route::Record(care) class="button plain"><Icon glyph=Glyph::Back /><span>{t!("record-to-record")}</span></Link></p>
            <header class="page-head"><h1 tabindex="-1">{heading}</h1><p class="lead">{t!("note-write-lead")}</p></header>
            {move || locked.get().then(|| view! { <Notice tone=Tone::Calm><p>{t!("note-refused-locked")}</p></Notice> })}
            <form class="stack loose" on:submit=move |event| event.prevent_default()>
                <Elsewhere page=page now=now />
                <Shape page=page meetings=meetings />
                <Parts page=page />
                <div class="save-bar stack tight">
                    <Kept page=page now=now />
                    <Refusal words=page.trouble />
                    <p role="alert" class="alert-words">{too_long}</p>
                    <div class="row">
                        <button type="button" class="button main" on:click=sign><Icon glyph=Glyph::Check /><span>{sign_words}</span></button>
                        {move || may_discard.get().then(|| view! { <button type="button" class="button plain" on:click=move |_| discarding.set(Some(()))>{t!("note-discard")}</button> })}
                    </div>
                </div>
            </form>
            <Confirm open=discarding title=t!("note-discard-title") body=|()| t!("note-discard-body") yes=t!("note-discard-yes") no=t!("note-discard-no") on_yes=discard />
        </div>
    }
}

/// Brings back what was written: what this device alone has of it, or else the draft in the record.
fn begin(page: Page, now: Memo<Option<NoteView>>) {
    let shown = StoredValue::new(false);
    Effect::new(move || {
        let view = now.get().filter(|_| page.ready.get());
        if let Some(view) = view.filter(|_| !shown.get_value()) {
            shown.set_value(true);
            // Kept whole a moment before the page was closed: nothing is newer than that.
            let same = page.drafted().is_some_and(|draft| draft.body == view.note.body);
            // Words typed while the record was read are the newer ones.
            if same || page.typed.get_untracked() == 0 {
                page.show(&view);
            } else {
                page.record.set_value(Some(view.record));
            }
        }
    });
    spawn_local(async move {
        let Some(session) = page.session() else { return };
        let begun = session.note_begun(note_id(page.note)).await;
        if let (Some(NoteBegun { known, draft, .. }), Some(0)) = (begun, page.typed.try_get_untracked()) {
            page.fill(&draft.body, draft.session, draft.held);
            page.known.set_value(known);
            // To be moved into the record as soon as there is one.
            page.typed.update(|typed| *typed += 1);
        }
        let _ = page.ready.try_set(true);
    });
}

/// The sessions one can write about, newest first; the one this note is named after is chosen.
fn meetings(page: Page) -> RwSignal<Vec<Appointment>> {
    let (app, found) = (app(), RwSignal::new(Vec::new()));
    spawn_local(async move {
        let now = app.outside().now();
        let ask = ListAppointments {
            from: now.plus_seconds(-BACK_DAYS * DAY_SECONDS),
            until: now.plus_seconds(DAY_SECONDS),
        };
        let Ok(answer) = call(&*app.outside(), &ask).await else { return };
        let of_it = |it: &Appointment| {
            it.space == page.care
                && it.state == AppointmentState::Booked
                && it.starts_at <= now.plus_seconds(EARLY_SECONDS)
        };
        let mut all: Vec<Appointment> = answer.appointments.into_iter().filter(of_it).collect();
        all.reverse();
        let named = app.session().and_then(|session| {
            all.iter().find(|it| session.note_about(it.id) == note_id(page.note)).cloned()
        });
        if let Some(it) = named
            && page.held.try_with_untracked(Option::is_none) == Some(true)
        {
            page.held.set(Some((it.id, held(&it))));
        }
        let _ = found.try_set(all);
    });
    found
}

fn held(it: &Appointment) -> Held {
    let minutes = it.ends_at.seconds_since(it.starts_at) / 60;
    Held {
        begins_at: it.starts_at.as_micros(),
        minutes: u16::try_from(minutes).unwrap_or(u16::MAX),
        by: words::held_by(it.mode),
    }
}

/// Keeps what was typed: on this device at once, in the record a moment after the last key.
fn autosave(page: Page) {
    let app = app();
    let keep_here = move || {
        let (session, begun) = (page.session()?, page.begun());
        Some(async move { session.keep_note_begun(note_id(page.note), begun.as_ref()).await })
    };
    keep_newest(move || page.typed.get() > 0, keep_here);
    let due = StoredValue::new_local(None::<Timeout>);
    Effect::watch(
        move || (page.typed.get(), page.keeping.get()),
        move |(typed, keeping), _, _| {
            let failed = page.trouble.with_untracked(Option::is_some) && *typed == page.tried.get_value();
            if *keeping || failed || *typed == page.kept.get_untracked() {
                return;
            }
            let keep = move || {
                spawn_local(async move {
                    let _ = page.keep().await;
                });
            };
            due.set_value(Some(Timeout::new(AFTER_MS, keep)));
        },
        false,
    );
    // What found no place yet finds it once there is a line.
    Effect::new(move || {
        if app.connection() == Connection::Online && page.aside.get() {
            spawn_local(async move {
                let _ = page.keep().await;
            });
        }
    });
    // What was typed just before leaving is not left behind.
    on_cleanup(move || {
        if page.typed.try_get_untracked() != page.kept.try_get_untracked() {
            let (Some(begun), Some(session)) = (page.begun(), page.session()) else { return };
            let record = page.record.get_value();
            spawn_local(async move {
                let note = begun.draft.note;
                let kept = match record {
                    Some(record) => {
                        session.keep_draft_note(record, begun.draft.clone(), &begun.known).await.is_ok()
                    }
                    None => false,
                };
                session.keep_note_begun(note, Some(&begun).filter(|_| !kept)).await;
            });
        }
    });
}

/// Other words of the same note, written on another device while this page was open.
#[component]
fn Elsewhere(page: Page, now: Memo<Option<NoteView>>) -> impl IntoView {
    let other = Memo::new(move |_| {
        page.kept.track();
        page.keeping.track();
        let view = now.get().filter(|_| page.ready.get())?;
        let known = page.known.with_value(|known| known.contains(&view.note.entry));
        (!known && !page.keeping.get_untracked()).then_some(view)
    });
    Effect::new(move || {
        // Nothing typed here since: simply show the newer words.
        if let Some(view) = other.get()
            && page.typed.get_untracked() == page.kept.get_untracked()
        {
            page.show(&view);
        }
    });
    let take = move |_| {
        if let Some(view) = now.get_untracked() {
            page.show(&view);
        }
    };
    let keep = move |_| {
        if let Some(view) = now.get_untracked() {
            page.know(view.note.entry);
            page.typed.update(|typed| *typed += 1);
        }
    };
    move || {
        other.get().filter(|_| page.typed.get() != page.kept.get()).map(|view| {
            let words = view.note.body.parts.join("\n");
            view! {
                <Notice tone=Tone::Careful>
                    <strong>{t!("note-elsewhere")}</strong>
                    <p class="said">{words}</p>
                    <div class="row">
                        <button type="button" class="button" on:click=take>{t!("note-elsewhere-take")}</button>
                        <button type="button" class="button" on:click=keep>{t!("note-elsewhere-keep")}</button>
                    </div>
                </Notice>
            }
        })
    }
}

/// Which shape, and about which session.
#[component]
fn Shape(page: Page, meetings: RwSignal<Vec<Appointment>>) -> impl IntoView {
    let forms: Vec<_> =
        FORMS.into_iter().map(|form| (form_key(form).to_owned(), words::form(form))).collect();
    let form = Signal::derive(move || form_key(page.form.get()).to_owned());
    let reshape = move |key: String| {
        if let Some(form) = FORMS.into_iter().find(|form| form_key(*form) == key) {
            // Parts that the new shape has no room for would be lost: they join its last one.
            let room = form.parts().len();
            let rest: Vec<String> = page.parts()[room..]
                .iter()
                .map(|part| part.get_untracked())
                .filter(|it| !it.trim().is_empty())
                .collect();
            for part in &page.parts()[room..] {
                part.set(String::new());
            }
            if !rest.is_empty() {
                page.parts()[room - 1].update(|last| {
                    let mut all = vec![std::mem::take(last)];
                    all.extend(rest);
                    all.retain(|it| !it.trim().is_empty());
                    *last = all.join("\n\n");
                });
            }
            page.form.set(form);
            page.typed.update(|typed| *typed += 1);
        }
    };
    let options = Signal::derive(move || {
        let mut options = vec![(String::new(), t!("note-about-none"))];
        let mut listed: Vec<(rapport_wire::AppointmentId, Held)> =
            meetings.with(|all| all.iter().map(|it| (it.id, held(it))).collect());
        if let Some(chosen) = page.held.get()
            && listed.iter().all(|(id, _)| *id != chosen.0)
        {
            listed.push(chosen);
        }
        options.extend(listed.into_iter().map(|(id, held)| (id.to_string(), words::held(held))));
        options
    });
    let chosen = Signal::derive(move || page.held.get().map(|(id, _)| id.to_string()).unwrap_or_default());
    let choose = move |key: String| {
        let found = meetings
            .with_untracked(|all| all.iter().find(|it| it.id.to_string() == key).map(|it| (it.id, held(it))));
        page.held.set(found);
        page.typed.update(|typed| *typed += 1);
    };
    view! {
        <div class="pairs">
            <Select label=t!("note-form") options=forms value=form on_choose=reshape />
            <Select label=t!("note-about") options=options value=chosen on_choose=choose />
        </div>
    }
}

#[component]
fn Parts(page: Page) -> impl IntoView {
    move || {
        let form = page.form.get();
        let fields = form.parts().iter().zip(page.parts());
        fields
            .map(|(part, value)| view! { <Area label=words::part(*part) value=value typed=page.typed /> })
            .collect_view()
    }
}

/// How far the words are kept, always in view.
#[component]
fn Kept(page: Page, now: Memo<Option<NoteView>>) -> impl IntoView {
    let words = move || {
        if page.keeping.get() {
            return t!("kept-keeping");
        }
        if page.aside.get() {
            return t!("kept-aside");
        }
        if page.typed.get() != page.kept.get() {
            return kept_here(page.trouble.with(Option::is_some) || page.over() > 0);
        }
        match now.get() {
            None => t!("kept-nothing"),
            Some(view) if view.unsent => t!("note-kept-here"),
            Some(_) => t!("kept-everywhere"),
        }
    };
    view! { <p class="small soft kept" role="status" data-testid="kept">{words}</p> }
}

/// What was typed and is on this device alone: on its way, or held up.
pub(super) fn kept_here(held_up: bool) -> String {
    if held_up { t!("kept-held-up") } else { t!("kept-typing") }
}
