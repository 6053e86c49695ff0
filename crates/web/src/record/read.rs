//! A note to be read, and what can be done with it: go on, sign, co-sign, lock, add.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::note::{Signature, State};
use rapport_care::{EntryId, NoteId};
use rapport_client::session::NoteView;
use rapport_client::{ClientError, Session};
use rapport_wire::SpaceId;

use super::area::Area;
use super::words;
use crate::app::{Watched, app};
use crate::components::{Confirm, Glyph, Icon, Notice, PageHead, Tone, Work, Working};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;
use crate::talk::follow;

/// `/cosign/…`: a note that waits for one's co-signature.
#[component]
pub(super) fn Cosign(record: SpaceId, note: rapport_wire::EntryId) -> impl IntoView {
    let id = NoteId(*note.as_bytes());
    let name = follow(&[Watched::Spaces, Watched::Space(record)], move |session| {
        session.records().into_iter().find(|it| it.space == record).map(|it| it.name)
    });
    let title = move || name.get().filter(|name| !name.is_empty()).unwrap_or_else(|| t!("record-nameless"));
    view! {
        <div class="page">
            <p><Link to=Route::Records class="button plain"><Icon glyph=Glyph::Back /><span>{t!("record-to-home")}</span></Link></p>
            <header class="page-head"><h1 tabindex="-1">{title}</h1><p class="lead">{t!("cosign-lead")}</p></header>
            <Note record=record id=id care=None />
        </div>
    }
}

/// One note, as it stands.
#[component]
pub(super) fn Note(
    /// The record it is in.
    record: SpaceId,
    /// Which.
    id: NoteId,
    /// The care space it is about, for those who are in it.
    care: Option<SpaceId>,
) -> impl IntoView {
    let note = follow(&[Watched::Spaces, Watched::Space(record)], move |session| session.note(record, id));
    let hand = Hand::new();
    // The words one is asked about locking for good.
    let locking = RwSignal::new(None::<EntryId>);
    let lock = move |entry| {
        hand.act(move |session| async move { session.lock_note(record, id, entry).await });
    };
    // Beside what is drawn anew at every change of the note: nobody loses the field they are typing in.
    let locked = Memo::new(move |_| {
        note.with(|view| view.as_ref().is_some_and(|view| view.note.state == State::Locked))
    });
    view! {
        <article class="stack note" data-testid="note">
            {move || match note.get() {
                Some(view) => body(&view, care, hand, locking).into_any(),
                None => view! { <PageHead title=t!("note-gone") lead=t!("note-gone-lead") /> }.into_any(),
            }}
            {move || locked.get().then(|| view! { <Add record=record id=id hand=hand /> })}
            <Working work=hand.work() />
            <Confirm open=locking title=t!("note-lock-title") body=|_| t!("note-lock-body") yes=t!("note-lock-yes") on_yes=lock />
        </article>
    }
}

fn body(
    view: &NoteView,
    care: Option<SpaceId>,
    hand: Hand,
    locking: RwSignal<Option<EntryId>>,
) -> impl IntoView + use<> {
    let it = view.note.clone();
    let when = it.held.map_or_else(|| words::day_of(it.at), words::held);
    let by = view.name.clone().unwrap_or_else(|| t!("record-somebody"));
    let parts = it.form().parts().iter().zip(&it.body.parts).filter(|(_, words)| !words.trim().is_empty());
    let parts = parts
        .map(|(part, text)| view! { <section><h3>{words::part(*part)}</h3><p class="said">{text.clone()}</p></section> })
        .collect_view();
    let refused = view.mine.then(|| refusal(view)).flatten();
    let added = it.added.iter().map(|added| addendum(view, added, hand)).collect_view();
    view! {
        <header class="stack tight">
            <div class="row apart"><h2>{words::form(it.form())}</h2><span class=words::state_class(it.state) data-testid="state">{words::state(it.state)}</span></div>
            <p class="soft">{when}</p>
            <p class="small soft">{t!("note-by", name = by)}</p>
        </header>
        {refused.map(|words| view! { <Notice tone=Tone::Careful><p>{words}</p></Notice> })}
        {parts}
        <ul class="marks" role="list">
            {signed(it.signed, |when| t!("note-signed-at", when = when))}
            {signed(it.cosigned, |when| t!("note-cosigned-at", when = when))}
            {signed(it.locked, |when| t!("note-locked-at", when = when))}
        </ul>
        {added}
        {view.unsent.then(|| view! { <p class="small soft" role="status">{t!("note-kept-here")}</p> })}
        <Does view=view.clone() care=care hand=hand locking=locking />
    }
}

fn signed(mark: Option<Signature>, words: impl Fn(String) -> String) -> impl IntoView {
    mark.map(
        |mark| view! { <li><Icon glyph=Glyph::Check /> <span>{words(words::moment_of(mark.at))}</span></li> },
    )
}

/// The newest refusal that still has something to say to whoever wrote it.
fn refusal(view: &NoteView) -> Option<String> {
    use rapport_care::note::Why;
    let last = view.note.refused.iter().rev().find(|it| it.by == view.note.author)?;
    let settled = view.note.state == State::Locked && last.why != Why::Locked;
    (!settled).then(|| words::why(last.why))
}

