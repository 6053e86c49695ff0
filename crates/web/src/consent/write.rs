//! `/consents/SPACE/ID`: the words that a client is asked to agree to. Kept on this device as one types, sent when one
//! says so, and never with a blank in them.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::ConsentId;
use rapport_care::consent::{Asked, TEXTS, places};
use rapport_care::library::{Article, ArticleError, hides_words};
use rapport_care::limits::ARTICLE_CHARS_MAX;
use rapport_client::session::ConsentView;
use rapport_wire::{EntryId, SpaceId};

use crate::app::app;
use crate::components::{Confirm, Glyph, Icon, Notice, PageHead, Refusal, SubmitButton, Tone, Work, Working};
use crate::i18n::{Sentences, t};
use crate::keeping::keep_words;
use crate::markdown::{Look, MarkdownField, Other};
use crate::route::Route;
use crate::router::{Link, router};
use crate::talk::title;

/// Places that are named in a refusal; the rest is counted by nobody.
const PLACES_NAMED: usize = 3;

/// What the page begins with.
#[derive(Clone)]
struct Begun {
    /// What was typed on this device, or else the words as they are asked for.
    words: String,
    /// The consent, when it was asked for before.
    stands: Option<ConsentView>,
    /// Words that others were asked to agree to, and who they are.
    before: Vec<(String, Asked)>,
}

/// The page.
#[component]
pub(super) fn Write(
    /// Which care space.
    space: SpaceId,
    /// Which consent.
    id: EntryId,
) -> impl IntoView {
    let begun = RwSignal::new(None::<Begun>);
    let session = app().session();
    let name = session.as_ref().and_then(|it| it.space(space)).map(|it| title(&it)).unwrap_or_default();
    let consent = ConsentId(*id.as_bytes());
    spawn_local(async move {
        let Some(session) = session else { return };
        let aside = session.consent_aside(space, consent).await.filter(|words| !words.trim().is_empty());
        let all = session.consents(space).map(|view| view.all).unwrap_or_default();
        let stands = all.into_iter().find(|it| it.id == consent);
        let words = aside.or_else(|| stands.as_ref().map(|it| it.words.markdown.clone())).unwrap_or_default();
        let named = |(space, words): (SpaceId, Asked)| {
            let whose = session.space(space).map(|it| title(&it)).unwrap_or_default();
            (whose, words)
        };
        let before = session.consent_words(space).into_iter().map(named).collect();
        let _ = begun.try_set(Some(Begun { words, stands, before }));
    });
    let editor = move || begun.get().map(|begun| view! { <Editor space=space id=consent begun=begun /> });
    view! {
        <div class="page">
            <PageHead title=t!("consent-write-title") lead=t!("consent-write-lead", name = name) />
            {editor}
        </div>
    }
}

#[component]
fn Editor(space: SpaceId, id: ConsentId, begun: Begun) -> impl IntoView {
    let (app, router) = (app(), router());
    let Begun { words, stands, before } = begun;
    let text = RwSignal::new(words);
    let wrong = RwSignal::new(None::<Sentences>);
    let work = Work::new();
    keep_aside(space, id, text);
    let asked = stands.as_ref().map(|it| it.words.markdown.clone());
    // Whoever came later does not see what was asked before: they can be asked in the same words.
    let waits = stands.as_ref().is_some_and(|it| it.clients.iter().any(|client| client.standing.waits()));
    // What was typed here before may be older than what they were asked.
    let other = asked.clone().filter(|asked| text.with_untracked(|text| text != asked));
    let same = asked.filter(|_| !waits);
    let agreed = stands.as_ref().is_some_and(|it| it.clients.iter().any(|client| client.standing.holds()));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(session), words) = (app.session(), text.get_untracked()) else { return };
        if let Some(why) = not_yet(&words, same.as_deref()) {
            return wrong.set(Some(why));
        }
        wrong.set(None);
        if !work.begin() {
            return;
        }
        spawn_local(async move {
            if work.end(session.ask_consent(space, id, &words).await).is_some() {
                app.say(t!("consent-asked-done"));
                router.go(Route::Consents(space));
            }
        });
    };
    view! {
        <form class="stack loose" novalidate on:submit=send data-testid="consent-editor">
            {agreed.then(|| view! { <Notice tone=Tone::Calm><p>{t!("consent-anew-help")}</p></Notice> })}
            {other.map(|other| view! { <Other text=text other=other said=t!("consent-draft") instead=t!("consent-draft-away") sure=t!("consent-instead-sure") /> })}
            {stands.is_none().then(|| view! { <Beginnings text=text before=before /> })}
            <MarkdownField label=t!("consent-words-label") help=t!("consent-words-help") text=text />
            <Look text=text why=why />
            <Refusal words=wrong />
            <Working work=work />
            <div class="row">
                <SubmitButton label=t!("consent-send") work=work />
                <Link to=Route::Consents(space) class="button large"><Icon glyph=Glyph::Back /><span>{t!("sheet-later")}</span></Link>
            </div>
        </form>
    }
}

