//! Taking along: one button for each care space, then the archive as a download.

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::Session;
use rapport_client::session::{Cancel, Scope};
use rapport_wire::SpaceId;
use web_sys::{Blob, BlobPropertyBag, Url};

use super::program::Program;
use super::{Place, places};
use crate::app::app;
use crate::components::{Glyph, Icon, Notice, Refusal, Tick, Tone};
use crate::i18n::{Sentences, sentences, t};
use crate::platform::Host;
use crate::route::Route;
use crate::router::Link;

/// Longest name of a space within a file's name, in characters.
const NAME_CHARS_MAX: usize = 40;

/// What an archive that lies ready is called, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ready {
    care: SpaceId,
    url: String,
}

/// The section.
#[component]
pub(super) fn Take() -> impl IntoView {
    let (app, places) = (app(), places());
    let busy = RwSignal::new(None::<SpaceId>);
    let percent = RwSignal::new(0);
    let ready = RwSignal::new(None::<Ready>);
    let refusal = RwSignal::new(None::<Sentences>);
    let staff = app.session().is_some_and(|session| session.role().is_staff());
    let with_notes = RwSignal::new(false);
    // What lies ready is what was asked for then.
    Effect::watch(move || with_notes.get(), move |_, _, _| forget(ready), false);
    on_cleanup(move || forget(ready));
    let take = move |care: SpaceId| {
        let (Some(session), host) = (app.session(), app.host()) else { return };
        if busy.get_untracked().is_some() {
            return;
        }
        forget(ready);
        refusal.set(None);
        percent.set(0);
        busy.set(Some(care));
        let scope = if with_notes.get_untracked() { Scope::WithNotes } else { Scope::Shared };
        spawn_local(async move {
            let tell = move |now: u64, all: u64| {
                let _ = percent.try_set(now * 100 / all.max(1));
            };
            let packed = packed(&session, &host, care, scope, tell).await;
            // The page may have been left meanwhile: then there is nobody to tell.
            let _ = busy.try_set(None);
            // What was chosen otherwise meanwhile is not what lies in this file.
            let still =
                with_notes.try_get_untracked().is_some_and(|notes| notes == (scope == Scope::WithNotes));
            match packed {
                Ok(url) if !still => drop(Url::revoke_object_url(&url)),
                Ok(url) => drop(ready.try_set(Some(Ready { care, url }))),
                Err(words) => drop(refusal.try_set(Some(words))),
            }
        });
    };
    let status = move || busy.get().map(|_| t!("leave-gathering", percent = percent.get()));
    let rows = move || {
        let all = places.get();
        if all.is_empty() {
            return view! { <p class="soft">{t!("leave-nothing")}</p> }.into_any();
        }
        let rows = all.into_iter().map(|place| row(place, busy, ready, take)).collect_view();
        view! { <ul class="times" role="list" data-testid="take-along">{rows}</ul> }.into_any()
    };
    view! {
        <section class="stack">
            <h2>{t!("leave-take-title")}</h2>
            <p>{t!("leave-take-lead")}</p>
            <Notice tone=Tone::Careful><p>{t!("leave-open")}</p></Notice>
            {staff.then(|| view! { <Tick label=t!("leave-with-notes") value=with_notes help=t!("leave-with-notes-help") /> })}
            {rows}
            <p role="status">{status}</p>
            <Refusal words=refusal />
        </section>
    }
}

fn row(
    place: Place,
    busy: RwSignal<Option<SpaceId>>,
    ready: RwSignal<Option<Ready>>,
    take: impl Fn(SpaceId) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let Place { care, title, earlier } = place;
    let named = StoredValue::new(title.clone());
    let label = t!("leave-take-named", name = title.clone());
    let end = move || {
        match ready.get().filter(|it| it.care == care) {
        Some(Ready { url, .. }) => view! {
            <a class="button main" href=url download=named.with_value(|title| file_name(title, &today())) data-testid="archive"><Icon glyph=Glyph::File /><span>{t!("leave-save")}</span></a>
        }
        .into_any(),
        None => view! {
            <button type="button" class="button" aria-label=label.clone() aria-disabled=move || busy.get().is_some().then_some("true") on:click=move |_| take(care)>{t!("leave-take")}</button>
        }
        .into_any(),
    }
    };
    view! {
        <li class="time-row">
            <div class="grow">
                <p class="strong">{title}</p>
                {earlier.then(|| view! { <p class="small"><Link to=Route::Earlier(care)>{t!("leave-earlier")}</Link></p> })}
            </div>
            {end}
        </li>
    }
}

/// What the file is called: one a space and a day, so that none takes another's place.
fn file_name(title: &str, day: &str) -> String {
    let plain: String = title.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let name = plain.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase();
    let name: String = name.chars().take(NAME_CHARS_MAX).collect();
    if name.is_empty() { format!("record-{day}.zip") } else { format!("record-{name}-{day}.zip") }
}

/// The device's today: "2026-11-22".
fn today() -> String {
    let now = js_sys::Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

fn forget(ready: RwSignal<Option<Ready>>) {
    if let Some(Some(Ready { url, .. })) = ready.try_get_untracked() {
        let _ = Url::revoke_object_url(&url);
    }
    let _ = ready.try_set(None);
}

/// The archive of a care space, as an address of this page alone.
async fn packed(
    session: &Session,
    host: &Host,
    care: SpaceId,
    scope: Scope,
    tell: impl Fn(u64, u64) + 'static,
) -> Result<String, Sentences> {
    let program = Program::from(host).await.map_err(|wrong| wrong.sentences())?;
    let told = move |it: rapport_client::views::TransferProgress| tell(it.done, it.total);
    let taken = session
        .take_along(care, scope, &told, &Cancel::default())
        .await
        .map_err(|error| sentences(&error))?;
    let archive = program.pack(&taken, |manifest| session.sign_export(manifest));
    let archive: Uint8Array = archive.map_err(|wrong| wrong.sentences())?;
    let kind = BlobPropertyBag::new();
    kind.set_type("application/zip");
    let damaged = |_| sentences(&rapport_client::ClientError::FileDamaged);
    let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(&archive), &kind).map_err(damaged)?;
    Url::create_object_url_with_blob(&blob).map_err(damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_its_space_and_day_and_nothing_else_in_it_is_special() {
        assert_eq!(file_name("Mara", "2026-11-22"), "record-mara-2026-11-22.zip");
        assert_eq!(file_name("Zoë & Käthe/..\\x", "2026-11-22"), "record-zoë-käthe-x-2026-11-22.zip");
        assert_eq!(file_name("…", "2026-11-22"), "record-2026-11-22.zip");
        assert!(file_name(&"a".repeat(300), "2026-11-22").len() < 70);
    }
}