fn addendum(view: &NoteView, added: &rapport_care::note::Addendum, hand: Hand) -> impl IntoView + use<> {
    let (record, note, entry) = (view.record, view.note.id, added.entry);
    let state = match (added.awaits_cosignature, added.cosigned) {
        (true, _) => Some(view! { <span class="tag alert">{t!("note-state-awaits")}</span> }),
        (false, Some(_)) => Some(view! { <span class="tag good">{t!("note-cosigned")}</span> }),
        (false, None) => None,
    };
    let may = view.awaits_me && added.awaits_cosignature;
    let press =
        move |_| hand.act(move |session| async move { session.cosign_note(record, note, entry).await });
    view! {
        <section class="addendum" data-testid="addendum">
            <div class="row apart"><h3>{t!("note-added-at", when = words::moment_of(added.signed.at))}</h3>{state}</div>
            <p class="said">{added.words.clone()}</p>
            {may.then(|| view! { <button type="button" class="button main" on:click=press>{t!("note-cosign-addendum")}</button> })}
        </section>
    }
}

#[component]
fn Does(
    view: NoteView,
    care: Option<SpaceId>,
    hand: Hand,
    locking: RwSignal<Option<EntryId>>,
) -> impl IntoView {
    let (record, id, entry, state) = (view.record, view.note.id, view.note.entry, view.note.state);
    let to_writing = care.filter(|_| view.mine && state != State::Locked);
    let writing = to_writing.map(|care| {
        let to = Route::WriteNote(care, rapport_wire::EntryId::from_bytes(id.0));
        let words = if state == State::Draft { t!("note-go-on") } else { t!("note-change") };
        view! { <Link to=to class="button"><Icon glyph=Glyph::Edit /><span>{words}</span></Link> }
    });
    let lock = (view.mine && state == State::Signed).then(|| {
        // It stands where "Sign" just was, and is for good: neither the main act nor done at once.
        view! { <button type="button" class="button" on:click=move |_| locking.set(Some(entry))><Icon glyph=Glyph::Lock /><span>{t!("note-lock")}</span></button> }
    });
    let cosign = (view.awaits_me && state == State::AwaitsCosignature).then(|| {
        let press = move |_| hand.act(move |session| async move { session.cosign_note(record, id, entry).await });
        view! { <button type="button" class="button main" on:click=press><Icon glyph=Glyph::Check /><span>{t!("note-cosign")}</span></button> }
    });
    let help = match state {
        State::Signed if view.mine => Some(t!("note-lock-help")),
        State::AwaitsCosignature if view.mine => Some(t!("note-awaits-help")),
        State::AwaitsCosignature if view.awaits_me => Some(t!("note-cosign-help")),
        _ => None,
    };
    view! {
        {help.map(|help| view! { <p class="small soft">{help}</p> })}
        <div class="row">{cosign}{writing}{lock}</div>
    }
}

/// Words added to a locked note.
#[component]
fn Add(record: SpaceId, id: NoteId, hand: Hand) -> impl IntoView {
    let (open, words) = (RwSignal::new(false), RwSignal::new(String::new()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = words.get_untracked().trim().to_owned();
        if text.is_empty() {
            return;
        }
        hand.act(move |session| async move {
            session.add_to_note(record, id, &text).await?;
            let _ = words.try_set(String::new());
            let _ = open.try_set(false);
            Ok(())
        });
    };
    move || {
        if open.get() {
            view! {
                <form class="stack" on:submit=submit>
                    <Area label=t!("note-add-label") value=words typed=RwSignal::new(0) help=t!("note-add-help") />
                    <div class="row">
                        <button type="submit" class="button main">{t!("note-add-sign")}</button>
                        <button type="button" class="button plain" on:click=move |_| open.set(false)>{t!("cancel")}</button>
                    </div>
                </form>
            }
            .into_any()
        } else {
            view! { <p><button type="button" class="button" on:click=move |_| open.set(true)><Icon glyph=Glyph::Add /><span>{t!("note-add")}</span></button></p> }.into_any()
        }
    }
}

/// What buttons do things with: the session, held where the screen was made, and the work shown there.
#[derive(Clone, Copy)]
pub(super) struct Hand {
    work: Work,
    session: StoredValue<Option<Session>, LocalStorage>,
}

impl Hand {
    /// Of the screen that is being made.
    pub(super) fn new() -> Self {
        Self { work: Work::new(), session: StoredValue::new_local(app().session()) }
    }

    /// What it is at, to be shown.
    pub(super) const fn work(self) -> Work {
        self.work
    }

    /// Does something, unless something is being done already.
    pub(super) fn act<F: Future<Output = Result<(), ClientError>> + 'static>(
        self,
        what: impl FnOnce(Session) -> F + 'static,
    ) {
        let Some(session) = self.session.try_get_value().flatten() else { return };
        if self.work.begin() {
            spawn_local(async move {
                self.work.end(what(session).await);
            });
        }
    }
}

/// The words of an entry id in an address.
pub(super) const fn note_of(id: NoteId) -> rapport_wire::EntryId {
    rapport_wire::EntryId::from_bytes(id.0)
}

/// A note's name, from an address.
pub(super) const fn note_id(id: rapport_wire::EntryId) -> NoteId {
    NoteId(*id.as_bytes())
}

/// What stands in for nothing read yet.
pub(super) type Known = Vec<EntryId>;
