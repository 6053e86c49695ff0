//! The head of a page: its one `h1`, which takes the focus when the page is entered, and a sentence.

use leptos::prelude::*;

/// Title and lead of a page.
#[component]
pub(crate) fn PageHead(
    /// The one `h1`.
    title: String,
    /// A sentence below it.
    #[prop(optional, into)]
    lead: Option<String>,
) -> impl IntoView {
    view! {
        <header class="page-head">
            <h1 tabindex="-1">{title}</h1>
            {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
        </header>
    }
}
