//! The page's end of the frame worker.

use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::call::worker::{Order, Report};

/// The frame worker, as long as this lives. Its keys die with it.
pub(crate) struct FrameDesk {
    worker: Worker,
    _heard: Closure<dyn FnMut(MessageEvent)>,
}

impl FrameDesk {
    /// Starts the worker at the address of its script.
    pub(crate) fn open(script: &str) -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(script, &options)?;
        let heard = listen(&worker);
        show(Report::default());
        Ok(Self { worker, _heard: heard })
    }

    /// The worker, for transforms.
    pub(crate) fn worker(&self) -> &Worker {
        &self.worker
    }

    /// Hands over a key, or takes one away.
    pub(crate) fn send(&self, order: &Order) {
        let bytes = Uint8Array::from(order.to_bytes().as_slice());
        let transfer = js_sys::Array::of1(&bytes.buffer());
        // Moved, not copied: the key is then in one place alone.
        let _ = self.worker.post_message_with_transfer(&bytes, &transfer);
    }
}

impl Drop for FrameDesk {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.terminate();
    }
}

fn listen(worker: &Worker) -> Closure<dyn FnMut(MessageEvent)> {
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let report =
            event.data().dyn_into::<Uint8Array>().ok().and_then(|it| Report::from_bytes(&it.to_vec()));
        if let Some(report) = report {
            show(report);
        }
    });
    worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard
}

/// Plain counts where a test, or a curious person, finds them: `window.rapportCall`.
fn show(report: Report) {
    let status = Object::new();
    let figures = [
        ("framesSealed", report.sealed),
        ("framesOpened", report.opened),
        ("framesRefused", report.refused),
        ("bytes", report.bytes),
    ];
    for (name, value) in figures {
        let _ = Reflect::set(&status, &name.into(), &(value as f64).into());
    }
    let _ = Reflect::set(&js_sys::global(), &"rapportCall".into(), &status);
}
