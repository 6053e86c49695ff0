//! Waking tasks of the same thread: a counter that rises, and whoever waits for it to.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// Something that happens again and again.
#[derive(Default)]
pub(crate) struct Bell {
    rung: Cell<u64>,
    waiting: RefCell<Vec<Waker>>,
}

impl Bell {
    /// How often it has rung.
    pub(crate) fn count(&self) -> u64 {
        self.rung.get()
    }

    /// Rings: everybody who waits goes on.
    pub(crate) fn ring(&self) {
        self.rung.set(self.rung.get() + 1);
        // Taken out first: a waker may run its task at once, and that task may wait again.
        let waiting = std::mem::take(&mut *self.waiting.borrow_mut());
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Waits until it has rung more than `seen` times.
    pub(crate) async fn after(&self, seen: u64) {
        poll_fn(|context| {
            if self.rung.get() > seen {
                return Poll::Ready(());
            }
            let mut waiting = self.waiting.borrow_mut();
            if !waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                waiting.push(context.waker().clone());
            }
            Poll::Pending
        })
        .await;
    }
}
