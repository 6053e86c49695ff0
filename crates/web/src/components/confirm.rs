//! Asking once more before something that cannot be undone: a native `<dialog>`, whose focus and Escape are
//! the browser's.

use leptos::html::Dialog;
use leptos::prelude::*;

use super::fresh_id;
use crate::i18n::t;

/// A question in front of the page while `open` holds something to ask about.
#[component]
pub(crate) fn Confirm<T: Clone + Send + Sync + 'static>(
    /// What it is about; none while it is closed.
    open: RwSignal<Option<T>>,
    /// The question.
    title: String,
    /// What will follow.
    body: impl Fn(&T) -> String + Send + 'static,
    /// What the button that does it says.
    yes: String,
    /// What the button that leaves things as they are says.
    #[prop(optional_no_strip, into)]
    no: Option<String>,
    /// Does it.
    on_yes: impl Fn(T) + Send + 'static,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let title_id = fresh_id("dialog");
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        if open.with(Option::is_some) && !dialog.open() {
            let _ = dialog.show_modal();
        } else if open.with(Option::is_none) && dialog.open() {
            dialog.close();
        }
    });
    let labelled = title_id.clone();
    let agree = move |_| {
        if let Some(subject) = open.get_untracked() {
            open.set(None);
            on_yes(subject);
        }
    };
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby=labelled on:close=move |_| open.set(None)>
            <h2 id=title_id>{title}</h2>
            <p>{move || open.with(|subject| subject.as_ref().map(&body))}</p>
            <div class="actions">
                <button type="button" class="button" on:click=move |_| open.set(None)>{no.unwrap_or_else(|| t!("cancel"))}</button>
                <button type="button" class="button alert main" on:click=agree>{yes}</button>
            </div>
        </dialog>
    }
}
