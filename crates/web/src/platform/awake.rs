//! Keeps the screen from going dark during a session or an exercise, where the browser allows it.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Navigator;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = Navigator)]
    type AwakeNavigator;

    #[wasm_bindgen(method, getter, js_name = wakeLock)]
    fn wake_lock(this: &AwakeNavigator) -> Option<Lock>;

    type Lock;

    #[wasm_bindgen(method, catch)]
    fn request(this: &Lock, kind: &str) -> Result<js_sys::Promise, JsValue>;

    type Sentinel;

    #[wasm_bindgen(method)]
    fn release(this: &Sentinel) -> js_sys::Promise;
}

/// The screen stays on until this is dropped. Browsers let go of it by themselves while the page is
/// hidden: [`Awake::renew`] asks again.
#[derive(Clone, Default)]
pub(crate) struct Awake(Rc<RefCell<Option<Sentinel>>>);

impl Awake {
    /// Asks for the screen to stay on. A refusal (low battery) changes nothing else.
    pub(crate) fn renew(&self) {
        let Some(lock) = navigator().and_then(|navigator| navigator.wake_lock()) else { return };
        let held = Rc::downgrade(&self.0);
        spawn_local(async move {
            let Ok(promise) = lock.request("screen") else { return };
            let Ok(sentinel) = JsFuture::from(promise).await else { return };
            let sentinel: Sentinel = sentinel.unchecked_into();
            // The session may have ended while the browser thought about it.
            match held.upgrade() {
                Some(held) => release(held.borrow_mut().replace(sentinel)),
                None => release(Some(sentinel)),
            }
        });
    }
}

impl Drop for Awake {
    fn drop(&mut self) {
        if Rc::strong_count(&self.0) == 1 {
            release(self.0.borrow_mut().take());
        }
    }
}

fn release(sentinel: Option<Sentinel>) {
    if let Some(sentinel) = sentinel {
        let _ = sentinel.release();
    }
}

fn navigator() -> Option<AwakeNavigator> {
    Some(web_sys::window()?.navigator().unchecked_into())
}
