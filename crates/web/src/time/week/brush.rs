//! What a pointer does to the painted week. A mouse paints from where it is pressed; a finger that moves at once
//! scrolls the page, one that taps changes a field, and one that rests first paints.

use std::time::Duration;

use leptos::ev;
use leptos::html::Div;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::grid::{cell_of, flip, focus};
use super::paint::{CELL_MINUTES, Painted};

/// How long a finger rests before it paints.
const HOLD: Duration = Duration::from_millis(350);

/// A stroke of the pointer.
#[derive(Debug, Clone)]
struct Stroke {
    /// How it was before.
    base: Painted,
    /// The field it began at.
    begun: u16,
    /// Whether it opens.
    opens: bool,
}

/// A finger on a field, before it is known whether it scrolls or paints.
#[derive(Debug, Clone, Copy)]
struct Resting {
    timer: TimeoutHandle,
    cell: u16,
}

/// The pointer over one grid.
#[derive(Clone, Copy)]
pub(super) struct Brush {
    painted: RwSignal<Painted>,
    focused: RwSignal<u16>,
    root: NodeRef<Div>,
    stroke: StoredValue<Option<Stroke>>,
    resting: StoredValue<Option<Resting>>,
}

impl Brush {
    /// Nothing pressed.
    pub(super) fn new(painted: RwSignal<Painted>, focused: RwSignal<u16>, root: NodeRef<Div>) -> Self {
        let brush =
            Self { painted, focused, root, stroke: StoredValue::new(None), resting: StoredValue::new(None) };
        on_cleanup(move || brush.off());
        brush
    }

    /// Pressed, or touched.
    pub(super) fn down(self, event: &ev::PointerEvent) {
        let Some(cell) = cell_of(event.target().and_then(|it| it.dyn_into().ok())) else { return };
        if event.button() != 0 {
            return;
        }
        let pointer = event.pointer_id();
        if event.pointer_type() != "touch" {
            event.prevent_default();
            return self.begin(cell, pointer);
        }
        let held = move || {
            self.resting.set_value(None);
            self.begin(cell, pointer);
        };
        if let Ok(timer) = set_timeout_with_handle(held, HOLD) {
            self.resting.set_value(Some(Resting { timer, cell }));
        }
    }

    fn begin(self, cell: u16, pointer: i32) {
        if let Some(root) = self.root.get_untracked() {
            let _ = root.set_pointer_capture(pointer);
        }
        let base = self.painted.get_untracked();
        let opens = !base.open(cell, cell + CELL_MINUTES);
        self.painted.update(|painted| painted.set_between(cell, cell, opens));
        self.stroke.set_value(Some(Stroke { base, begun: cell, opens }));
        self.focused.set(cell);
        focus(cell);
    }

    /// Moved.
    pub(super) fn along(self, event: &ev::PointerEvent) {
        let Some(Stroke { base, begun, opens }) = self.stroke.get_value() else { return };
        let under = document().element_from_point(event.client_x() as f32, event.client_y() as f32);
        let Some(cell) = cell_of(under) else { return };
        let mut now = base;
        now.set_between(begun, cell, opens);
        if self.painted.with_untracked(|before| *before != now) {
            self.painted.set(now);
        }
    }

    /// Let go. Touched and let go is one field.
    pub(super) fn up(self) {
        self.stroke.set_value(None);
        if let Some(cell) = self.lift() {
            flip(self.painted, cell);
            self.focused.set(cell);
        }
    }

    /// Taken away: the finger scrolls, or the page is gone.
    pub(super) fn off(self) {
        self.stroke.try_set_value(None);
        self.lift();
    }

    fn lift(self) -> Option<u16> {
        let rested = self.resting.try_get_value().flatten()?;
        self.resting.try_set_value(None);
        rested.timer.clear();
        Some(rested.cell)
    }

    /// Once a finger paints, the page stands still under it.
    pub(super) fn still(self, event: &ev::TouchEvent) {
        if self.stroke.with_value(Option::is_some) {
            event.prevent_default();
        }
    }

    /// A finger that rests wants to paint, and no menu.
    pub(super) fn no_menu(self, event: &ev::MouseEvent) {
        if self.stroke.with_value(Option::is_some) || self.resting.with_value(Option::is_some) {
            event.prevent_default();
        }
    }
}
