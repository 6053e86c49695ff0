//! A consent as the client sees who answers it: the words, yes or no to them, no longer, and why, if they want to say.
//!
//! The words on the screen are the ones that are answered. When others come while somebody reads, they stay, and the
//! new ones are a press away: no button ever means words that were not read.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::consent::Standing;
use rapport_care::content::Says;
use rapport_care::limits::CONSENT_WHY_CHARS_MAX;
use rapport_client::session::ConsentView;
use rapport_wire::SpaceId;

use super::read::{History, Unsent};
use super::state;
use crate::app::app;
use crate::components::{Confirm, FewWords, Glyph, Icon, Notice, Tone, Work, Working, too_many};
use crate::i18n::t;
use crate::practise::body;

/// The card.
#[component]
pub(super) fn Mine(
    /// The consent.
    now: Memo<ConsentView>,
    /// The care space.
    space: SpaceId,
) -> impl IntoView {
    let shown = RwSignal::new(now.with_untracked(|it| it.words.clone()));
    let standing = Memo::new(move |_| now.with(|it| it.mine.unwrap_or(Standing::Open)));
    let newer = Memo::new(move |_| now.with(|now| shown.with(|shown| now.words.entry != shown.entry)));
    let renew = move |_| {
        shown.set(now.with_untracked(|it| it.words.clone()));
        crate::shell::focus_title();
    };
    let words = move || {
        let whole = shown.with(|shown| view! { <article class="article" data-testid="consent-words">{body(&shown.article)}</article> });
        // Whoever has to answer reads all of it first; what was answered is one press away.
        if standing.with(|standing| standing.waits()) {
            whole.into_any()
        } else {
            view! { <details class="more"><summary>{t!("consent-words")}</summary>{whole}</details> }
                .into_any()
        }
    };
    view! {
        <section class="card stack" data-testid="consent">
            <h2>{move || shown.with(|it| it.article.title.clone())}</h2>
            <p class="soft">{move || shown.with(|it| it.article.lead.clone())}</p>
            <p>{move || view! { <span class=state::class(standing.get()) data-testid="consent-mine">{state::of_me(standing.get())}</span> }}</p>
            <Unsent now=now />
            {words}
            {move || newer.get().then(|| view! {
                <Notice tone=Tone::Careful><p>{t!("consent-newer")}</p><button type="button" class="button" on:click=renew>{t!("consent-newer-read")}</button></Notice>
            })}
            <Answer now=now space=space shown=shown standing=standing newer=newer />
            <History now=now />
        </section>
    }
}

/// What can be said to it now.
#[component]
fn Answer(
    now: Memo<ConsentView>,
    space: SpaceId,
    shown: RwSignal<rapport_care::consent::Asked>,
    standing: Memo<Standing>,
    newer: Memo<bool>,
) -> impl IntoView {
    let (app, work) = (app(), Work::new());
    let why = RwSignal::new(String::new());
    let field = NodeRef::<html::Textarea>::new();
    let asking = RwSignal::new(None::<Says>);
    let fits = move || {
        let fits = why.with_untracked(|why| too_many(why, CONSENT_WHY_CHARS_MAX).is_none());
        if !fits && let Some(field) = field.get_untracked() {
            let _ = field.focus();
        }
        fits
    };
    let say = move |says: Says| {
        if !fits() {
            return;
        }
        let Some(session) = app.session().filter(|_| work.begin()) else { return };
        let (id, asked, words) = (now.with_untracked(|it| it.id), shown.get_untracked(), why.get_untracked());
        spawn_local(async move {
            if work.end(session.answer_consent(space, id, &asked, says, &words).await).is_some() {
                let _ = why.try_set(String::new());
                app.say(match says {
                    Says::Agrees => t!("consent-agrees-me"),
                    Says::Declines => t!("consent-declined-me"),
                    Says::Withdraws => t!("consent-withdrawn-me"),
                });
                crate::shell::focus_title();
            }
        });
    };
    let name = now.with_untracked(|it| it.words.article.title.clone());
    let several =
        Memo::new(move |_| now.with(|it| it.clients.iter().filter(|client| !client.gone).count() > 1));
    let help = move || if several.get() { t!("consent-why-all") } else { t!("consent-why-help") };
    let unseen = StoredValue::new(name.clone());
    let named = move |words: String| view! { <span>{words}</span><span class="unseen">": " {unseen.get_value()}</span> };
    let yes = move || view! { <button type="button" class="button main" on:click=move |_| say(Says::Agrees)><Icon glyph=Glyph::Check />{named(t!("consent-agree"))}</button> };
    let no = move || view! { <button type="button" class="button" on:click=move |_| say(Says::Declines)>{named(t!("consent-decline"))}</button> };
    let ask = move |_| {
        if fits() {
            asking.set(Some(Says::Withdraws));
        }
    };
    let longer = move || view! { <button type="button" class="button" on:click=ask>{named(t!("consent-withdraw"))}</button> };
    let buttons = move || match standing.get() {
        Standing::Open | Standing::DeclinedBefore => view! { {yes()} {no()} }.into_any(),
        // Saying no to the new words ends what was agreed before: asked once more.
        Standing::AgreedBefore => view! { {yes()} {longer()} }.into_any(),
        Standing::Agrees => longer().into_any(),
        Standing::Declined | Standing::Withdrawn => yes().into_any(),
    };
    let told = move || match standing.get() {
        Standing::Open | Standing::DeclinedBefore => Some(t!("consent-open-help")),
        Standing::AgreedBefore => Some(t!("consent-before-help")),
        Standing::Agrees | Standing::Declined | Standing::Withdrawn => None,
    };
    let parts = move || {
        view! {
            {move || told().map(|told| view! { <p class="small soft">{told}</p> })}
            {move || { let help = help(); view! { <FewWords label=t!("consent-why") value=why most=CONSENT_WHY_CHARS_MAX help=help field=field /> } }}
            <div class="row">{buttons}</div>
        }
    };
    let waits = Memo::new(move |_| standing.with(|standing| standing.waits()));
    let no_longer = Memo::new(move |_| standing.get().holds());
    // Whoever has answered is asked nothing; the way back is there.
    let answer = move || match (newer.get(), waits.get()) {
        (true, _) => ().into_any(),
        (false, true) => parts().into_any(),
        (false, false) => {
            let words = if no_longer.get() { t!("consent-back-out") } else { t!("consent-change-mind") };
            view! { <details class="more"><summary>{words}</summary><div class="stack">{parts()}</div></details> }.into_any()
        }
    };
    view! {
        <div class="stack" data-testid="consent-answer">
            {answer}
            <Working work=work />
            <Confirm open=asking title=t!("consent-withdraw-title", title = name) body=|_| t!("consent-withdraw-sure") yes=t!("consent-withdraw") on_yes=say />
        </div>
    }
}
