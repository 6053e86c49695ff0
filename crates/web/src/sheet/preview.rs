//! How a form looks to whoever fills it in; nothing that is said here is kept.

use leptos::prelude::*;
use rapport_care::form::{Form, Responses};

use super::paper::{Paper, Part};

/// The form.
#[component]
pub(crate) fn Preview(
    /// Which.
    form: Form,
) -> impl IntoView {
    let (title, intro, parts) = (form.title.clone(), form.intro.clone(), form.sections.len());
    let paper = Paper::new(form, Responses::new(), Signal::stored(None));
    let parts = (0..parts).map(|at| view! { <Part paper=paper at=at /> }).collect_view();
    view! {
        <div class="card stack loose" data-testid="preview">
            <p class="strong">{title}</p>
            {(!intro.is_empty()).then(|| view! { <p class="soft">{intro}</p> })}
            {parts}
        </div>
    }
}