/// Words to begin with: ours, and those one asked others to agree to.
#[component]
fn Beginnings(text: RwSignal<String>, before: Vec<(String, Asked)>) -> impl IntoView {
    let asking = RwSignal::new(None::<String>);
    // What was typed is replaced only once somebody has said so.
    let take = move |words: String| {
        if text.with_untracked(|typed| typed.trim().is_empty()) {
            text.set(words);
        } else if text.with_untracked(|typed| *typed != words) {
            asking.set(Some(words));
        }
    };
    let one = move |words: String, name: String| {
        view! { <button type="button" class="button" on:click=move |_| take(words.clone())>{name}</button> }
    };
    let ours = TEXTS.iter().filter_map(|words| {
        let name = Article::read(words).ok()?.title;
        Some(one((*words).to_owned(), name))
    });
    let ours = ours.collect_view();
    // They may hold what is about somebody else: never taken without a word.
    let theirs = RwSignal::new(None::<(String, String)>);
    let of = move |(whose, it): (String, Asked)| {
        let name = t!("consent-before-of", title = it.article.title, name = whose);
        let words = it.markdown;
        view! { <button type="button" class="button" on:click=move |_| theirs.set(Some((whose.clone(), words.clone())))>{name}</button> }
    };
    let before = (!before.is_empty()).then(|| {
        let all = before.into_iter().map(of).collect_view();
        view! { <div class="stack tight"><p class="strong">{t!("consent-before-words")}</p><div class="row">{all}</div></div> }
    });
    view! {
        <div class="stack" data-testid="consent-beginnings">
            {before}
            <div class="stack tight"><p class="strong">{t!("consent-our-words")}</p><p class="small soft">{t!("consent-our-words-help")}</p><div class="row">{ours}</div></div>
            <Confirm open=theirs title=t!("consent-theirs") body=|it: &(String, String)| t!("consent-theirs-sure", name = it.0) yes=t!("consent-instead-yes") on_yes=move |(_, words)| text.set(words) />
            <Confirm open=asking title=t!("consent-instead") body=|_: &String| t!("consent-instead-sure") yes=t!("consent-instead-yes") on_yes=move |words| text.set(words) />
        </div>
    }
}

/// Why words are none to agree to yet, and what would make them some.
fn why(error: ArticleError) -> Sentences {
    no_words(error, "")
}

fn no_words(error: ArticleError, words: &str) -> Sentences {
    match error {
        ArticleError::TooLong => {
            let over = words.chars().count().saturating_sub(ARTICLE_CHARS_MAX);
            let what = if over > 0 { t!("words-too-many", count = over) } else { t!("consent-long") };
            Sentences { what, rec: t!("consent-long-rec", count = ARTICLE_CHARS_MAX) }
        }
        ArticleError::NoTitle => Sentences { what: t!("consent-no-title"), rec: t!("consent-no-title-rec") },
        ArticleError::NoLead => Sentences { what: t!("consent-no-lead"), rec: t!("consent-no-lead-rec") },
    }
}

/// Why nobody can be asked to agree to these words yet.
fn not_yet(words: &str, same: Option<&str>) -> Option<Sentences> {
    if let Err(error) = Article::read(words) {
        return Some(no_words(error, words));
    }
    let open = places(words);
    if !open.is_empty() {
        let mut named = open.iter().take(PLACES_NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        if open.len() > PLACES_NAMED {
            named.push_str(", …");
        }
        return Some(Sentences {
            what: t!("consent-places", count = open.len(), places = named),
            rec: t!("consent-places-rec"),
        });
    }
    if hides_words(words) {
        return Some(Sentences { what: t!("consent-hidden"), rec: t!("consent-hidden-rec") });
    }
    (same == Some(words)).then(|| Sentences { what: t!("consent-same"), rec: t!("consent-same-rec") })
}

fn keep_aside(space: SpaceId, id: ConsentId, text: RwSignal<String>) {
    let app = app();
    keep_words(text, move |words| {
        let session = app.session()?;
        Some(async move { session.keep_consent_aside(space, id, Some(&words)).await })
    });
}
