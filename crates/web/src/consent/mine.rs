//! A consent as the client sees who answers it: the words, yes or no to them, no longer, and why, if they want to say.
//!
//! The words on the screen are the ones that are answered. When others come while somebody reads, they stay, and the
//! new ones are a press away: no button ever means words that were not read.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::consent::Standing;
use rapport_care::content::Says;
use rapport_care::library::{Article, Block};
use rapport_care::limits::CONSENT_WHY_CHARS_MAX;
use rapport_client::session::ConsentView;
use rapport_wire::SpaceId;

use super::read::{History, Unsent};
use super::state;
use crate::app::app;
use crate::components::{Confirm, FewWords, Notice, Tone, Work, Working, too_many};
use crate::i18n::t;
use crate::practise::block;

/// What became of the words on the screen while they were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moved {
    /// Others have come.
    Newer,
    /// They were taken back.
    Back,
}

/// The card.
#[component]
pub(super) fn Mine(
    /// The consent.
    now: Memo<ConsentView>,
    /// The care space.
    space: SpaceId,
) -> impl IntoView {
    let shown = RwSignal::new(now.get_untracked());
    // What changed and is the same words still is shown at once.
    Effect::new(move || {
        let now = now.get();
        if shown.with_untracked(|shown| shown.words.entry == now.words.entry && *shown != now) {
            shown.set(now);
        }
    });
    let moved = Memo::new(move |_| {
        let (now, shown) = (now.with(|it| it.words.clone()), shown.with(|it| it.words.clone()));
        let moved = if now.position > shown.position { Moved::Newer } else { Moved::Back };
        (now.entry != shown.entry).then_some(moved)
    });
    let standing = Memo::new(move |_| shown.with(|it| it.mine.unwrap_or(Standing::Open)));
    let article = Memo::new(move |_| shown.with(|it| (it.words.article.clone(), it.answered.clone())));
    let waits = Memo::new(move |_| standing.get().waits());
    let words = move || {
        let whole = article.with(|(article, before)| view! { <article class="article" data-testid="consent-words">{marked(article, before.as_ref())}</article> });
        // Whoever has to answer reads all of it first; what was answered is one press away.
        if waits.get() {
            whole.into_any()
        } else {
            view! { <details class="more"><summary>{t!("consent-words")}</summary>{whole}</details> }
                .into_any()
        }
    };
    let changed = move || {
        let again = waits.get() && article.with(|(_, before)| before.is_some());
        again.then(|| view! { <p class="small soft">{t!("consent-marked")}</p> })
    };
    let stands = move || {
        match moved.get() {
        Some(Moved::Newer) => view! { <span class="tag careful">{t!("consent-newer-tag")}</span> }.into_any(),
        Some(Moved::Back) => view! { <span class="tag careful">{t!("consent-gone-tag")}</span> }.into_any(),
        None => {
            view! { <span class=state::class(standing.get()) data-testid="consent-mine">{state::of_me(standing.get())}</span> }
                .into_any()
        }
    }
    };
    // What one said oneself, in one's own words.
    let said = Memo::new(move |_| {
        shown.with(|it| {
            it.history.iter().find(|step| step.mine && step.says.is_some()).map(|step| step.why.clone())
        })
    });
    let said = move || {
        said.get().filter(|why| !why.is_empty()).map(|why| view! { <div class="stack tight"><p class="small soft">{t!("consent-you-said")}</p><p class="said">{why}</p></div> })
    };
    view! {
        <section class="card stack" data-testid="consent">
            <h2>{move || article.with(|(article, _)| article.title.clone())}</h2>
            <p class="soft">{move || article.with(|(article, _)| article.lead.clone())}</p>
            <p>{stands}</p>
            {said}
            <Unsent now=now />
            <Renew now=now shown=shown moved=moved />
            {changed}
            {words}
            <Answer space=space shown=shown standing=standing moved=moved />
            // Below long words as well, where the buttons were.
            {move || waits.get().then(|| view! { <Renew now=now shown=shown moved=moved /> })}
            <History now=now />
        </section>
    }
}

/// The words, with what is new in them since those one answered marked.
fn marked(article: &Article, before: Option<&Article>) -> Vec<AnyView> {
    let one = |part: &Block| {
        let new = before.is_some_and(|before| !before.body.contains(part));
        if new {
            view! { <div class="changed"><span class="unseen">{t!("consent-marked-new")}</span>{block(part)}</div> }
                .into_any()
        } else {
            block(part)
        }
    };
    article.body.iter().map(one).collect()
}

/// That the words on the screen are not the ones that stand, and the way to those.
#[component]
fn Renew(now: Memo<ConsentView>, shown: RwSignal<ConsentView>, moved: Memo<Option<Moved>>) -> impl IntoView {
    let renew = move |_| {
        shown.set(now.get_untracked());
        crate::shell::focus_title();
    };
    move || {
        moved.get().map(|moved| {
            let (words, press) = match moved {
                Moved::Newer => (t!("consent-newer"), t!("consent-newer-read")),
                Moved::Back => (t!("consent-gone-back"), t!("consent-gone-read")),
            };
            view! { <Notice tone=Tone::Careful><p>{words}</p><button type="button" class="button" on:click=renew>{press}</button></Notice> }
        })
    }
}

