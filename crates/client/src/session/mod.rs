//! The handle a screen holds: views to draw, things to do, a callback when something changed.
//!
//! Cheap to clone; every clone is the same session. Nothing here waits for the network but what says so:
//! words are kept on the device first and sent when there is a line. Spawn [`Session::run`] once.
//!
//! ```no_run
//! # async fn example(outside: rapport_client::platform::Outside) -> Result<(), rapport_client::ClientError> {
//! use rapport_client::account::{Reopened, reopen};
//! let Reopened::Open(session) = reopen(outside).await? else { return Ok(()) };
//! let watching = session.subscribe(|change| println!("{change:?}"));
//! // spawn_local(session.clone().run());
//! for space in session.spaces() {
//!     println!("{}: {} unread", space.names.join(", "), space.unread);
//! }
//! # drop(watching); Ok(()) }
//! ```

mod account;
mod call;
mod caseload;
mod chores;
mod consent;
mod course;
mod draft;
mod due_times;
mod farewell;
mod files;
mod forms;
mod journal;
mod keyring;
mod leave;
mod library;
mod look;
mod note_begun;
mod notes;
mod own;
mod pages;
mod plan;
mod record;
mod record_end;
mod run;
mod safety;
mod say;
mod spaces;
mod supervision;
mod timeline;
mod together;
mod versions;

pub use caseload::CaseView;
pub use consent::{ConsentClient, ConsentStep, ConsentView, ConsentsView};
pub use farewell::Departed;
pub use files::{Cancel, NewFile, NewVoice, Source, Upload};
pub use journal::{JournalView, SharedPageView};
pub use leave::{Archive, EarlierView, Scope, Taken};
pub use note_begun::NoteBegun;
pub use notes::NoteView;
pub use own::PrivateView;
pub use plan::{PlanView, Suggestion};
pub use record::RecordView;
pub use safety::SafetyView;
pub use spaces::Invited;
pub use timeline::{Happened, Moment};
pub use versions::VersionView;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};

use rapport_envelope::{Hash, Identity};
use rapport_seal::Keyring;
use rapport_wire::account::Me;

use crate::ClientError;
use crate::call::CallEvent;
use crate::engine::Engine;
use crate::platform::{Chance, Outside};
use crate::views::Change;
use crate::wake::Bell;

/// A signed-in, unlocked account on this device.
#[derive(Clone)]
pub struct Session {
    inner: Rc<Inner>,
}

type OnChange = Rc<dyn Fn(&Change)>;
type OnCall = Rc<dyn Fn(CallEvent)>;

struct Inner {
    outside: Outside,
    engine: RefCell<Engine>,
    me: RefCell<Me>,
    /// The keyring as the server holds it.
    sealed_keyring: RefCell<Vec<u8>>,
    /// Somebody used the engine: its outputs wait for the driver.
    work: Bell,
    /// Vault writes were done.
    kept: Bell,
    kept_count: Cell<u64>,
    due_said: RefCell<due_times::Said>,
    keyring_due: Bell,
    running: Cell<bool>,
    stopped: Cell<bool>,
    listeners: RefCell<BTreeMap<u64, OnChange>>,
    call_listeners: RefCell<BTreeMap<u64, OnCall>>,
    next_listener: Cell<u64>,
    /// Six words are 8,192 hashes: worked out once for an identity.
    words: RefCell<BTreeMap<Hash, [&'static str; 6]>>,
}

/// Keeps a callback called; dropping it ends that.
pub struct Subscription {
    inner: Weak<Inner>,
    number: u64,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(inner) = self.inner.upgrade() {
            inner.listeners.borrow_mut().remove(&self.number);
            inner.call_listeners.borrow_mut().remove(&self.number);
        }
    }
}

impl Session {
    /// A session over an open keyring and what this device keeps.
    pub(crate) async fn open(
        outside: Outside,
        me: Me,
        keyring: Keyring,
        sealed_keyring: Vec<u8>,
    ) -> Result<Self, ClientError> {
        let vault = outside.vault_read(String::new()).await?;
        let inner = Inner {
            outside,
            engine: RefCell::new(Engine::new(keyring, vault)),
            me: RefCell::new(me),
            sealed_keyring: RefCell::new(sealed_keyring),
            work: Bell::default(),
            kept: Bell::default(),
            kept_count: Cell::new(0),
            due_said: RefCell::default(),
            keyring_due: Bell::default(),
            running: Cell::new(false),
            stopped: Cell::new(false),
            listeners: RefCell::default(),
            call_listeners: RefCell::default(),
            next_listener: Cell::new(0),
            words: RefCell::default(),
        };
        Ok(Self { inner: Rc::new(inner) })
    }

    /// Calls back, from the driver, after each change. Look at the views again; do no long work inside.
    pub fn subscribe(&self, callback: impl Fn(&Change) + 'static) -> Subscription {
        let subscription = self.subscription();
        self.inner.listeners.borrow_mut().insert(subscription.number, Rc::new(callback));
        subscription
    }

    fn subscription(&self) -> Subscription {
        let number = self.inner.next_listener.get();
        self.inner.next_listener.set(number + 1);
        Subscription { inner: Rc::downgrade(&self.inner), number }
    }

    /// Ends [`Self::run`]. What is kept on the device stays.
    pub fn stop(&self) {
        self.inner.stopped.set(true);
        self.inner.work.ring();
        self.inner.keyring_due.ring();
        self.inner.kept.ring();
    }

    /// Tries to connect at once (the browser says it is online again).
    pub fn reconnect_now(&self) {
        self.inner.engine.borrow_mut().hurry();
        self.inner.work.ring();
    }

    /// Looks at the engine itself: for measurements and tests.
    pub fn engine<T>(&self, look: impl FnOnce(&Engine) -> T) -> T {
        look(&self.inner.engine.borrow())
    }

    /// Uses the engine, and wakes the driver for what follows from it.
    fn with<T>(&self, act: impl FnOnce(&mut Engine, &mut Chance<'_>) -> T) -> T {
        let result = {
            let mut engine = self.inner.engine.borrow_mut();
            act(&mut engine, &mut Chance(&*self.inner.outside))
        };
        self.inner.work.ring();
        result
    }

    /// Waits until everything asked to be kept so far is kept.
    async fn until_kept(&self) -> Result<(), ClientError> {
        let asked = self.inner.engine.borrow().writes_asked();
        if !self.inner.running.get() {
            // Without a socket there is nothing that could fail.
            let _ = self.do_outputs(None).await;
        }
        loop {
            let seen = self.inner.kept.count();
            if self.inner.kept_count.get() >= asked {
                return Ok(());
            }
            if self.inner.stopped.get() {
                return Err(ClientError::Locked);
            }
            self.inner.kept.after(seen).await;
        }
    }

    fn words_of(&self, identity: &Identity) -> [&'static str; 6] {
        let fingerprint = identity.fingerprint();
        let mut words = self.inner.words.borrow_mut();
        *words.entry(fingerprint).or_insert_with(|| rapport_seal::code::words(identity))
    }
}
