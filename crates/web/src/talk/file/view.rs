//! A file in a bubble: what it is called, how large it is, a picture when it is one.

use leptos::prelude::*;
use rapport_care::content::File;
use rapport_wire::SpaceId;

use super::incoming::{Fetch, Fetched, harmless};
use super::save::save;
use super::size::size;
use crate::components::{Glyph, Icon};
use crate::i18n::t;

/// Pictures up to this many bytes are shown without asking.
const SHOWN_AT_ONCE_BYTES: u64 = 1_500_000;

/// A file.
#[component]
pub(crate) fn FileView(
    /// Where it was said.
    space: SpaceId,
    /// The file.
    file: File,
) -> impl IntoView {
    let fetch = Fetch::new(space, file.clone());
    let picture = harmless(&file.media_type).starts_with("image/");
    if picture && file.size <= SHOWN_AT_ONCE_BYTES {
        fetch.fetch(|_| {});
    }
    let (total, alt) = (file.size, file.name.clone());
    let name = file.name.clone();
    let keep = move |_| {
        let name = name.clone();
        fetch.fetch(move |url| save(url, &name));
    };
    let shown = move || match fetch.state.get() {
        Fetched::Here(url) if picture => {
            Some(view! { <img class="picture" src=url alt=t!("file-picture", name = alt.clone()) /> })
        }
        _ => None,
    };
    view! {
        {shown}
        <div class="file">
            <Icon glyph=Glyph::File />
            <div class="grow">
                <p class="file-name">{file.name}</p>
                <p class="small soft numbers">{size(total)}</p>
                {move || progress(fetch, total)}
            </div>
            <button type="button" class="button" on:click=keep><Icon glyph=Glyph::Download /> <span>{t!("file-save")}</span></button>
        </div>
    }
}

fn progress(fetch: Fetch, total: u64) -> AnyView {
    match fetch.state.get() {
        Fetched::Not | Fetched::Here(_) => ().into_any(),
        Fetched::Coming(done) => view! {
            <progress max=total.max(1).to_string() prop:value=done as f64 aria-label=t!("file-fetching")></progress>
            <button type="button" class="button plain" on:click=move |_| fetch.stop()>{t!("file-stop")}</button>
        }
        .into_any(),
        Fetched::Failed(words) => view! { <p class="small" role="status">{words.what} " " {words.rec}</p> }.into_any(),
    }
}
