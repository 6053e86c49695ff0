//! The pages that were shared in a space, newest first; and for whoever treats somebody there, giving one.

use leptos::prelude::*;
use rapport_wire::{EntryId, SpaceId, Timestamp};

use super::give::Give;
use super::page::{Filled, answers, filled, title};
use super::together::{LeftLink, named, names};
use crate::app::{Watched, app};
use crate::components::{Glyph, Icon, PageHead};
use crate::i18n::{day, t};
use crate::practise;
use crate::route::Route;
use crate::router::Link;
use crate::talk::follow;

/// `/messages/SPACE/worksheets`.
#[component]
pub(super) fn Shared(space: SpaceId) -> impl IntoView {
    let app = app();
    let session = app.session();
    let staff = session.as_ref().is_some_and(|session| session.role().is_staff());
    let pages = follow(&[Watched::Space(space)], move |session| filled(session, space));
    let name = follow(&[Watched::Spaces], move |session| {
        session.space(space).map(|it| crate::talk::title(&it)).unwrap_or_default()
    });
    let lead = if staff { t!("sheet-shared-lead-staff") } else { t!("sheet-shared-lead") };
    let none =
        move || pages.with(Vec::is_empty).then(|| view! { <p class="soft">{t!("sheet-shared-none")}</p> });
    let key = |filled: &Filled| filled.page.entry;
    let newest = Memo::new(move |_| pages.with(|all| all.first().map(key)));
    view! {
        <div class="page">
            <PageHead title=t!("sheet-shared-title") lead=lead />
            <div class="stack loose">
                <p class="strong">{name}</p>
                {staff.then(|| view! { <Give space=space /> })}
                <LeftLink space=space />
                {none}
                <Practised space=space />
                <div class="stack" data-testid="pages"><For each=move || pages.get() key=key let(filled)><One filled=filled space=space newest=newest /></For></div>
                <p class="row">
                    <Link to=Route::Talk(space) class="button"><Icon glyph=Glyph::Messages /><span>{t!("sheet-to-talk")}</span></Link>
                </p>
            </div>
        </div>
    }
}

/// What was practised and read, newest first; without a count, so that nobody can fall behind.
#[component]
fn Practised(space: SpaceId) -> impl IntoView {
    let done = follow(&[Watched::Space(space)], move |session| {
        let lines = session.practised_in(space).into_iter().map(|it| {
            let who = if it.mine { t!("about-you") } else { it.name.unwrap_or_default() };
            (practise::named(&it.practice, session), who, day(it.at), it.words)
        });
        lines.collect::<Vec<_>>()
    });
    move || {
        let lines = done.get().into_iter().map(|(title, who, when, words)| view! {
            <li><div class="grow"><p>{title}</p><p class="small soft">{who} " · " {when}</p>{(!words.is_empty()).then(|| view! { <p class="said">{words}</p> })}</div></li>
        });
        let lines = lines.collect_view();
        done.with(|all| !all.is_empty()).then(|| view! {
            <section class="stack"><h2>{t!("practice-done-title")}</h2><ul class="items" role="list" data-testid="practised">{lines}</ul></section>
        })
    }
}

#[component]
fn One(filled: Filled, space: SpaceId, newest: Memo<Option<EntryId>>) -> impl IntoView {
    // Whoever comes here from an answer that was just given finds it open.
    let open = newest.get_untracked() == Some(filled.page.entry);
    let members = follow(&[Watched::Spaces], move |session| session.members(space));
    let (by, with) = (filled.page.by, filled.page.with.clone());
    let who = move || {
        members.with(|all| match with.as_slice() {
            [] | [_] => named(all, by),
            several => t!("together-by", names = names(all, several)),
        })
    };
    let when = day(Timestamp::from_micros(filled.page.at));
    let words = title(&filled);
    view! {
        <details class="more" open=open><summary>{words} <span class="small soft">" · " {who} " · " {when}</span></summary>{answers(&filled)}</details>
    }
}
