//! A page: written, saved, shared as a copy, taken back.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::limits::JOURNAL_CHARS_MAX;
use rapport_care::{EntryId, NoteId};
use rapport_client::Session;
use rapport_client::session::JournalView;
use rapport_wire::SpaceId;
use rapport_wire::space::SpaceKind;

use crate::app::{Watched, app};
use crate::components::{Confirm, Glyph, Icon, Notice, Select, SubmitButton, Tone, Work, Working, fresh_id};
use crate::i18n::t;
use crate::keeping::keep_newest;
use crate::route::Route;
use crate::router::{Link, router};
use crate::talk::{follow, title};

/// What is being written.
#[derive(Clone, Copy)]
struct Page {
    id: NoteId,
    text: RwSignal<String>,
    /// The versions that whoever writes has seen.
    known: RwSignal<Vec<EntryId>>,
    /// Counts what is typed by hand and not saved.
    typed: RwSignal<u32>,
    /// Whether what was begun has been looked for.
    ready: RwSignal<bool>,
}

/// One page.
#[component]
pub(super) fn Editor(
    /// Its name.
    id: NoteId,
) -> impl IntoView {
    let (app, router) = (app(), router());
    let page = Page {
        id,
        text: RwSignal::new(String::new()),
        known: RwSignal::new(Vec::new()),
        typed: RwSignal::new(0),
        ready: RwSignal::new(false),
    };
    let now =
        follow(&[Watched::Spaces], move |session| session.journal().into_iter().find(|it| it.page.id == id));
    begin(page, now);
    keep(page);
    let work = Work::new();
    let too_long = move || {
        let over = page.text.with(|text| text.chars().count()).saturating_sub(JOURNAL_CHARS_MAX);
        (over > 0).then(|| t!("journal-too-long", count = over))
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(session), text) = (app.session(), page.text.get_untracked()) else { return };
        if text.trim().is_empty() || text.chars().count() > JOURNAL_CHARS_MAX || !work.begin() {
            return;
        }
        let (known, typed) = (page.known.get_untracked(), page.typed.get_untracked());
        spawn_local(async move {
            if work.end(session.save_journal(id, &text, &known).await).is_some() {
                // What was typed meanwhile is not saved yet, and stays begun.
                if page.typed.try_get_untracked() == Some(typed) {
                    page.typed.set(0);
                }
                app.say(t!("journal-saved"));
            }
        });
    };
    let forgetting = RwSignal::new(None::<()>);
    let forget = move |()| {
        let (Some(session), view) = (app.session(), now.get_untracked()) else { return };
        spawn_local(async move {
            let gone = match &view {
                Some(view) => session.forget_journal(view).await,
                None => Ok(()),
            };
            session.keep_begun_journal(id, &[], "").await;
            if work.end(gone).is_some() {
                router.replace(Route::Journal);
            }
        });
    };
    let state = move || match (page.typed.get() > 0, now.get()) {
        (true, _) => t!("journal-kept-typing"),
        (false, Some(view)) if view.unsent => t!("safety-unsent"),
        (false, Some(_)) => t!("journal-kept"),
        (false, None) => t!("journal-new"),
    };
    let write = move |text: String| {
        page.text.set(text);
        page.typed.update(|typed| *typed = typed.wrapping_add(1));
    };
    let beside = move || {
        let others = now.with(|now| now.as_ref().map(|it| it.page.beside.clone()).unwrap_or_default());
        (!others.is_empty()).then(|| {
            let texts = others.into_iter().map(|words| view! { <p class="said">{words}</p> }).collect_view();
            view! { <Notice tone=Tone::Careful><strong>{t!("journal-beside")}</strong>{texts}</Notice> }
        })
    };
    let field = fresh_id("page");
    let some = Memo::new(move |_| now.with(Option::is_some) || page.typed.get() > 0);
    view! {
        <div class="page">
            <p class="to-list"><Link to=Route::Journal class="button plain"><Icon glyph=Glyph::Back /><span>{t!("journal-to-list")}</span></Link></p>
            <h1 tabindex="-1">{t!("journal-page")}</h1>
            <form class="stack loose" novalidate on:submit=save>
                {beside}
                <div class="field">
                    <label for=field.clone()>{t!("journal-words")}</label>
                    <textarea class="input area journal" id=field rows="8" prop:value=move || page.text.get() on:input:target=move |event| write(event.target().value())></textarea>
                    <p role="alert" class="alert-words">{too_long}</p>
                </div>
                <p class="small soft kept" role="status" data-testid="kept">{state}</p>
                <Working work=work />
                <div class="row">
                    <SubmitButton label=t!("save") work=work />
                    {move || some.get().then(|| view! { <button type="button" class="button plain" on:click=move |_| forgetting.set(Some(()))>{t!("journal-forget")}</button> })}
                </div>
            </form>
            <Share page=page now=now work=work />
            <Confirm open=forgetting title=t!("journal-forget-title") body=|()| t!("journal-forget-body") yes=t!("journal-forget-yes") on_yes=forget />
        </div>
    }
}

