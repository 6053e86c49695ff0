//! What somebody is asked for, and the way to end it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::Content;
use rapport_care::EntryId;
use rapport_care::content::AskStopped;
use rapport_care::course::{Ask, Sheet};
use rapport_care::measure::find;
use rapport_client::Session;
use rapport_client::ids::inner_account;
use rapport_wire::{AccountId, SpaceId};

use super::words;
use crate::app::{Watched, app};
use crate::components::{Work, Working};
use crate::i18n::t;
use crate::practise;
use crate::talk::follow;

/// Everything that somebody is asked for and that is not over.
#[component]
pub(super) fn AskedList(
    /// Where.
    space: SpaceId,
    /// Whom.
    of: AccountId,
) -> impl IntoView {
    let app = app();
    let all = follow(&[Watched::Spaces], move |session| asked(session, space, of));
    let work = Work::new();
    let stop = move |ask: EntryId| {
        let Some(session) = app.session() else { return };
        if work.begin() {
            spawn_local(async move {
                let stopped = session.send(space, Content::AskStopped(AskStopped { ask })).await;
                if work.end(stopped).is_some() {
                    app.say(t!("asked-stopped"));
                }
            });
        }
    };
    let rows = move || {
        let row = |(id, ask): (EntryId, Ask)| {
            let name = app.session().map(|session| name_of(&session, space, &ask.sheet)).unwrap_or_default();
            let label = t!("asked-stop-this", name = name);
            view! {
                <li class="time-row">
                    <div class="grow"><p class="strong">{name}</p><p class="small soft">{words::rhythm(&ask)}</p></div>
                    <button type="button" class="button" aria-label=label on:click=move |_| stop(id)>{t!("asked-stop")}</button>
                </li>
            }
        };
        all.get().into_iter().map(row).collect_view()
    };
    let nothing =
        move || all.with(Vec::is_empty).then(|| view! { <p class="soft">{t!("asked-nothing")}</p> });
    view! { {nothing}<ul class="times" role="list" data-testid="asked">{rows}</ul><Working work=work /> }
}

fn asked(session: &Session, space: SpaceId, of: AccountId) -> Vec<(EntryId, Ask)> {
    let now = rapport_wire::Timestamp::as_micros(crate::app::app().outside().now());
    let mine = |(id, ask): (EntryId, &Ask)| (ask.of == inner_account(of)).then(|| (id, ask.clone()));
    session.course(space, |course| course.asks(now).filter_map(mine).collect()).unwrap_or_default()
}

fn name_of(session: &Session, space: SpaceId, sheet: &Sheet) -> String {
    match sheet {
        Sheet::Measure(name) => {
            find(&name.id, name.version).map_or_else(|| name.id.clone(), |it| it.short.clone())
        }
        Sheet::Form(name) => {
            session.form_named(space, name).map_or_else(|| name.id.clone(), |form| form.title.clone())
        }
        Sheet::Practice(practice) => practise::named(practice, session),
    }
}
