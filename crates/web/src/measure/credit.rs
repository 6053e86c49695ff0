//! Whose a measure is: shown under every one, as its owner asks.

use leptos::prelude::*;
use rapport_care::measure::Package;

use crate::i18n::t;

/// Name, owner and licence of a measure.
#[component]
pub(super) fn Credit(
    /// Which.
    package: &'static Package,
) -> impl IntoView {
    let licence = &package.licence;
    let sources =
        package.sources.iter().map(|source| view! { <li>{source.text.clone()}</li> }).collect_view();
    view! {
        <details class="fold credit">
            <summary>{t!("credit-title", name = package.short)}</summary>
            <div class="stack tight small">
                <p>{package.title.clone()} ". " {licence.holder.clone()}</p>
                <p>{licence.name.clone()} ". " {licence.text.clone()}</p>
                <p class="soft">{licence.url.clone()}</p>
                <p>{t!("credit-sources")}</p>
                <ul>{sources}</ul>
            </div>
        </details>
    }
}
