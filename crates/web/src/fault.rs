//! When the program itself fails: a calm sentence and a button, instead of a page that no longer answers.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// From now on a panic shows the page `index.html` holds ready for it. After a panic no Rust runs any more,
/// so that page is plain HTML, and `boot.js` has wired its button.
pub(crate) fn catch_panics() {
    std::panic::set_hook(Box::new(|panic| {
        web_sys::console::error_1(&panic.to_string().into());
        show();
    }));
}

fn show() {
    if let Some(app) = element("app") {
        app.set_hidden(true);
    }
    if let Some(fault) = element("fault") {
        fault.set_hidden(false);
        if let Ok(Some(title)) = fault.query_selector("h1") {
            let _ = title.unchecked_into::<HtmlElement>().focus();
        }
    }
}

fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}
