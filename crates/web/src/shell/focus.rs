//! Entering a screen: its name in the window's title, the focus on its `h1`, so that a screen reader says
//! where one is and the keyboard goes on from there.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::page::Page;
use crate::i18n::t;
use crate::router::Router;

/// Follows the page. The first one keeps the focus where the browser put it.
pub(super) fn follow(page: Memo<Page>, router: Router) {
    Effect::new(move || {
        let (home, title) = (t!("app-title"), page.get().title(router.here()));
        document().set_title(&if title == home { home } else { format!("{title} · {home}") });
    });
    Effect::new(move |before: Option<Page>| {
        let page = page.get();
        // From one waiting page to what was waited for is no navigation; all else is.
        if before.is_some_and(|before| before != page && before != Page::Opening) {
            request_animation_frame(focus_title);
        }
        page
    });
}

/// Puts the focus on the page's title.
pub(crate) fn focus_title() {
    focus_now("main h1");
}

/// Puts the focus on the first element that fits, once what changed is on the screen.
pub(crate) fn focus(selector: &'static str) {
    // The first frame draws; what it drew can take the focus.
    request_animation_frame(move || focus_now(selector));
}

/// Puts the focus on the element of this name, once what changed is on the screen.
pub(crate) fn focus_id(id: String) {
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(&id) {
            let _ = element.unchecked_into::<HtmlElement>().focus();
        }
    });
}

fn focus_now(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector) {
        let _ = element.unchecked_into::<HtmlElement>().focus();
    }
}
