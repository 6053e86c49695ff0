//! `/consents/SPACE`: what was asked for, where everybody stands, and what happened with it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::consent::Standing;
use rapport_client::session::{ConsentStep, ConsentView};
use rapport_wire::{EntryId, SpaceId, Timestamp};

use super::answer::Answer;
use super::state;
use crate::app::{Watched, app};
use crate::components::{Confirm, Glyph, Icon, Work, Working};
use crate::i18n::{moment, t};
use crate::practise::body;
use crate::route::Route;
use crate::router::{Link, router};
use crate::talk::{follow, title};

/// The page.
#[component]
pub(super) fn Read(
    /// Which care space.
    space: SpaceId,
) -> impl IntoView {
    let all = follow(&[Watched::Spaces], move |session| session.consents(space));
    let name = follow(&[Watched::Spaces], move |session| session.space(space).map(|it| title(&it)));
    let client = Memo::new(move |_| all.with(|all| all.as_ref().is_some_and(|all| all.client)));
    let asks = Memo::new(move |_| all.with(|all| all.as_ref().is_some_and(|all| all.asks)));
    let heading = move || match (client.get(), name.get()) {
        (true, _) => t!("consent-mine"),
        (false, None) => t!("consent-title"),
        (false, Some(name)) => t!("consent-title-of", name = name),
    };
    let lead = move || if client.get() { t!("consent-lead") } else { t!("consent-lead-staff") };
    let nothing = Memo::new(move |_| all.with(|all| all.as_ref().is_none_or(|all| all.all.is_empty())));
    let empty = move || if client.get() { t!("consent-none") } else { t!("consent-none-staff") };
    let list =
        Memo::new(move |_| all.with(|all| all.as_ref().map(|all| all.all.clone()).unwrap_or_default()));
    // While its words are the same a card stays where it is, with what is typed into it.
    let key = |it: &ConsentView| (it.id, it.words.entry, it.mine);
    view! {
        <div class="page">
            <header class="page-head"><h1 tabindex="-1">{heading}</h1><p class="lead">{lead}</p></header>
            <div class="stack loose">
                {move || asks.get().then(|| view! { <Begin space=space /> })}
                {move || nothing.get().then(|| view! { <p>{empty()}</p> })}
                <For each=move || list.get() key=key let:it><One it=it list=list space=space asks=asks /></For>
                <p class="row"><Link to=Route::Talk(space) class="button plain"><Icon glyph=Glyph::Messages /><span>{t!("sheet-to-talk")}</span></Link></p>
            </div>
        </div>
    }
}

/// Begins a new one.
#[component]
fn Begin(space: SpaceId) -> impl IntoView {
    let (app, router) = (app(), router());
    let begin = move |_| {
        if let Some(session) = app.session() {
            router.go(Route::WriteConsent(space, EntryId::from_bytes(session.fresh_consent().0)));
        }
    };
    view! { <div><button type="button" class="button main" on:click=begin><Icon glyph=Glyph::Add /><span>{t!("consent-ask")}</span></button></div> }
}

