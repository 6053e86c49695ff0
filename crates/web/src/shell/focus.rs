//! Entering a screen: its name in the window's title, the focus on its `h1`, so that a screen reader says
//! where one is and the keyboard goes on from there.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::page::Page;
use crate::i18n::t;

/// Follows the page. The first one keeps the focus where the browser put it.
pub(super) fn follow(page: Memo<Page>) {
    Effect::new(move |before: Option<Page>| {
        let page = page.get();
        let (home, title) = (t!("app-title"), page.title());
        document().set_title(&if title == home { home } else { format!("{title} · {home}") });
        // From one waiting page to what was waited for is no navigation; all else is.
        if before.is_some_and(|before| before != page && before != Page::Opening) {
            request_animation_frame(focus_title);
        }
        page
    });
}

/// Puts the focus on the page's title.
pub(crate) fn focus_title() {
    if let Ok(Some(title)) = document().query_selector("main h1") {
        let _ = title.unchecked_into::<HtmlElement>().focus();
    }
}
