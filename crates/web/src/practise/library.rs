//! The library: what there is to read, and one article.

use leptos::prelude::*;
use rapport_care::library::{Block, Shelved, Span, find, shelf};

use crate::components::{Glyph, Icon, PageHead};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;

/// `/library`.
#[component]
pub(super) fn Library() -> impl IntoView {
    let rows = shelf().iter().map(row).collect_view();
    view! {
        <div class="page">
            <PageHead title=t!("library-title") lead=t!("library-lead") />
            <ul class="items" role="list" data-testid="library">{rows}</ul>
            <p><Link to=Route::Practise class="button plain"><Icon glyph=Glyph::Back /><span>{t!("practise-back")}</span></Link></p>
        </div>
    }
}

/// A line of the list.
pub(super) fn row(it: &'static Shelved) -> impl IntoView {
    view! {
        <li>
            <div class="grow"><Link to=Route::Article(it.id)>{it.article.title.clone()}</Link><p class="small soft">{it.article.lead.clone()}</p></div>
            <span class="small soft">{t!("library-minutes", count = it.article.minutes)}</span>
        </li>
    }
}

/// `/library/ID`.
#[component]
pub(super) fn ArticlePage(
    /// Which.
    id: &'static str,
) -> impl IntoView {
    // An address without an article is no route.
    let Some(article) = find(id) else { return ().into_any() };
    let body = article.body.iter().map(block).collect_view();
    view! {
        <div class="page">
            <PageHead title=article.title.clone() lead=article.lead.clone() />
            <article class="article" data-testid="article">{body}</article>
            <p class="row"><Link to=Route::Library class="button"><Icon glyph=Glyph::Back /><span>{t!("library-back")}</span></Link></p>
        </div>
    }
    .into_any()
}

fn block(block: &Block) -> AnyView {
    match block {
        Block::Heading(words) => view! { <h2>{spans(words)}</h2> }.into_any(),
        Block::Paragraph(words) => view! { <p>{spans(words)}</p> }.into_any(),
        Block::Quote(words) => view! { <blockquote><p>{spans(words)}</p></blockquote> }.into_any(),
        Block::List { ordered, items } => {
            let items = items.iter().map(|item| view! { <li>{spans(item)}</li> }).collect_view();
            if *ordered {
                view! { <ol>{items}</ol> }.into_any()
            } else {
                view! { <ul>{items}</ul> }.into_any()
            }
        }
    }
}

fn spans(spans: &[Span]) -> impl IntoView + use<> {
    let each = |span: &Span| {
        let words = span.words.clone();
        match (&span.link, span.strong, span.stressed) {
            // Whoever follows it leaves no trace of where they came from.
            (Some(link), ..) => {
                view! { <a href=link.clone() rel="noreferrer noopener" target="_blank">{words}</a> }
                    .into_any()
            }
            (None, true, _) => view! { <strong>{words}</strong> }.into_any(),
            (None, false, true) => view! { <em>{words}</em> }.into_any(),
            (None, false, false) => words.into_any(),
        }
    };
    spans.iter().map(each).collect_view()
}
