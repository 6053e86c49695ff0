//! `ResizeObserver`: tells when an element gets another size, whatever the reason (a keyboard, a panel).

use wasm_bindgen::prelude::*;
use web_sys::Element;

#[wasm_bindgen]
extern "C" {
    type ResizeObserver;

    #[wasm_bindgen(constructor)]
    fn new(callback: &js_sys::Function) -> ResizeObserver;

    #[wasm_bindgen(method)]
    fn observe(this: &ResizeObserver, element: &Element);

    #[wasm_bindgen(method)]
    fn disconnect(this: &ResizeObserver);
}

/// Watches an element until it is dropped.
pub(super) struct Sizes {
    observer: ResizeObserver,
    _changed: Closure<dyn FnMut()>,
}

impl Sizes {
    /// Calls back at each change of size.
    pub(super) fn watch(element: &Element, changed: impl FnMut() + 'static) -> Self {
        let changed = Closure::new(changed);
        let observer = ResizeObserver::new(changed.as_ref().unchecked_ref());
        observer.observe(element);
        Self { observer, _changed: changed }
    }
}

impl Drop for Sizes {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
