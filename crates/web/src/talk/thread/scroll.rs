//! Where one is in a conversation: at the newest words, or further up and left in peace there.

use leptos::html::Div;
use leptos::prelude::*;
use rapport_care::{AccountId, EntryId};
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, ScrollIntoViewOptions};

use super::PAGE_ITEMS;
use super::resize::Sizes;

/// So close to the end counts as the end, in pixels.
const NEAR_END_PX: i32 = 80;
/// So close to the top asks for older words, in pixels.
const NEAR_TOP_PX: i32 = 160;
/// Words so little below the edge are still on the screen, in pixels.
const SLACK_PX: f64 = 4.0;

/// Where one is in a conversation.
#[derive(Clone, Copy)]
pub(crate) struct Scroll {
    /// Whether the newest words are out of sight.
    pub(crate) away: RwSignal<bool>,
    /// How many items are shown.
    pub(crate) items_max: RwSignal<usize>,
    /// The element of the last words that are, or have just been, wholly on the screen.
    pub(super) seen: RwSignal<Option<String>>,
    /// The first item that was unread when the conversation was opened.
    pub(super) marker: StoredValue<Option<(EntryId, AccountId)>>,
    /// Whether the conversation has been shown at all.
    pub(super) opened: StoredValue<bool>,
    frame: StoredValue<Option<NodeRef<Div>>>,
    /// Pixels below the view before the rows changed.
    below: StoredValue<i32>,
    begun: StoredValue<bool>,
}

impl Scroll {
    /// At the newest words.
    pub(crate) fn new() -> Self {
        Self {
            away: RwSignal::new(false),
            items_max: RwSignal::new(PAGE_ITEMS),
            seen: RwSignal::new(None),
            marker: StoredValue::new(None),
            opened: StoredValue::new(false),
            frame: StoredValue::new(None),
            below: StoredValue::new(0),
            begun: StoredValue::new(false),
        }
    }

    /// Watches the element that scrolls, and keeps one's place in it whenever `rows` changes.
    pub(super) fn attach(self, frame: NodeRef<Div>, rows: Signal<usize>) {
        self.frame.set_value(Some(frame));
        Effect::new(move || {
            if rows.get() > 0 && frame.get().is_some() {
                // Once the browser has laid the new rows out.
                request_animation_frame(move || self.settle());
            }
        });
        let sizes = StoredValue::new_local(None::<Sizes>);
        Effect::new(move || {
            if let Some(frame) = frame.get() {
                sizes.set_value(Some(Sizes::watch(&frame, move || self.resized())));
            }
        });
        on_cleanup(move || drop(sizes.try_update_value(Option::take)));
    }

    /// Remembers the place, before rows change. Until it has been shown once there is none.
    pub(super) fn before_change(self) {
        if let Some(frame) = self.element().filter(|_| self.begun.get_value()) {
            self.remember(&frame);
        }
    }

    fn remember(self, frame: &HtmlElement) {
        self.below.set_value(frame.scroll_height() - frame.scroll_top());
    }

    /// Notes the last words that are wholly on the screen.
    fn look(self, frame: &HtmlElement) {
        if frame.client_height() == 0 {
            return;
        }
        let end = frame.get_bounding_client_rect().bottom() + SLACK_PX;
        let rows = frame.get_elements_by_class_name("bubble-row");
        let mut rows = (0..rows.length()).rev().filter_map(|index| rows.item(index));
        let seen = rows.find(|row| row.get_bounding_client_rect().bottom() <= end).map(|row| row.id());
        if self.seen.with_untracked(|before| *before != seen) {
            self.seen.set(seen);
        }
    }

    /// The person scrolled.
    pub(super) fn moved(self) {
        let Some(frame) = self.element() else { return };
        let left = frame.scroll_height() - frame.scroll_top() - frame.client_height();
        let away = left > NEAR_END_PX;
        if self.away.get_untracked() != away {
            self.away.set(away);
        }
        self.look(&frame);
        let near_top = frame.scroll_top() < NEAR_TOP_PX && frame.scroll_height() > frame.client_height();
        if near_top && let Ok(Some(button)) = frame.query_selector(".older") {
            button.unchecked_into::<HtmlElement>().click();
        }
    }

    /// Goes to the newest words.
    pub(crate) fn to_newest(self) {
        if let Some(frame) = self.element() {
            frame.set_scroll_top(frame.scroll_height());
            self.away.set(false);
            self.look(&frame);
        }
    }

    /// A keyboard or a panel took room, or gave it back: the newest words stay in sight.
    fn resized(self) {
        if self.begun.try_get_value() == Some(true) && !self.away.get_untracked() {
            self.to_newest();
        }
    }

    fn settle(self) {
        let Some(frame) = self.element() else { return };
        if !self.begun.try_get_value().unwrap_or(true) {
            self.begun.set_value(true);
            return self.begin(&frame);
        }
        if self.away.get_untracked() {
            frame.set_scroll_top(frame.scroll_height() - self.below.get_value());
        } else {
            frame.set_scroll_top(frame.scroll_height());
        }
        self.look(&frame);
    }

    /// Opens at the first unread words, if they are not all in sight anyway.
    fn begin(self, frame: &HtmlElement) {
        frame.set_scroll_top(frame.scroll_height());
        if let Ok(Some(marker)) = frame.query_selector("#unread-marker") {
            let options = ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Start);
            marker.scroll_into_view_with_scroll_into_view_options(&options);
        }
        self.remember(frame);
        self.moved();
    }

    fn element(self) -> Option<HtmlElement> {
        let frame = self.frame.try_get_value().flatten()?.get_untracked()?;
        Some(frame.unchecked_into())
    }
}
