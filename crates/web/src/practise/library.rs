//! The library: what there is to read, and one article.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::content::Practice;
use rapport_care::library::{Article, Block, Own as Shown, Shelved, Span, find, shelf};
use rapport_client::Session;
use rapport_wire::EntryId;

use super::given::Asked;
use crate::app::{Phase, Watched, app};
use crate::begun::{Begun, BegunList};
use crate::components::{Confirm, Glyph, Icon, PageHead, Work, Working};
use crate::i18n::t;
use crate::own_id::{id_of, name_of};
use crate::route::Route;
use crate::router::{Link, router};
use crate::talk::follow;

/// How much of a first line stands for a title that is not there yet.
const TITLE_CHARS: usize = 80;

/// `/library`.
#[component]
pub(super) fn Library() -> impl IntoView {
    let rows = shelf().iter().map(row).collect_view();
    let app = app();
    let inside = Memo::new(move |_| app.phase() == Phase::In);
    view! {
        <div class="page">
            <PageHead title=t!("library-title") lead=t!("library-lead") />
            {move || inside.get().then(|| view! { <Own /> })}
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
    view! {
        <div class="page">
            <PageHead title=article.title.clone() lead=article.lead.clone() />
            <article class="article" data-testid="article">{body(article)}</article>
            <Asked practice=Practice::Article(id.to_owned()) />
            <p class="row"><Link to=Route::Library class="button"><Icon glyph=Glyph::Back /><span>{t!("library-back")}</span></Link></p>
        </div>
    }
    .into_any()
}

/// An article of the practice's own, for whoever may read it.
#[component]
pub(super) fn OwnPage(
    /// Which.
    id: EntryId,
) -> impl IntoView {
    let own = follow(&[Watched::Spaces], move |session| {
        session.articles_to_read().into_iter().find(|own| own.id == name_of(id))
    });
    let staff = app().session().is_some_and(|session| session.role().is_staff());
    let page = move || {
        match own.get() {
        Some(Shown { article, .. }) => view! {
            <PageHead title=article.title.clone() lead=article.lead.clone() />
            <article class="article" data-testid="article">{body(&article)}</article>
            <Asked practice=Practice::Article(name_of(id)) />
            {staff.then(|| view! { <p><Link to=Route::WriteArticle(id) class="button"><Icon glyph=Glyph::Edit /><span>{t!("article-edit")}</span></Link></p> })}
        }
        .into_any(),
        None => view! { <PageHead title=t!("article-gone") lead=t!("article-gone-lead") /> }.into_any(),
    }
    };
    view! {
        <div class="page">
            {page}
            <p class="row"><Link to=Route::Library class="button"><Icon glyph=Glyph::Back /><span>{t!("library-back")}</span></Link></p>
        </div>
    }
}

/// The practice's own articles: for staff all of them and the way to write one, for a client what they were given.
#[component]
fn Own() -> impl IntoView {
    let app = app();
    let staff = app.session().is_some_and(|session| session.role().is_staff());
    let own =
        follow(
            &[Watched::Spaces],
            move |session| {
                if staff { session.own_articles() } else { session.articles_to_read() }
            },
        );
    let rows =
        move || own.get().into_iter().map(|own| view! { <OwnRow own=own staff=staff /> }).collect_view();
    let some = Memo::new(move |_| staff || own.with(|all| !all.is_empty()));
    let heading = if staff { t!("library-own") } else { t!("library-given") };
    let list = move || {
        some.get().then(|| {
            view! {
                <section class="stack"><h2>{heading.clone()}</h2>
                    {staff.then(|| view! { <Begin /> })}
                    <ul class="items" role="list" data-testid="own-articles">{rows}</ul>
                    {staff.then(|| view! { <Unkept /> <Away /> })}
                </section>
            }
        })
    };
    view! { {list} {move || some.get().then(|| view! { <h2>{t!("library-shipped")}</h2> })} }
}

/// What is being written on this device.
#[component]
fn Unkept() -> impl IntoView {
    let (app, all) = (app(), RwSignal::new(Vec::new()));
    let Some(session) = app.session() else { return ().into_any() };
    spawn_local(async move {
        let begun = session.articles_begun().await.into_iter();
        let named = begun.filter(|(_, words)| !words.trim().is_empty()).filter_map(|(name, words)| {
            let first =
                words.lines().map(|line| line.trim_start_matches(['#', ' '])).find(|line| !line.is_empty());
            let title =
                first.map_or_else(|| t!("article-nameless"), |line| line.chars().take(TITLE_CHARS).collect());
            Some(Begun { to: Route::WriteArticle(id_of(&name)?), name, title })
        });
        let _ = all.try_set(named.collect());
    });
    let throw = move |it: Begun| {
        let Some(session) = app.session() else { return };
        all.update(|all| all.retain(|known| known.name != it.name));
        spawn_local(async move { session.keep_article_aside(&it.name, None).await });
    };
    view! { <BegunList heading=t!("article-begun") all=all on_throw=throw /> }.into_any()
}

/// What was put away, and the way back.
#[component]
fn Away() -> impl IntoView {
    let (app, work) = (app(), Work::new());
    let away = follow(&[Watched::Spaces], Session::articles_put_away);
    let row = move |own: Shown| {
        let (title, label) = (own.article.title.clone(), t!("forms-back-this", name = own.article.title));
        let back = move |_| {
            let Some(session) = app.session().filter(|_| work.begin()) else { return };
            let own = own.clone();
            spawn_local(async move {
                if work.end(session.keep_article(&own.id, &own.markdown).await).is_some() {
                    app.say(t!("article-saved", title = own.article.title));
                }
            });
        };
        view! {
            <li class="time-row">
                <p class="grow">{title}</p>
                <button type="button" class="button" aria-label=label on:click=back>{t!("forms-back")}</button>
            </li>
        }
    };
    move || {
        let all = away.get();
        (!all.is_empty()).then(|| {
            view! {
                <details class="fold" data-testid="articles-away">
                    <summary>{t!("forms-away-list", count = all.len())}</summary>
                    <ul class="times" role="list">{all.into_iter().map(row).collect_view()}</ul>
                    <Working work=work />
                </details>
            }
        })
    }
}

/// Begins a new one.
#[component]
fn Begin() -> impl IntoView {
    let (app, router) = (app(), router());
    let begin = move |_| {
        if let Some(session) = app.session() {
            router.go(Route::WriteArticle(EntryId::from_bytes(session.fresh_note().0)));
        }
    };
    view! { <div><button type="button" class="button" on:click=begin><Icon glyph=Glyph::Add /><span>{t!("article-write")}</span></button></div> }
}

#[component]
fn OwnRow(own: Shown, staff: bool) -> impl IntoView {
    let (app, work) = (app(), Work::new());
    let (id, title) = (own.id.clone(), own.article.title.clone());
    let asking = RwSignal::new(None::<()>);
    let away = move |()| {
        let (id, title) = (id.clone(), title.clone());
        let Some(session) = app.session().filter(|_| work.begin()) else { return };
        spawn_local(async move {
            if work.end(session.put_article_away(&id).await).is_some() {
                app.say(t!("article-away-done", title = title));
            }
        });
    };
    let to = id_of(&own.id).map(Route::OwnArticle);
    let label = t!("article-away-this", title = own.article.title);
    let (name, shown) = (own.article.title.clone(), own.article.title.clone());
    view! {
        <li>
            <div class="grow">{to.map(|to| view! { <Link to=to>{name}</Link> })}<p class="small soft">{own.article.lead.clone()}</p><Working work=work /></div>
            <span class="small soft">{t!("library-minutes", count = own.article.minutes)}</span>
            {staff.then(|| view! { <button type="button" class="button plain" aria-label=label on:click=move |_| asking.set(Some(()))>{t!("forms-away")}</button> })}
            <Confirm open=asking title=t!("article-away-this", title = shown) body=|()| t!("article-away-sure") yes=t!("forms-away") on_yes=away />
        </li>
    }
}

/// The parts of an article below its title.
pub(crate) fn body(article: &Article) -> AnyView {
    article.body.iter().map(block).collect_view().into_any()
}

/// One part of an article.
pub(crate) fn block(block: &Block) -> AnyView {
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
