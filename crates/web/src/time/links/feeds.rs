//! Feeds: made, shown once, revoked.

use leptos::prelude::*;
use rapport_wire::calendar_link::{CreateFeed, Feed, ListFeeds, RevokeFeed};

use crate::app::app;
use crate::components::{Confirm, CopyButton, Notice, Refusal, SubmitButton, TextField, Tone, Work, Working};
use crate::i18n::{moment, t};
use crate::time::ask::{Asked, act};
use crate::time::zone;

/// The section.
#[component]
pub(super) fn Feeds() -> impl IntoView {
    let app = app();
    let list = Asked::follow(|| Some(ListFeeds {}));
    let label = RwSignal::new(String::new());
    let fresh = RwSignal::new(None::<String>);
    let work = Work::new();
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = label.get_untracked().trim().to_owned();
        let name = if typed.is_empty() { t!("feeds-default") } else { typed };
        act(app, work, CreateFeed { label: name, zone: zone::mine() }, move |made| {
            let origin = window().location().origin().unwrap_or_default();
            let _ = fresh.try_set(Some(format!("{origin}{}", made.path)));
            let _ = label.try_set(String::new());
            list.again();
        });
    };
    let asked = RwSignal::new(None::<Feed>);
    let revoke = move |feed: Feed| {
        act(app, work, RevokeFeed { feed: feed.id }, move |_| {
            let _ = fresh.try_set(None);
            list.again();
        });
    };
    let rows = move || {
        let feeds = list.get().map(|list| list.feeds).unwrap_or_default();
        feeds.into_iter().map(|feed| row(feed, asked)).collect_view()
    };
    let shown = move || {
        fresh.get().map(|address| {
            view! {
                <div class="card" role="status">
                    <h3>{t!("feeds-ready")}</h3>
                    <p class="link-box" role="group" aria-label=t!("feeds-address") data-testid="feed-address">{address.clone()}</p>
                    <div class="row"><CopyButton label=t!("feeds-copy") text=address /></div>
                    <Notice tone=Tone::Careful><p>{t!("feeds-once")}</p></Notice>
                </div>
            }
        })
    };
    view! {
        <section class="section stack">
            <h2>{t!("feeds-title")}</h2>
            <p>{t!("feeds-lead")}</p>
            <Refusal words=list.trouble() />
            <ul class="plain-list" role="list" data-testid="feeds">{rows}</ul>
            {shown}
            <form class="stack" novalidate on:submit=make>
                <TextField label=t!("feeds-label") value=label help=t!("feeds-label-help") />
                <div><SubmitButton label=t!("feeds-make") work=work /></div>
                <Working work=work />
            </form>
            <Confirm
                open=asked title=t!("feeds-revoke-title") yes=t!("feeds-revoke") on_yes=revoke
                body=|feed: &Feed| t!("feeds-revoke-body", name = feed.label)
            />
        </section>
    }
}

fn row(feed: Feed, asked: RwSignal<Option<Feed>>) -> impl IntoView {
    let read = feed.read_at.map_or_else(|| t!("feeds-never-read"), |at| t!("feeds-read", when = moment(at)));
    let name = t!("feeds-revoke-named", name = feed.label);
    let label = feed.label.clone();
    view! {
        <li class="row apart"><div><p class="strong">{label}</p><p class="small soft">{read}</p></div>
            <button type="button" class="button" aria-label=name on:click=move |_| asked.set(Some(feed.clone()))>{t!("feeds-revoke")}</button></li>
    }
}
