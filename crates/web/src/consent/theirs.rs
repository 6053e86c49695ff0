//! A consent as staff see it: where each client stands, and what can be done with its words.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::session::{ConsentClient, ConsentView};
use rapport_wire::{EntryId, SpaceId};

use super::read::{History, Unsent};
use super::state;
use crate::app::app;
use crate::components::{Confirm, Glyph, Icon, Work, Working};
use crate::i18n::t;
use crate::practise::body;
use crate::route::Route;
use crate::router::Link;

/// The card.
#[component]
pub(super) fn Theirs(
    /// The consent.
    now: Memo<ConsentView>,
    /// The care space.
    space: SpaceId,
    /// Whether oneself may ask here.
    asks: Memo<bool>,
) -> impl IntoView {
    let words = Memo::new(move |_| now.with(|it| it.words.article.clone()));
    let clients = Memo::new(move |_| now.with(|it| it.clients.clone()));
    view! {
        <section class="card stack" data-testid="consent">
            <h2>{move || words.with(|it| it.title.clone())}</h2>
            <p class="soft">{move || words.with(|it| it.lead.clone())}</p>
            <ul class="stack tight" role="list" data-testid="consent-standing">{move || clients.get().into_iter().map(client).collect_view()}</ul>
            <Unsent now=now />
            <details class="more"><summary>{t!("consent-words")}</summary><article class="article" data-testid="consent-words">{move || words.with(body)}</article></details>
            <Mend now=now space=space asks=asks />
            <History now=now />
        </section>
    }
}

fn client(it: ConsentClient) -> impl IntoView {
    let name = it.name.unwrap_or_else(|| t!("record-somebody"));
    let gone = it.gone.then(|| view! { <span class="small soft">{t!("consent-gone")}</span> });
    // On what condition, or why not: nobody reads a yes without it.
    let why = (!it.why.is_empty()).then(|| view! { <p class="said">{it.why}</p> });
    view! {
        <li class="stack tight">
            <p class="row"><span class="strong">{name}</span><span class=state::class(it.standing)>{state::of_them(it.standing)}</span>{gone}</p>
            {why}
        </li>
    }
}

/// What staff can do with words they asked for.
#[component]
fn Mend(now: Memo<ConsentView>, space: SpaceId, asks: Memo<bool>) -> impl IntoView {
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
    let what = Memo::new(move |_| {
        now.with(|it| (it.id, it.words.entry, it.words.article.title.clone(), it.can_take_back))
    });
    let buttons = move || {
        let (id, entry, name, can_take_back) = what.get();
        let to = Route::WriteConsent(space, EntryId::from_bytes(id.0));
        let away = t!("consent-back-this", title = name);
        asks.get().then(|| view! {
            <div class="row">
                <Link to=to class="button"><Icon glyph=Glyph::Edit /><span>{t!("consent-anew")}</span><span class="unseen">": " {name}</span></Link>
                {can_take_back.then(|| view! { <button type="button" class="button plain" aria-label=away on:click=move |_| asking.set(Some(entry))>{t!("consent-back")}</button> })}
            </div>
        })
    };
    view! {
        {buttons}
        <Working work=work />
        <Confirm open=asking title=t!("consent-back-title") body=|_| t!("consent-back-sure") yes=t!("consent-back") on_yes=back />
    }
}