#[component]
fn One(it: ConsentView, list: Memo<Vec<ConsentView>>, space: SpaceId, asks: Memo<bool>) -> impl IntoView {
    let id = it.id;
    let now = Memo::new(move |_| list.with(|all| all.iter().find(|it| it.id == id).cloned()));
    let (words, mine) = (it.words.article.clone(), it.mine);
    let (name, lead) = (words.title.clone(), words.lead.clone());
    let whole = view! { <article class="article" data-testid="consent-words">{body(&words)}</article> };
    // Whoever has to answer reads all of it first; what was answered is one press away.
    let words = if mine.is_some_and(Standing::waits) {
        whole.into_any()
    } else {
        view! { <details class="more"><summary>{t!("consent-words")}</summary>{whole}</details> }.into_any()
    };
    let clients = move || {
        let of = |(name, standing): (Option<String>, _)| {
            let name = name.unwrap_or_else(|| t!("record-somebody"));
            view! { <li class="row"><span class="strong">{name}</span><span class=state::class(standing)>{state::of_them(standing)}</span></li> }
        };
        now.get().map(|it| view! { <ul class="stack tight" role="list" data-testid="consent-standing">{it.clients.into_iter().map(of).collect_view()}</ul> })
    };
    let stands = match mine {
        Some(standing) => view! { <p><span class=state::class(standing) data-testid="consent-mine">{state::of_me(standing)}</span></p> }.into_any(),
        None => clients.into_any(),
    };
    view! {
        <section class="card stack" data-testid="consent">
            <h2>{name}</h2>
            <p class="soft">{lead}</p>
            {stands}
            {words}
            {mine.map(|standing| view! { <Answer space=space it=it.clone() standing=standing /> })}
            <Mend now=now space=space asks=asks />
            <History now=now />
        </section>
    }
}

/// What staff can do with words they asked for.
#[component]
fn Mend(now: Memo<Option<ConsentView>>, space: SpaceId, asks: Memo<bool>) -> impl IntoView {
    let (app, work) = (app(), Work::new());
    let asking = RwSignal::new(None::<rapport_care::EntryId>);
    let back = move |entry| {
        let Some(session) = app.session().filter(|_| work.begin()) else { return };
        spawn_local(async move {
            if work.end(session.take_consent_back(space, entry).await).is_some() {
                app.say(t!("consent-back-done"));
                crate::shell::focus_title();
            }
        });
    };
    let buttons = move || {
        let it = now.get().filter(|_| asks.get())?;
        let (to, entry) = (Route::WriteConsent(space, EntryId::from_bytes(it.id.0)), it.words.entry);
        let name = it.words.article.title;
        let away = t!("consent-back-this", title = name);
        Some(view! {
            <div class="row">
                <Link to=to class="button"><Icon glyph=Glyph::Edit /><span>{t!("consent-anew")}</span><span class="unseen">{name}</span></Link>
                {it.can_take_back.then(|| view! { <button type="button" class="button plain" aria-label=away on:click=move |_| asking.set(Some(entry))>{t!("consent-back")}</button> })}
            </div>
        })
    };
    view! {
        {buttons}
        <Working work=work />
        <Confirm open=asking title=t!("consent-back-title") body=|_| t!("consent-back-sure") yes=t!("consent-back") on_yes=back />
    }
}

/// What happened with it: nothing of it is ever taken out.
#[component]
fn History(now: Memo<Option<ConsentView>>) -> impl IntoView {
    let history =
        Memo::new(move |_| now.with(|it| it.as_ref().map(|it| it.history.clone()).unwrap_or_default()));
    let rows = move || history.get().into_iter().map(step).collect_view();
    view! {
        <details class="more" data-testid="consent-history">
            <summary>{t!("consent-history")}</summary>
            <ul class="items" role="list">{rows}</ul>
        </details>
    }
}

fn step(it: ConsentStep) -> impl IntoView {
    let who = if it.mine { t!("record-you") } else { it.name.unwrap_or_else(|| t!("record-somebody")) };
    let when = if it.unsent { t!("safety-unsent") } else { moment(Timestamp::from_micros(it.at)) };
    let asked = it.says.is_none();
    let what = state::said(&it.words.title, it.says);
    let why = (!it.why.is_empty()).then(|| view! { <p class="said">{it.why}</p> });
    let words = asked.then(|| view! {
        <details class="more"><summary>{t!("consent-these-words")}</summary><article class="article">{body(&it.words)}</article></details>
    });
    view! {
        <li><div class="grow">
            <p class="strong">{what}</p>
            {why}
            <p class="small soft">{t!("record-by-at", name = who, when = when)} " " {t!("consent-version", number = it.version)}</p>
            {words}
        </div></li>
    }
}
