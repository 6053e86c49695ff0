//! Moving between routes without loading the page again: the address bar, the back button, links.
//!
//! A link's secret stands in the fragment. It is taken out of the address bar as soon as it is read, so that
//! it stays in no history and on no screen. The tab keeps it until it is used, so that a page loaded again
//! still knows it (`docs/adr/0011`).

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::route::Route;

/// Where we are, and the way elsewhere. One for the whole app, in the context.
#[derive(Clone, Copy)]
pub(crate) struct Router {
    route: RwSignal<Route>,
    /// The fragment of `/setup` or `/join`, until it has been used.
    fragment: StoredValue<String>,
    /// Whether one has gone anywhere by a link of ours, so that there is something to go back to.
    went: StoredValue<bool>,
}

impl Router {
    /// Begins at the address bar and follows the back button.
    pub(crate) fn start() -> Self {
        let router = Self {
            route: RwSignal::new(here()),
            fragment: StoredValue::new(String::new()),
            went: StoredValue::new(false),
        };
        router.arrive();
        // A pasted link of the same page changes only the fragment, which fires popstate too.
        let handle = window_event_listener(ev::popstate, move |_| router.arrive());
        on_cleanup(move || handle.remove());
        router
    }

    /// The route now; tracked.
    pub(crate) fn here(self) -> Route {
        self.route.get()
    }

    /// The route now; for what happens once.
    pub(crate) fn here_untracked(self) -> Route {
        self.route.get_untracked()
    }

    /// The secret part of a link, if one was opened.
    pub(crate) fn fragment(self) -> String {
        self.fragment.get_value()
    }

    /// Back to where one came from; to the messages when that was elsewhere.
    pub(crate) fn back(self) {
        match window().history() {
            Ok(history) if self.went.get_value() => drop(history.back()),
            _ => self.replace(Route::Messages),
        }
    }

    /// Goes somewhere; the back button returns here.
    pub(crate) fn go(self, route: Route) {
        self.went.set_value(true);
        if let Ok(history) = window().history() {
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&route.path()));
        }
        self.show(route);
    }

    /// Goes somewhere without leaving a way back to this page.
    pub(crate) fn replace(self, route: Route) {
        if let Ok(history) = window().history() {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&route.path()));
        }
        self.show(route);
    }

    /// Forgets the secret of a link that has been used.
    pub(crate) fn forget_fragment(self) {
        self.fragment.set_value(String::new());
        forget();
    }

    fn arrive(self) {
        let route = here();
        let fragment = window().location().hash().unwrap_or_default();
        if matches!(route, Route::Setup | Route::Join) && fragment.len() > 1 {
            let secret = fragment.trim_start_matches('#').to_owned();
            keep(route, &secret);
            self.fragment.set_value(secret);
            self.replace(route);
        } else {
            if let Some(secret) = kept(route) {
                self.fragment.set_value(secret);
            }
            self.show(route);
        }
    }

    fn show(self, route: Route) {
        self.route.set(route);
        if !matches!(route, Route::Talk(_)) {
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    }
}

/// The router of this app.
pub(crate) fn router() -> Router {
    expect_context::<Router>()
}

/// Where the tab keeps a link's path and secret.
const KEPT: &str = "link";

/// What this tab keeps until it is closed; none where the browser keeps nothing.
fn tab() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

fn keep(route: Route, secret: &str) {
    if let Some(tab) = tab() {
        // Not kept is what it was before: the link has to be opened again.
        let _ = tab.set_item(KEPT, &format!("{}#{secret}", route.path()));
    }
}

/// The secret of the link that was opened in this tab, if it was one of this route.
fn kept(route: Route) -> Option<String> {
    let link = tab()?.get_item(KEPT).ok()??;
    let (path, secret) = link.split_once('#')?;
    (path == route.path()).then(|| secret.to_owned())
}

/// Forgets the link of this tab, wherever it stands.
pub(crate) fn forget() {
    if let Some(tab) = tab() {
        let _ = tab.remove_item(KEPT);
    }
}

fn here() -> Route {
    Route::parse(&window().location().pathname().unwrap_or_default())
}

/// A link within the app. Real addresses, so that it opens in a new tab as any other.
#[component]
pub(crate) fn Link(
    /// Where it leads.
    to: Route,
    /// Style classes.
    #[prop(optional)]
    class: &'static str,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let router = router();
    let follow = move |event: ev::MouseEvent| {
        let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        if !elsewhere && event.button() == 0 {
            event.prevent_default();
            router.go(to);
        }
    };
    let current = move || match router.here() {
        here if here == to => Some("page"),
        here if here.is_within(to) => Some("true"),
        _ => None,
    };
    view! { <a href=to.path() class=class aria-current=current on:click=follow>{children()}</a> }
}
