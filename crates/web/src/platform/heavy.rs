//! A worker for each slow job: the page stays alive meanwhile, and the worker's memory, in which the
//! passphrase was, is gone with it.

use futures_channel::oneshot;
use js_sys::{Array, Object, Reflect, Uint8Array};
use rapport_seal::heavy::{Done, HeavyError, Job};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, MessageEvent, Worker, WorkerOptions, WorkerType};
use zeroize::Zeroizing;

/// Does a job in the worker whose module is at `path`.
pub(super) async fn run(path: &str, job: Job) -> Result<Done, HeavyError> {
    let bytes = job.to_bytes();
    drop(job);
    match ask(path, &bytes).await {
        Some(answer) => Done::read(&answer),
        // It did not load, or stopped: page and worker are not of one build, or there is no memory.
        None => Err(HeavyError::Garbled),
    }
}

async fn ask(path: &str, job: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Ended(Worker::new_with_options(path, &options).ok()?);
    let (answer, answered) = oneshot::channel::<Option<Zeroizing<Vec<u8>>>>();
    let mut answer = Some(answer);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let bytes = event.data().dyn_into::<Uint8Array>().ok().map(|bytes| {
            let copy = Zeroizing::new(bytes.to_vec());
            bytes.fill(0, 0, bytes.length());
            copy
        });
        if let Some(answer) = answer.take() {
            let _ = answer.send(bytes);
        }
    });
    let (failed, failure) = oneshot::channel::<()>();
    let mut failed = Some(failed);
    let on_error = Closure::<dyn FnMut(Event)>::new(move |_| {
        if let Some(failed) = failed.take() {
            let _ = failed.send(());
        }
    });
    worker.0.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.0.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    post(&worker.0, job).ok()?;
    match futures_util::future::select(answered, failure).await {
        futures_util::future::Either::Left((answer, _)) => answer.ok().flatten(),
        futures_util::future::Either::Right(_) => None,
    }
}

/// Hands the bytes over rather than copying them, so that no second copy stays with the page.
fn post(worker: &Worker, job: &[u8]) -> Result<(), JsValue> {
    let bytes = Uint8Array::from(job);
    let message = Object::new();
    Reflect::set(&message, &"bytes".into(), &bytes)?;
    worker.post_message_with_transfer(&message, &Array::of1(&bytes.buffer()))
}

/// Ends the worker when the answer is in, or nobody waits for it any more.
struct Ended(Worker);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.set_onmessage(None);
        self.0.set_onerror(None);
        self.0.terminate();
    }
}
