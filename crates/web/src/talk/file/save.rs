//! Handing a fetched file to the person.

use leptos::prelude::document;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlAnchorElement;

/// Saves what is at a `blob:` address under a name, as the browser does with downloads.
pub(super) fn save(url: &str, name: &str) {
    let Ok(anchor) = document().create_element("a") else { return };
    let anchor: HtmlAnchorElement = anchor.unchecked_into();
    anchor.set_href(url);
    anchor.set_download(name);
    anchor.click();
}
