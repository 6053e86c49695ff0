//! Calendars of one's own elsewhere, whose times are taken: only that they are, never what they are.

use leptos::prelude::*;
use rapport_client::ClientError;
use rapport_wire::Problem;
use rapport_wire::calendar_link::{
    AddSource, ListSources, RefreshSource, RemoveSource, Source, SourceKind, SourceLogin,
};

use crate::app::app;
use crate::components::{
    Choose, Confirm, Entry, Notice, Refusal, SubmitButton, TextField, Tone, Work, Working,
};
use crate::i18n::{moment, sentences, t};
use crate::time::ask::{Asked, act};

type List = Asked<rapport_wire::calendar_link::Sources>;

/// The section.
#[component]
pub(super) fn Sources() -> impl IntoView {
    let app = app();
    let list: List = Asked::follow(|| Some(ListSources {}));
    let work = Work::new();
    let asked = RwSignal::new(None::<Source>);
    let remove =
        move |source: Source| act(app, work, RemoveSource { source: source.id }, move |_| list.again());
    let rows = move || {
        let sources = list.get().map(|list| list.sources).unwrap_or_default();
        sources.into_iter().map(|source| row(source, list, work, asked)).collect_view()
    };
    view! {
        <section class="section stack">
            <h2>{t!("sources-title")}</h2>
            <p>{t!("sources-lead")}</p>
            <Refusal words=list.trouble() />
            <ul class="plain-list" role="list" data-testid="sources">{rows}</ul>
            <Working work=work />
            <Add list=list />
            <Confirm
                open=asked title=t!("sources-remove-title") yes=t!("sources-remove") on_yes=remove
                body=|source: &Source| t!("sources-remove-body", name = source.label)
            />
        </section>
    }
}

#[component]
fn Add(list: List) -> impl IntoView {
    let app = app();
    let (label, url) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (name, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let kind = RwSignal::new("ics".to_owned());
    let kinds = vec![("ics".to_owned(), t!("sources-ics")), ("caldav".to_owned(), t!("sources-caldav"))];
    let work = Work::new();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = label.get_untracked().trim().to_owned();
        let login = SourceLogin { name: name.get_untracked(), password: password.get_untracked() };
        let ask = AddSource {
            label: if typed.is_empty() { t!("sources-default") } else { typed },
            url: url.get_untracked().trim().to_owned(),
            kind: if kind.get_untracked() == "caldav" { SourceKind::CalDav } else { SourceKind::Ics },
            login: Some(login).filter(|login| !login.name.is_empty()),
        };
        act(app, work, ask, move |_| {
            for field in [label, url, name, password] {
                let _ = field.try_set(String::new());
            }
            list.again();
        });
    };
    view! {
        <details class="more">
            <summary>{t!("sources-add")}</summary>
            <form class="stack" novalidate on:submit=send>
                <TextField label=t!("sources-label") value=label />
                <Choose label=t!("sources-kind") options=kinds value=kind />
                <Entry label=t!("sources-url") kind="url" value=url help=t!("sources-url-help") />
                <TextField label=t!("sources-name") value=name help=t!("sources-login-help") />
                <Entry label=t!("sources-password") kind="password" value=password />
                <div><SubmitButton label=t!("sources-add") work=work /></div>
                <Working work=work />
            </form>
        </details>
    }
}

fn row(source: Source, list: List, work: Work, asked: RwSignal<Option<Source>>) -> impl IntoView {
    let app = app();
    let read = source.read_at.map_or_else(
        || t!("sources-never-read"),
        |at| t!("sources-read", when = moment(at), count = source.busy),
    );
    let trouble = source.trouble.map(|code| {
        let words = sentences(&ClientError::from(Problem::new(code)));
        view! { <Notice tone=Tone::Careful><strong>{words.what}</strong><p class="rec">{words.rec}</p></Notice> }
    });
    let id = source.id;
    let again = move |_| act(app, work, RefreshSource { source: id }, move |_| list.again());
    let (label, host) = (source.label.clone(), source.host.clone());
    let (again_name, remove_name) =
        (t!("sources-again-named", name = label), t!("sources-remove-named", name = label));
    view! {
        <li class="stack tight">
            <div class="row apart">
                <div><p class="strong">{label}</p><p class="small soft">{host} " · " {read}</p></div>
                <div class="row">
                    <button type="button" class="button" aria-label=again_name on:click=again>{t!("sources-again")}</button>
                    <button type="button" class="button" aria-label=remove_name on:click=move |_| asked.set(Some(source.clone()))>{t!("sources-remove")}</button>
                </div>
            </div>
            {trouble}
        </li>
    }
}
