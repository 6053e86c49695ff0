//! The one WebSocket: binary frames both ways.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use futures_util::future::LocalBoxFuture;
use gloo_timers::future::TimeoutFuture;
use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::window;
use rapport_client::platform::{Closed, Offline, Socket};
use rapport_wire::socket::PATH;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BinaryType, CloseEvent, Event, MessageEvent, WebSocket};

/// Bytes the browser may hold back before we wait: a browser tells of no limit of its own until it fails.
const BUFFERED_BYTES_MAX: u32 = 1024 * 1024;
/// Between two looks at what is buffered; there is no event for it.
const LOOK_AGAIN_MS: u32 = 20;

/// What has come in, and who waits for it.
#[derive(Default)]
struct Inbox {
    opened: bool,
    frames: VecDeque<Vec<u8>>,
    closed: Option<Closed>,
    waiting: Option<Waker>,
}

impl Inbox {
    fn wake(&mut self) {
        if let Some(waker) = self.waiting.take() {
            waker.wake();
        }
    }
}

struct Wire {
    socket: WebSocket,
    inbox: Rc<RefCell<Inbox>>,
    _on_open: Closure<dyn FnMut(Event)>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_close: Closure<dyn FnMut(CloseEvent)>,
}

/// Opens the socket, and waits until it is open.
pub(super) async fn open() -> Result<Box<dyn Socket>, Offline> {
    let wire = Wire::begin().map_err(|_| Offline)?;
    poll_fn(|context| {
        let mut inbox = wire.inbox.borrow_mut();
        if inbox.closed.is_some() {
            return Poll::Ready(Err(Offline));
        }
        if inbox.opened {
            return Poll::Ready(Ok(()));
        }
        inbox.waiting = Some(context.waker().clone());
        Poll::Pending
    })
    .await?;
    Ok(Box::new(wire))
}

impl Wire {
    fn begin() -> Result<Self, JsValue> {
        let location = window().location();
        let scheme = if location.protocol()? == "https:" { "wss" } else { "ws" };
        let socket = WebSocket::new(&format!("{scheme}://{}{PATH}", location.host()?))?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let inbox = Rc::new(RefCell::new(Inbox::default()));

        let on = inbox.clone();
        let on_open = Closure::<dyn FnMut(Event)>::new(move |_| {
            let mut inbox = on.borrow_mut();
            inbox.opened = true;
            inbox.wake();
        });
        let on = inbox.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            // The language is binary; a text frame is not ours, and is left alone.
            if let Ok(buffer) = event.data().dyn_into::<ArrayBuffer>() {
                let mut inbox = on.borrow_mut();
                inbox.frames.push_back(Uint8Array::new(&buffer).to_vec());
                inbox.wake();
            }
        });
        let on = inbox.clone();
        let on_close = Closure::<dyn FnMut(CloseEvent)>::new(move |event: CloseEvent| {
            let mut inbox = on.borrow_mut();
            // 1006: the browser says "no close frame came".
            inbox.closed = Some(Closed { code: Some(event.code()).filter(|code| *code != 1006) });
            inbox.wake();
        });
        socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        Ok(Self { socket, inbox, _on_open: on_open, _on_message: on_message, _on_close: on_close })
    }
}

impl Socket for Wire {
    fn send(&self, frame: Vec<u8>) -> LocalBoxFuture<'_, Result<(), Offline>> {
        Box::pin(async move {
            while self.socket.buffered_amount() > BUFFERED_BYTES_MAX && self.inbox.borrow().closed.is_none() {
                TimeoutFuture::new(LOOK_AGAIN_MS).await;
            }
            if self.inbox.borrow().closed.is_some() {
                return Err(Offline);
            }
            self.socket.send_with_u8_array(&frame).map_err(|_| Offline)
        })
    }

    fn recv(&self) -> LocalBoxFuture<'_, Result<Vec<u8>, Closed>> {
        Box::pin(poll_fn(|context| {
            let mut inbox = self.inbox.borrow_mut();
            if let Some(frame) = inbox.frames.pop_front() {
                return Poll::Ready(Ok(frame));
            }
            if let Some(closed) = inbox.closed {
                return Poll::Ready(Err(closed));
            }
            inbox.waiting = Some(context.waker().clone());
            Poll::Pending
        }))
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        let _ = self.socket.close();
    }
}