/// What can be said to it now.
#[component]
fn Answer(
    space: SpaceId,
    shown: RwSignal<ConsentView>,
    standing: Memo<Standing>,
    moved: Memo<Option<Moved>>,
) -> impl IntoView {
    let (app, work) = (app(), Work::new());
    let why = RwSignal::new(String::new());
    let field = NodeRef::<html::Textarea>::new();
    let asking = RwSignal::new(None::<Says>);
    let unfolded = RwSignal::new(false);
    let fits = move || {
        let fits = why.with_untracked(|why| too_many(why, CONSENT_WHY_CHARS_MAX).is_none());
        if !fits && let Some(field) = field.get_untracked() {
            let _ = field.focus();
        }
        fits
    };
    let say = move |says: Says| {
        // Words that moved are not answered: whoever presses sees that they did.
        if !fits() || moved.get_untracked().is_some() {
            return;
        }
        let Some(session) = app.session().filter(|_| work.begin()) else { return };
        let (id, asked) = shown.with_untracked(|it| (it.id, it.words.clone()));
        let words = why.get_untracked();
        spawn_local(async move {
            if work.end(session.answer_consent(space, id, &asked, says, &words).await).is_some() {
                let _ = why.try_set(String::new());
                let _ = unfolded.try_set(false);
                app.say(match says {
                    Says::Agrees => t!("consent-agrees-me"),
                    Says::Declines => t!("consent-declined-me"),
                    Says::Withdraws => t!("consent-withdrawn-me"),
                });
                crate::shell::focus_title();
            }
        });
    };
    let name = shown.with_untracked(|it| it.words.article.title.clone());
    let several = shown.with_untracked(|it| it.clients.iter().filter(|client| !client.gone).count() > 1);
    let help = if several { t!("consent-why-all") } else { t!("consent-why-help") };
    let unseen = StoredValue::new(name.clone());
    let named = move |words: String| {
        view! { <span>{words}</span><span class="unseen">": " {unseen.get_value()}</span> }
    };
    let press = move |class: &'static str, words: String, says: Says| {
        view! { <button type="button" class=class on:click=move |_| say(says)>{named(words)}</button> }
    };
    let ask = move |_| {
        if fits() {
            asking.set(Some(Says::Withdraws));
        }
    };
    let longer = move || view! { <button type="button" class="button" on:click=ask>{named(t!("consent-withdraw"))}</button> };
    let yes = move || press("button main", t!("consent-agree"), Says::Agrees);
    let no = move |words: String| press("button", words, Says::Declines);
    let buttons = move || {
        if moved.get().is_some() {
            return ().into_any();
        }
        match standing.get() {
            Standing::Open | Standing::DeclinedBefore | Standing::WithdrawnBefore => {
                view! { {yes()} {no(t!("consent-decline"))} }.into_any()
            }
            // Saying no to the new words ends what was agreed before: asked once more.
            Standing::AgreedBefore => view! { {yes()} {longer()} }.into_any(),
            Standing::Agrees => longer().into_any(),
            Standing::Declined | Standing::Withdrawn => {
                view! { {yes()} {no(t!("consent-decline-still"))} }.into_any()
            }
        }
    };
    let told = move || match standing.get() {
        Standing::Open | Standing::DeclinedBefore | Standing::WithdrawnBefore => {
            Some(t!("consent-open-help"))
        }
        Standing::AgreedBefore => Some(t!("consent-before-help")),
        Standing::Agrees | Standing::Declined | Standing::Withdrawn => None,
    };
    let waits = Memo::new(move |_| standing.get().waits());
    let summary = move || {
        if standing.get().holds() { t!("consent-back-out") } else { t!("consent-change-mind") }
    };
    // One field, whatever happens around it: nothing that is typed goes. Whoever has answered is asked nothing; the way
    // back is there, folded.
    let turn = move |_| {
        if !waits.get_untracked() {
            unfolded.update(|unfolded| *unfolded = !*unfolded);
        }
    };
    let open = move || waits.get() || unfolded.get();
    view! {
        <div class="stack" data-testid="consent-answer">
            {move || (!waits.get()).then(|| view! {
                <div><button type="button" class="button" aria-expanded=move || unfolded.get().to_string() on:click=turn>{summary}</button></div>
            })}
            <div class="stack" hidden=move || !open()>
                {move || told().map(|told| view! { <p class="small soft">{told}</p> })}
                <FewWords label=t!("consent-why") value=why most=CONSENT_WHY_CHARS_MAX help=help field=field />
                <div class="row">{buttons}</div>
            </div>
            <Working work=work />
            <Confirm open=asking title=t!("consent-withdraw-title", title = name) body=|_| t!("consent-withdraw-sure") yes=t!("consent-withdraw") on_yes=say />
        </div>
    }
}
