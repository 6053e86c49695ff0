//! The worker that seals what leaves and opens what arrives, frame by frame, off the page's own thread.
//!
//! The page hands it keys ([`Order`]); the browser hands it one transformer for each sender and receiver.
//! Invariant: a frame leaves this worker sealed or not at all, and is decoded opened or not at all. What no
//! key opens is counted and dropped.

mod keys;
mod order;
mod pipe;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use self::keys::Keys;
pub(crate) use self::order::{Order, Report, Route, Way};
use super::browser::encoded::Transformer;
use super::browser::transform;

/// Frames between two reports to the page.
const REPORT_EVERY_FRAMES: u64 = 25;

/// What the worker knows.
#[derive(Default)]
struct Desk {
    keys: Keys,
    report: Report,
}

/// The worker's side, held by `static/frame-worker.js`.
#[wasm_bindgen]
pub struct FrameWorker {
    desk: Rc<RefCell<Desk>>,
    tell: Function,
}

/// Begins the frame worker. `tell` posts a message to the page.
#[wasm_bindgen]
pub fn frame_worker(tell: Function) -> FrameWorker {
    std::panic::set_hook(Box::new(|panic| web_sys::console::error_1(&panic.to_string().into())));
    FrameWorker { desk: Rc::default(), tell }
}

#[wasm_bindgen]
impl FrameWorker {
    /// A sender or receiver whose frames go through here from now on.
    pub fn transform(&self, transformer: Transformer) {
        // Without a route the streams stay unread: nothing passes.
        let Some(route) = transform::route(&transformer.options()) else { return };
        let (desk, tell) = (self.desk.clone(), self.tell.clone());
        spawn_local(async move {
            // Ends with an error when the sender or receiver is gone: nothing is left to be done.
            let _ = pipe::run(&transformer, |frame| pass(&desk, &tell, route, frame)).await;
        });
    }

    /// A message from the page: the bytes of an [`Order`].
    pub fn message(&self, data: &JsValue) {
        let Some(bytes) = data.dyn_ref::<Uint8Array>() else { return };
        let mut bytes = bytes.to_vec();
        if let Some(order) = Order::from_bytes(&bytes) {
            self.desk.borrow_mut().keys.take(&order);
        }
        zeroize::Zeroize::zeroize(&mut bytes);
    }
}

/// One frame: its new bytes, or none when it is to be dropped.
fn pass(desk: &RefCell<Desk>, tell: &Function, route: Route, frame: &[u8]) -> Option<Vec<u8>> {
    let mut desk = desk.borrow_mut();
    let passed = desk.keys.pass(route, frame);
    desk.report.count(route.way, passed.as_deref().map(<[u8]>::len));
    if desk.report.frames() % REPORT_EVERY_FRAMES == 1 {
        let _ = tell.call1(&JsValue::NULL, &Uint8Array::from(desk.report.to_bytes().as_slice()));
    }
    passed
}
