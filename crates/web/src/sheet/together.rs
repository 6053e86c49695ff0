//! A worksheet that two people fill in at once: chosen, written by both, kept or put away. In a session it stands
//! beside the pictures; without one it is a page of its own.
//!
//! What the page says, and what becomes of what both write, is decided by `rapport_client`; here it is read, shown
//! and given back. Whoever is in the middle of a word keeps their place in it.

mod caret;
mod choose;
mod filling;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::views::MemberView;
use rapport_wire::{AccountId, SpaceId};

use self::choose::Choose;
use self::filling::Filling;
use crate::app::{Watched, app};
use crate::components::{Glyph, Icon, PageHead};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;
use crate::talk::follow;

/// `/messages/SPACE/together`.
#[component]
pub(super) fn TogetherPage(space: SpaceId) -> impl IntoView {
    let app = app();
    on_cleanup(move || {
        if let Some(session) = app.session() {
            session.put_together_away();
        }
    });
    view! {
        <div class="page">
            <PageHead title=t!("together-title") lead=t!("together-lead") />
            <h2 class="unseen">{t!("call-page")}</h2>
            <TogetherPanel space=space />
            <p class="row actions">
                <Link to=Route::Pages(space) class="button"><Icon glyph=Glyph::File /><span>{t!("together-to-pages")}</span></Link>
            </p>
        </div>
    }
}

/// The page that is open, or what can be opened.
#[component]
pub(crate) fn TogetherPanel(
    /// With whose people.
    space: SpaceId,
) -> impl IntoView {
    let open = follow(&[Watched::Page(space)], move |session| {
        session.open_page().filter(|open| open.space == space).map(|open| open.page)
    });
    // Whoever chose a page far down a list begins at its top, and not where the list was.
    let top = NodeRef::<leptos::html::Div>::new();
    Effect::watch(
        move || open.get(),
        move |_, _, _| {
            request_animation_frame(move || {
                if let Some(top) = top.get_untracked() {
                    top.scroll_into_view();
                }
            });
        },
        false,
    );
    let inside = move || match open.get() {
        Some(_) => view! { <Filling space=space /> }.into_any(),
        None => view! { <Choose space=space /> }.into_any(),
    };
    view! { <div class="together-top" node_ref=top>{inside}</div> }
}

/// The way to pages that were begun together and wait; nothing while there are none.
#[component]
pub(crate) fn LeftLink(
    /// With whose people.
    space: SpaceId,
) -> impl IntoView {
    let left = left_count(space);
    move || {
        let count = left.get();
        (count > 0).then(|| view! {
            <section class="card stack tight" data-testid="left"><h2>{t!("together-left", count = count)}</h2>
                <div><Link to=Route::Together(space) class="button"><Icon glyph=Glyph::Edit /><span>{t!("together-to")}</span></Link></div></section>
        })
    }
}

fn left_count(space: SpaceId) -> RwSignal<usize> {
    let (app, count) = (app(), RwSignal::new(0));
    Effect::new(move || {
        app.watch(Watched::Space(space));
        app.watch(Watched::Page(space));
        let Some(session) = app.session() else { return };
        spawn_local(async move {
            let left = session.left_pages(space).await.len();
            let _ = count.try_set(left);
        });
    });
    count
}

/// What somebody is called, or that it is oneself.
pub(super) fn named(members: &[MemberView], account: AccountId) -> String {
    match members.iter().find(|member| member.account == account) {
        Some(member) if member.me => t!("about-you"),
        Some(member) => member.name.clone().unwrap_or_default(),
        None => String::new(),
    }
}

/// Several people in words, oneself last.
pub(super) fn names(members: &[MemberView], accounts: &[AccountId]) -> String {
    let me = |account: &AccountId| members.iter().any(|member| member.me && member.account == *account);
    let mut accounts = accounts.to_vec();
    accounts.sort_by_key(me);
    let called = |account| if me(&account) { t!("together-you") } else { named(members, account) };
    let mut names: Vec<String> = accounts.into_iter().map(called).collect();
    match names.pop() {
        None => String::new(),
        Some(last) if names.is_empty() => last,
        Some(last) => t!("together-and", first = names.join(", "), second = last),
    }
}
