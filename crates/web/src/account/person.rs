//! The fields that say who somebody is, checked before anything slow begins.

use leptos::prelude::*;
use rapport_wire::limits::{HANDLE_CHARS_MAX, HANDLE_CHARS_MIN};

use crate::components::TextField;
use crate::i18n::t;

/// Longest name shown to others, in characters; `care` refuses longer ones.
const NAME_CHARS_MAX: usize = 80;

/// A text with what is wrong with it.
#[derive(Clone, Copy)]
pub(crate) struct Text {
    /// What is written.
    pub(crate) value: RwSignal<String>,
    error: RwSignal<Option<String>>,
}

impl Text {
    /// An empty one.
    pub(crate) fn new() -> Self {
        let text = Self { value: RwSignal::new(String::new()), error: RwSignal::new(None) };
        // What was wrong is wrong no longer, or not yet: it is looked at again when the form is sent.
        Effect::new(move || {
            text.value.track();
            text.error.set(None);
        });
        text
    }

    /// What is wrong with it, when something is.
    pub(crate) fn error(self) -> Signal<Option<String>> {
        self.error.into()
    }

    /// What is written, without spaces around it, if `check` finds nothing wrong with it.
    pub(crate) fn take(self, check: impl Fn(&str) -> Result<(), String>) -> Option<String> {
        let written = self.value.get_untracked().trim().to_owned();
        match check(&written) {
            Ok(()) => Some(written),
            Err(words) => {
                self.error.set(Some(words));
                None
            }
        }
    }
}

/// Checks a sign-in name as the server will.
pub(super) fn check_handle(written: &str) -> Result<(), String> {
    match written.chars().count() {
        n if n < HANDLE_CHARS_MIN => Err(t!("handle-short")),
        n if n > HANDLE_CHARS_MAX => Err(t!("handle-long")),
        _ => Ok(()),
    }
}

/// Checks the name that others see.
pub(crate) fn check_name(written: &str) -> Result<(), String> {
    match written.chars().count() {
        0 => Err(t!("name-missing")),
        n if n > NAME_CHARS_MAX => Err(t!("name-long")),
        _ => Ok(()),
    }
}

/// The sign-in name.
#[component]
pub(super) fn HandleField(
    /// What is written.
    handle: Text,
    /// Whether it is being chosen, and so explained.
    #[prop(optional)]
    choosing: bool,
) -> impl IntoView {
    let help = choosing.then(|| t!("handle-help"));
    view! { <TextField label=t!("handle-label") value=handle.value error=handle.error() help=help autocomplete="username" /> }
}

/// The name that others see.
#[component]
pub(super) fn NameField(
    /// What is written.
    name: Text,
) -> impl IntoView {
    view! { <TextField label=t!("name-label") value=name.value error=name.error() help=t!("name-help") autocomplete="nickname" /> }
}

/// Puts the focus on the first field with something wrong, once it is marked.
pub(crate) fn focus_first_error() {
    request_animation_frame(|| {
        if let Ok(Some(field)) = document().query_selector("main [aria-invalid=true]") {
            let _ = wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(field).focus();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_a_length_that_everybody_can_live_with() {
        assert!(check_handle("m").is_err() && check_handle("Mø").is_ok());
        assert!(check_handle(&"m".repeat(HANDLE_CHARS_MAX + 1)).is_err());
        assert!(check_name("").is_err() && check_name("M").is_ok());
        assert!(check_name(&"m".repeat(NAME_CHARS_MAX + 1)).is_err());
    }
}