/// Who has a copy, and the way to share one: of what is saved, never of what is being typed.
#[component]
fn Share(page: Page, now: Memo<Option<JournalView>>, work: Work) -> impl IntoView {
    let app = app();
    let rooms = follow(&[Watched::Spaces], |session: &Session| {
        let care = session.spaces().into_iter().filter(|it| it.kind == SpaceKind::Care && it.others > 0);
        care.map(|space| (space.id, title(&space))).collect::<Vec<_>>()
    });
    let chosen = RwSignal::new(None::<SpaceId>);
    let open = Memo::new(move |_| {
        let shared = now.with(|now| now.as_ref().map(|it| it.shared.clone()).unwrap_or_default());
        let free = |(space, _): &(SpaceId, String)| !shared.iter().any(|(to, _)| to == space);
        rooms.get().into_iter().filter(free).collect::<Vec<_>>()
    });
    let to = Memo::new(move |_| {
        chosen
            .get()
            .filter(|it| open.with(|all| all.iter().any(|(space, _)| space == it)))
            .or_else(|| open.with(|all| all.first().map(|(space, _)| *space)))
    });
    let share = move |_| {
        let (Some(session), Some(view), Some(space)) =
            (app.session(), now.get_untracked(), to.get_untracked())
        else {
            return;
        };
        if work.begin() {
            spawn_local(async move {
                if work.end(session.share_journal(&view, space).await).is_some() {
                    app.say(t!("journal-share-done"));
                }
            });
        }
    };
    let unshare = move |space: SpaceId| {
        let Some(session) = app.session() else { return };
        spawn_local(async move {
            if work.end(session.unshare_journal(page.id, space).await).is_some() {
                app.say(t!("journal-unshare-done"));
            }
        });
    };
    let holders = move || {
        let shared = now.with(|now| now.as_ref().map(|it| it.shared.clone()).unwrap_or_default());
        let names = rooms.get();
        let row = |(space, _): (SpaceId, EntryId)| {
            let name = names
                .iter()
                .find(|(known, _)| *known == space)
                .map(|(_, name)| name.clone())
                .unwrap_or_default();
            view! {
                <li class="time-row">
                    <p class="grow">{t!("journal-shared-with", name = name)}</p>
                    <button type="button" class="button" on:click=move |_| unshare(space)>{t!("plan-back")}</button>
                </li>
            }
        };
        view! { <ul class="times" role="list">{shared.into_iter().map(row).collect_view()}</ul> }
    };
    let options = Signal::derive(move || {
        open.get().into_iter().map(|(space, name)| (space.to_string(), name)).collect::<Vec<_>>()
    });
    let value = Signal::derive(move || to.get().map(|it| it.to_string()).unwrap_or_default());
    let several = Memo::new(move |_| open.with(|all| all.len() > 1));
    let name = move || {
        open.with(|all| {
            all.iter()
                .find(|(space, _)| Some(*space) == to.get())
                .map(|(_, name)| name.clone())
                .unwrap_or_default()
        })
    };
    let saved = Memo::new(move |_| now.with(Option::is_some));
    let can = Memo::new(move |_| to.get().is_some() && page.typed.get() == 0);
    move || {
        saved.get().then(|| view! {
            <section class="section stack">
                <h2>{t!("journal-share-title")}</h2>
                {holders}
                {move || can.get().then(|| view! {
                    <p class="soft">{t!("journal-share-lead", name = name())}</p>
                    {move || several.get().then(|| view! { <Select label=t!("journal-share-whom") options=options value=value on_choose=move |key: String| chosen.set(key.parse().ok()) /> })}
                    <div><button type="button" class="button" on:click=share><Icon glyph=Glyph::Send /><span>{t!("journal-share")}</span></button></div>
                })}
            </section>
        })
    }
}

/// Shows what was begun on this device, or else the words that stand.
fn begin(page: Page, now: Memo<Option<JournalView>>) {
    let session = app().session();
    spawn_local(async move {
        let begun = match session {
            Some(session) => session.begun_journal(page.id).await,
            None => None,
        };
        if let Some((known, words)) = begun {
            let _ = page.known.try_set(known);
            let _ = page.text.try_set(words);
            let _ = page.typed.try_set(1);
        }
        let _ = page.ready.try_set(true);
    });
    Effect::new(move || {
        let (Some(view), true) = (now.get(), page.ready.get()) else { return };
        // Words that are being typed stay; what another device wrote meanwhile then stands beside them.
        if page.typed.get() == 0 && page.known.get_untracked() != view.page.tips {
            page.text.set(view.page.words.clone());
            page.known.set(view.page.tips);
        }
    });
}

/// Keeps what is there on this device after each change.
fn keep(page: Page) {
    let app = app();
    let keep = move || {
        let session = app.session()?;
        let (known, text) = (page.known.try_get_untracked()?, page.text.try_get_untracked()?);
        Some(async move { session.keep_begun_journal(page.id, &known, &text).await })
    };
    keep_newest(move || page.typed.get() > 0, keep);
}
