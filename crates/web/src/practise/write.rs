//! `/library/write/ID`: an article of the practice's own, in Markdown. Kept on this device as one types, on the
//! practice's shelf when one says so. Nothing in it can do anything: it is shown as it will be read.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::library::{Article, ArticleError};
use rapport_care::limits::ARTICLE_CHARS_MAX;
use rapport_wire::EntryId;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::app::app;
use crate::components::{Confirm, Glyph, Icon, PageHead, Refusal, SubmitButton, Work, Working};
use crate::i18n::{Sentences, t};
use crate::keeping::keep_words;
use crate::markdown::{Look, MarkdownField, Other};
use crate::own_id::name_of;
use crate::route::Route;
use crate::router::{Link, router};

/// A file of that many bytes cannot be an article: no character has more than four.
const FILE_BYTES_MAX: f64 = (ARTICLE_CHARS_MAX * 4) as f64;

/// The page.
#[component]
pub(super) fn Write(
    /// Which article.
    id: EntryId,
) -> impl IntoView {
    let text = RwSignal::new(None::<(String, Option<String>)>);
    let session = app().session();
    spawn_local(async move {
        let Some(session) = session else { return };
        let name = name_of(id);
        let aside = session.article_aside(&name).await;
        let stands = session.own_articles().into_iter().find(|own| own.id == name).map(|own| own.markdown);
        let other = stands.clone().filter(|stands| aside.as_ref().is_some_and(|aside| aside != stands));
        let _ = text.try_set(Some((aside.or(stands).unwrap_or_default(), other)));
    });
    let editor = move || text.get().map(|(begun, other)| view! { <Editor id=id begun=begun other=other /> });
    view! {
        <div class="page">
            <PageHead title=t!("article-write-title") lead=t!("article-write-lead") />
            {editor}
        </div>
    }
}

#[component]
fn Editor(id: EntryId, begun: String, other: Option<String>) -> impl IntoView {
    let (app, router) = (app(), router());
    let text = RwSignal::new(begun);
    let other = RwSignal::new(other);
    let wrong = RwSignal::new(None::<Sentences>);
    let work = Work::new();
    keep_aside(id, text);
    // In how many conversations the words before were given.
    let older = RwSignal::new(None::<usize>);
    let bring = move |_| {
        let Some(session) = app.session().filter(|_| work.begin()) else { return };
        spawn_local(async move {
            if work.end(session.bring_newer(&name_of(id)).await).is_some() {
                app.say(t!("article-older-done"));
                router.go(Route::Library);
            }
        });
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(session), words) = (app.session(), text.get_untracked()) else { return };
        let title = match Article::read(&words) {
            Ok(article) => article.title,
            Err(error) => return wrong.set(Some(why(error))),
        };
        wrong.set(None);
        if !work.begin() {
            return;
        }
        spawn_local(async move {
            let name = name_of(id);
            if work.end(session.keep_article(&name, &words).await).is_some() {
                session.keep_article_aside(&name, None).await;
                app.say(t!("article-saved", title = title));
                let _ = other.try_set(None);
                let readers = session.readers_of_older(&name).len();
                if readers > 0 {
                    let _ = older.try_set(Some(readers));
                } else {
                    router.go(Route::Library);
                }
            }
        });
    };
    view! {
        <form class="stack loose" novalidate on:submit=save data-testid="article-editor">
            {move || other.get().map(|other| view! { <Other text=text other=other said=t!("article-other") instead=t!("article-other-use") sure=t!("article-other-sure") /> })}
            <FromFile text=text wrong=wrong />
            <MarkdownField label=t!("article-words") help=t!("article-words-help") text=text />
            <Look text=text why=why />
            <Refusal words=wrong />
            <Working work=work />
            <Confirm open=older title=t!("article-older") body=|count: &usize| t!("article-older-sure", count = *count) yes=t!("article-older-yes") no=t!("article-older-no") on_yes=bring />
            <div class="row">
                <SubmitButton label=t!("article-save") work=work />
                <Link to=Route::Library class="button large"><Icon glyph=Glyph::Back /><span>{t!("sheet-later")}</span></Link>
            </div>
        </form>
    }
}

/// Words that were written elsewhere.
#[component]
fn FromFile(text: RwSignal<String>, wrong: RwSignal<Option<Sentences>>) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let found = RwSignal::new(None::<String>);
    let chosen = move |_| {
        let Some(field) = input.get_untracked() else { return };
        let file = field.files().and_then(|files| files.get(0));
        // The same file can be chosen again.
        field.set_value("");
        let Some(file) = file else { return };
        spawn_local(async move {
            match words_of(&file).await {
                Some(words) => {
                    let _ = wrong.try_set(None);
                    // What was typed is replaced only once somebody has said so.
                    if text.try_get_untracked().is_some_and(|typed| typed.trim().is_empty()) {
                        let _ = text.try_set(words);
                    } else {
                        let _ = found.try_set(Some(words));
                    }
                }
                None => {
                    let _ = wrong.try_set(Some(Sentences {
                        what: t!("article-file-wrong"),
                        rec: t!("article-file-wrong-rec", count = ARTICLE_CHARS_MAX),
                    }));
                }
            }
        });
    };
    let pick = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <div>
            <input type="file" accept=".md,.markdown,.txt,text/markdown,text/plain" class="file-input" hidden tabindex="-1" aria-label=t!("article-file") node_ref=input on:change=chosen />
            <button type="button" class="button" on:click=pick><Icon glyph=Glyph::File /><span>{t!("article-file")}</span></button>
            <Confirm open=found title=t!("article-file-instead") body=|_: &String| t!("article-file-instead-sure") yes=t!("article-file-instead-yes") on_yes=move |words| text.set(words) />
        </div>
    }
}

/// The words of a file that may be an article.
async fn words_of(file: &File) -> Option<String> {
    if file.size() > FILE_BYTES_MAX {
        return None;
    }
    let words = JsFuture::from(file.text()).await.ok()?.as_string()?;
    // What is no text comes with the sign for what could not be read.
    (!words.contains('\u{fffd}') && !words.contains('\0')).then_some(words)
}

/// Why words are no article yet, and what would make them one.
fn why(error: ArticleError) -> Sentences {
    match error {
        ArticleError::TooLong => {
            Sentences { what: t!("article-long", count = ARTICLE_CHARS_MAX), rec: t!("article-long-rec") }
        }
        ArticleError::NoTitle => Sentences { what: t!("article-no-title"), rec: t!("article-no-title-rec") },
        ArticleError::NoLead => Sentences { what: t!("article-no-lead"), rec: t!("article-no-lead-rec") },
    }
}

fn keep_aside(id: EntryId, text: RwSignal<String>) {
    let app = app();
    keep_words(text, move |words| {
        let session = app.session()?;
        Some(async move { session.keep_article_aside(&name_of(id), Some(&words)).await })
    });
}
