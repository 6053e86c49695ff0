//! Words that somebody writes in Markdown: the field for them, how they will be read, and the way back to the words
//! that stand where others were typed before.

use leptos::prelude::*;
use rapport_care::library::{Article, ArticleError};

use crate::components::{Confirm, Notice, Tone, fresh_id};
use crate::i18n::{Sentences, t};
use crate::practise::body;

/// The field.
#[component]
pub(crate) fn MarkdownField(
    /// What it is for.
    label: String,
    /// How it is written.
    help: String,
    /// The words.
    text: RwSignal<String>,
) -> impl IntoView {
    let field = fresh_id("markdown");
    let help_id = format!("{field}-help");
    view! {
        <div class="field">
            <label for=field.clone()>{label}</label>
            <p class="help" id=help_id.clone()>{help}</p>
            <textarea class="input area" rows="14" id=field aria-describedby=help_id prop:value=move || text.get() on:input:target=move |event| text.set(event.target().value())></textarea>
        </div>
    }
}

/// What was begun on this device is not what stands: somebody may have put newer words there since.
#[component]
pub(crate) fn Other(
    /// The words here.
    text: RwSignal<String>,
    /// Those that stand.
    other: String,
    /// Says so.
    said: String,
    /// What the button says that takes those that stand.
    instead: String,
    /// What is gone then.
    sure: String,
) -> impl IntoView {
    let asking = RwSignal::new(None::<String>);
    let stands = StoredValue::new(other);
    let differs = Memo::new(move |_| text.with(|text| stands.with_value(|stands| text != stands)));
    let ask = move |_| asking.set(Some(stands.get_value()));
    let (title, yes) = (instead.clone(), instead.clone());
    let notice = move || {
        differs.get().then(|| {
            let (said, instead) = (said.clone(), instead.clone());
            view! { <Notice tone=Tone::Careful><p>{said}</p><button type="button" class="button" on:click=ask>{instead}</button></Notice> }
        })
    };
    view! {
        {notice}
        <Confirm open=asking title=title body=move |_: &String| sure.clone() yes=yes on_yes=move |words| text.set(words) />
    }
}

/// How it will be read.
#[component]
pub(crate) fn Look(
    /// The words.
    text: RwSignal<String>,
    /// Why words are none yet.
    why: fn(ArticleError) -> Sentences,
) -> impl IntoView {
    let shown = move || match text.with(|words| Article::read(words)) {
        Ok(article) => {
            let parts = body(&article);
            view! { <div class="card stack" data-testid="article-look"><h2>{article.title.clone()}</h2><p class="soft">{article.lead.clone()}</p><div class="article">{parts}</div></div> }.into_any()
        }
        Err(error) => {
            let Sentences { what, rec } = why(error);
            view! { <p class="soft">{what} " " {rec}</p> }.into_any()
        }
    };
    view! { <section class="stack" aria-label=t!("article-look")><p class="strong">{t!("article-look")}</p>{shown}</section> }
}
