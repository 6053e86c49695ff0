//! Bringing in: an archive from elsewhere, read on this device, and sealed anew where one chooses.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Uint8Array;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::session::{Archive, Cancel};
use rapport_wire::SpaceId;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::places;
use super::program::Program;
use crate::app::app;
use crate::components::{Choose, Glyph, Icon, Refusal};
use crate::i18n::{Sentences, moment, sentences, t};
use crate::route::Route;
use crate::router::router;

/// What is known of an archive before it is brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    taken: String,
    entries: usize,
    names: String,
}

/// The section.
#[component]
pub(super) fn Bring() -> impl IntoView {
    let (app, router) = (app(), router());
    let staff = app.session().is_some_and(|session| session.may_begin_care());
    let places = places();
    let found = RwSignal::new(None::<Found>);
    let archive = StoredValue::new_local(None::<Rc<Archive>>);
    let refusal = RwSignal::new(None::<Sentences>);
    let status = RwSignal::new(None::<String>);
    let into = RwSignal::new(String::new());
    let input = NodeRef::<Input>::new();
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let file = input.files().and_then(|files| files.item(0));
        input.set_value("");
        let (Some(file), host) = (file, app.host()) else { return };
        found.set(None);
        refusal.set(None);
        status.set(Some(t!("bring-reading")));
        spawn_local(async move {
            let read = async {
                let bytes = bytes_of(&file).await?;
                let program = Program::from(&host).await.map_err(|wrong| wrong.sentences())?;
                program.read(&bytes).map_err(|wrong| wrong.sentences())
            };
            let read = read.await;
            let _ = status.try_set(None);
            match read {
                Ok(it) => {
                    let _ = found.try_set(Some(look(&it)));
                    let _ = archive.try_set_value(Some(Rc::new(it)));
                }
                Err(words) => drop(refusal.try_set(Some(words))),
            }
        });
    };
    let bring = move |_| {
        let (Some(session), Some(it)) = (app.session(), archive.get_value()) else { return };
        if status.get_untracked().is_some() {
            return;
        }
        let into: Option<SpaceId> = into.get_untracked().parse().ok();
        refusal.set(None);
        status.set(Some(t!("bring-sealing", percent = 0)));
        spawn_local(async move {
            let last = Cell::new(0);
            let told = move |it: rapport_client::views::TransferProgress| {
                let percent = it.done * 100 / it.total.max(1);
                if last.replace(percent) != percent {
                    let _ = status.try_set(Some(t!("bring-sealing", percent = percent)));
                }
            };
            let done = session.bring_in(&it, into, &told, &Cancel::default()).await;
            let _ = status.try_set(None);
            match done {
                Ok(care) => router.go(Route::Earlier(care)),
                Err(error) => drop(refusal.try_set(Some(sentences(&error)))),
            }
        });
    };
    let pick = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let choices = Signal::derive(move || {
        let own = places.get().into_iter().map(|place| (place.care.to_string(), place.title));
        let new = staff.then(|| (String::new(), t!("bring-new")));
        new.into_iter().chain(own).collect::<Vec<_>>()
    });
    Effect::new(move || {
        // Whoever cannot begin a space brings it into one that they have.
        let choices = choices.get();
        let known = into.with_untracked(|into| choices.iter().any(|(value, _)| value == into));
        if let Some((first, _)) = choices.first().filter(|_| !known) {
            into.set(first.clone());
        }
    });
    let next = move || {
        found.get().map(|it| {
            view! {
                <div class="card stack" data-testid="found">
                    <p class="strong">{t!("bring-found", names = it.names)}</p>
                    <p class="small soft">{t!("bring-found-more", when = it.taken, count = it.entries)}</p>
                    <Choose label=t!("bring-into") value=into options=choices />
                    <p class="small">{if staff { t!("bring-signs-staff") } else { t!("bring-signs") }}</p>
                    <p><button type="button" class="button main" aria-disabled=move || status.get().is_some().then_some("true") on:click=bring>{t!("bring-do")}</button></p>
                </div>
            }
        })
    };
    view! {
        <section class="stack">
            <h2>{t!("bring-title")}</h2>
            <p>{t!("bring-lead")}</p>
            <input type="file" accept=".zip,application/zip" class="file-input" hidden tabindex="-1" aria-label=t!("bring-file") node_ref=input on:change=chosen />
            <p><button type="button" class="button" on:click=pick><Icon glyph=Glyph::Attach /><span>{t!("bring-choose")}</span></button></p>
            <p role="status">{move || status.get()}</p>
            <Refusal words=refusal />
            {next}
        </section>
    }
}

async fn bytes_of(file: &File) -> Result<Uint8Array, Sentences> {
    let bytes = JsFuture::from(file.array_buffer()).await;
    bytes.map(|it| Uint8Array::new(&it)).map_err(|_| sentences(&rapport_client::ClientError::FileDamaged))
}

fn look(archive: &Archive) -> Found {
    let people = archive.whole.parts.first().map(|part| part.people.as_slice()).unwrap_or_default();
    let names: Vec<&str> = people.iter().filter_map(|it| it.name.as_deref()).collect();
    Found {
        taken: moment(rapport_wire::Timestamp::from_micros(archive.whole.exported_at)),
        entries: archive.whole.entries(),
        names: if names.is_empty() { t!("bring-nameless") } else { names.join(", ") },
    }
}
