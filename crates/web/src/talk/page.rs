//! The page of messages: the list, and the chosen conversation beside it (on a phone, one at a time).

use leptos::prelude::*;
use rapport_client::views::{Ended, SpaceView};
use rapport_wire::SpaceId;

use super::compose::{Composer, Draft};
use super::file::take_dropped;
use super::follow;
use super::head::Head;
use super::list::{ConversationList, title};
use super::people::{Members, Names, Trouble};
use super::presence::looking;
use super::search::Search;
use super::thread::{Scroll, Thread};
use crate::account::WordsReminder;
use crate::app::{Watched, app};
use crate::call::SessionPage;
use crate::components::{Glyph, Icon, Notice, Tone};
use crate::i18n::{date, t};
use crate::route::Route;
use crate::router::router;
use crate::shell::focus;

/// Messages, and the session of a conversation.
#[component]
pub(crate) fn Messages() -> impl IntoView {
    let router = router();
    let here = Memo::new(move |_| router.here());
    move || match here.get() {
        Route::Session(space) => view! { <SessionPage space=space /> }.into_any(),
        _ => view! { <Pair /> }.into_any(),
    }
}

#[component]
fn Pair() -> impl IntoView {
    let router = router();
    let open = Memo::new(move |_| match router.here() {
        Route::Talk(space) => Some(space),
        _ => None,
    });
    let shown = move || if open.get().is_some() { "detail" } else { "list" };
    let heading = move || match open.get() {
        Some(_) => view! { <h2 class="list-title">{t!("nav-messages")}</h2> }.into_any(),
        None => view! { <h1 class="list-title" tabindex="-1">{t!("nav-messages")}</h1> }.into_any(),
    };
    view! {
        <div class="pair" data-open=shown>
            <div class="pair-list">{heading}<WordsReminder /><ConversationList /></div>
            <div class="pair-detail">
                {move || match open.get() {
                    Some(space) => view! { <Conversation space=space /> }.into_any(),
                    None => view! { <div class="empty"><Icon glyph=Glyph::Messages /><p>{t!("talk-choose")}</p></div> }.into_any(),
                }}
            </div>
        </div>
    }
}

/// What is open beside the words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// Nothing.
    Nothing,
    /// The people and their codes.
    People,
    /// Search.
    Search,
}

/// One conversation.
#[component]
fn Conversation(space: SpaceId) -> impl IntoView {
    let state = follow(&[Watched::Spaces, Watched::Space(space)], move |session| session.space(space));
    let (draft, names, scroll) = (Draft::open(space), Names::follow(space), Scroll::new());
    let beside = RwSignal::new(Beside::Nothing);
    attend(space);
    let known = Memo::new(move |_| state.with(Option::is_some));
    let people = move || view! { <Panel title=t!("people-title") beside=beside><Members space=space names=names /></Panel> };
    let search = move || view! { <Panel title=t!("search-title") beside=beside><Search space=space names=names scroll=scroll /></Panel> };
    move || {
        if !known.get() {
            return view! { <div class="empty"><h1 tabindex="-1">{t!("talk-unknown")}</h1><p>{t!("talk-unknown-rec")}</p></div> }.into_any();
        }
        view! {
            <article class="talk-page" on:dragover=|event| event.prevent_default() on:drop=move |event| take_dropped(draft, &event)>
                <Head space=space state=state beside=beside />
                <Trouble space=space state=state names=names show_people=move || beside.set(Beside::People) />
                {move || match beside.get() {
                    Beside::Nothing => ().into_any(),
                    Beside::People => people().into_any(),
                    Beside::Search => search().into_any(),
                }}
                <Words space=space state=state draft=draft names=names scroll=scroll />
            </article>
        }
        .into_any()
    }
}

/// Tells the others that somebody looks at this conversation, for as long as somebody does.
fn attend(space: SpaceId) {
    let (app, looking) = (app(), looking());
    Effect::new(move || {
        if let Some(session) = app.session() {
            session.attend(looking.get().then_some(space));
        }
    });
    on_cleanup(move || {
        if let Some(session) = app.session() {
            session.attend(None);
        }
    });
}

/// The words and where one writes; nothing can be written where a conversation is stopped.
#[component]
fn Words(
    space: SpaceId,
    state: Memo<Option<SpaceView>>,
    draft: Draft,
    names: Names,
    scroll: Scroll,
) -> impl IntoView {
    let frozen =
        Memo::new(move |_| state.with(|state| state.as_ref().is_some_and(|space| space.frozen.is_some())));
    let ended = Memo::new(move |_| state.with(|state| state.as_ref().and_then(|space| space.ended)));
    let write = move || match ended.get() {
        Some(ended) => view! { <HasLeft ended=ended state=state /> }.into_any(),
        None => view! { <Composer space=space draft=draft names=names /> }.into_any(),
    };
    view! {
        <Thread space=space draft=draft names=names scroll=scroll />
        <p class="typing" role="status" aria-live="polite">{move || names.typing()}</p>
        {move || (!frozen.get()).then(write)}
    }
}

/// In place of where one writes: whoever would have read it has left for good.
#[component]
fn HasLeft(ended: Ended, state: Memo<Option<SpaceView>>) -> impl IntoView {
    let who = move || state.with(|state| state.as_ref().map(title).unwrap_or_default());
    let (left, kept) = (date(ended.at), date(ended.kept_until));
    view! {
        <div class="composer" data-testid="has-left">
            <Notice tone=Tone::Calm>
                <strong>{move || t!("talk-has-left", name = who(), when = left.clone())}</strong>
                <p>{t!("talk-has-left-kept", when = kept)}</p>
            </Notice>
        </div>
    }
}

/// A panel over the words, with a way to close it. The focus goes to its field, or else its title, and back to
/// the button that opened it.
#[component]
fn Panel(title: String, beside: RwSignal<Beside>, children: Children) -> impl IntoView {
    let label = title.clone();
    let (first, opener) = match beside.get_untracked() {
        Beside::Search => (".panel input", ".talk-head .to-search"),
        Beside::People | Beside::Nothing => (".panel h2", ".talk-head .to-people"),
    };
    focus(first);
    let close = move |_| {
        beside.set(Beside::Nothing);
        focus(opener);
    };
    view! {
        <section class="panel" aria-label=label>
            <div class="row apart">
                <h2 tabindex="-1">{title}</h2>
                <button type="button" class="button plain" on:click=close><Icon glyph=Glyph::Close /> <span>{t!("close")}</span></button>
            </div>
            {children()}
        </section>
    }
}

/// The conversation beside a session: the same words, the same field.
#[component]
pub(crate) fn SidePanel(
    /// Which conversation.
    space: SpaceId,
) -> impl IntoView {
    let state = follow(&[Watched::Spaces, Watched::Space(space)], move |session| session.space(space));
    view! { <Words space=space state=state draft=Draft::open(space) names=Names::follow(space) scroll=Scroll::new() /> }
}
