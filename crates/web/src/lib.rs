//! The screens, in a browser: Leptos over `rapport_client`, one wasm bundle with three entrances.
//!
//! | module | what |
//! |---|---|
//! | [`app`] | what every screen shares: who is signed in, the line to the server, what was noticed |
//! | [`platform`] | the browser as `rapport_client::Platform` |
//! | [`route`], [`router`] | addresses |
//! | [`shell`] | the frame: navigation, quick exit, alarms, lock |
//! | [`components`], [`i18n`] | pieces and words |
//! | [`sound`] | soft notes |
//! | `account`, `settings`, `invite`, `talk`, `time`, `measure`, `journal`, `plan`, `practise`, `reach`, `safety`, `sheet`, `record`, `leave`, `trust` | the screens |
//!
//! `boot.js` starts [`main_page`], `heavy-worker.js` [`heavy_worker`], `frame-worker.js` the frame worker.
//! They are one bundle, so that what is shared between page and workers is fetched once.
//!
//! Architecture invariant: nothing here decides about keys, membership or order; that is `rapport_client`.
//! No text stands in the code: it is in `locales/`, compiled in by `build.rs`.

#![expect(unreachable_pub, reason = "#[component] makes `pub` builders of components that are not")]

mod account;
mod app;
mod begun;
mod call;
mod components;
mod consent;
mod fault;
mod forms;
mod i18n;
mod invite;
mod journal;
mod keeping;
mod leave;
mod markdown;
mod measure;
mod own_id;
mod plan;
mod platform;
mod practise;
mod reach;
mod record;
mod route;
mod router;
mod safety;
mod settings;
mod sheet;
mod shell;
mod sound;
mod talk;
mod time;
mod trust;

use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

pub use platform::Host;

/// Starts the page. Called once, by `boot.js`.
#[wasm_bindgen]
pub fn main_page(host: Host) {
    fault::catch_panics();
    let Some(place) = document().get_element_by_id("app") else { return };
    place.set_inner_html("");
    let Ok(place) = wasm_bindgen::JsCast::dyn_into(place) else { return };
    mount_to(place, move || {
        provide_context(router::Router::start());
        provide_context(app::App::start(host));
        view! { <shell::Shell /> }
    })
    .forget();
}

/// Does a piece of slow work in the heavy worker: bytes in, bytes out.
#[wasm_bindgen]
pub fn heavy_worker(job: &[u8]) -> Vec<u8> {
    rapport_seal::heavy::run_bytes(job, &mut platform::SystemChance).to_vec()
}
