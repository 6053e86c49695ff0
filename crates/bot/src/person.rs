//! Somebody without a screen: a machine, a session, its driver running, and waiting for things to happen.

use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use rapport_client::account::{NewPerson, Reopened, reopen, sign_in, sign_up};
use rapport_client::{Link, Session};
use rapport_wire::SpaceId;
use tokio::sync::Notify;
use tokio::time::timeout;

use crate::platform::Native;

/// How long a person waits for anything.
const PATIENCE: Duration = Duration::from_mins(1);

/// Somebody, signed in and live. Must be made inside a [`tokio::task::LocalSet`].
pub struct Person {
    /// What they do everything by.
    pub session: Session,
    /// What they do it on.
    pub machine: Rc<Native>,
    changed: Rc<Notify>,
    _watching: rapport_client::session::Subscription,
}

/// Who somebody wants to be.
#[derive(Debug, Clone)]
pub struct Name {
    /// To sign in.
    pub handle: String,
    /// What others see.
    pub display: String,
    /// The passphrase.
    pub passphrase: String,
}

impl Name {
    /// A name from its parts.
    pub fn new(handle: &str, display: &str, passphrase: &str) -> Self {
        Self { handle: handle.into(), display: display.into(), passphrase: passphrase.into() }
    }
}

impl Person {
    /// Signs up by a link and goes live.
    pub async fn sign_up(origin: &str, link: &Link, name: &Name) -> Result<Self> {
        let person = NewPerson {
            handle: name.handle.clone(),
            display_name: name.display.clone(),
            passphrase: name.passphrase.clone(),
            device_label: "A bot".into(),
        };
        let machine = Native::new(origin)?;
        let made = sign_up(machine.clone(), link, person, &|_| ()).await;
        Ok(Self::live(machine, made.with_context(|| format!("{} could not sign up", name.handle))?.session))
    }

    /// Signs in and goes live.
    pub async fn sign_in(origin: &str, name: &Name) -> Result<Self> {
        let machine = Native::new(origin)?;
        let session = sign_in(machine.clone(), &name.handle, &name.passphrase, "A bot", &|_| ()).await;
        Ok(Self::live(machine, session.with_context(|| format!("{} could not sign in", name.handle))?))
    }

    /// Loads the page again: what is not kept on the machine is gone, and the session before never comes back.
    pub async fn reload(self) -> Result<Self> {
        let machine = Rc::clone(&self.machine);
        drop(self);
        match reopen(machine.clone()).await? {
            Reopened::Open(session) => Ok(Self::live(machine, session)),
            Reopened::Locked { .. } | Reopened::SignedOut => {
                bail!("the machine has forgotten who is signed in")
            }
        }
    }

    fn live(machine: Rc<Native>, session: Session) -> Self {
        let changed = Rc::new(Notify::new());
        let bell = Rc::clone(&changed);
        let watching = session.subscribe(move |_| bell.notify_waiters());
        tokio::task::spawn_local(session.clone().run());
        Self { session, machine, changed, _watching: watching }
    }

    /// Waits until something is so.
    pub async fn until(&self, what: &str, mut so: impl FnMut(&Session) -> bool) -> Result<()> {
        let waiting = async {
            loop {
                let changed = self.changed.notified();
                if so(&self.session) {
                    return;
                }
                changed.await;
            }
        };
        if timeout(PATIENCE, waiting).await.is_ok() {
            return Ok(());
        }
        let findings: Vec<_> = self.session.findings().iter().map(rapport_client::Finding::key).collect();
        bail!("{}: waited in vain for {what}; findings: {findings:?}", self.session.handle())
    }

    /// Waits until a space is here, whole, with this many members.
    pub async fn until_in(&self, space: SpaceId, members: usize) -> Result<()> {
        let here = |session: &Session| {
            let caught_up = session.space(space).is_some_and(|view| view.caught_up);
            caught_up && session.members(space).len() >= members
        };
        self.until("a space", here).await
    }

    /// Waits until everything written here is at the server.
    pub async fn until_sent(&self) -> Result<()> {
        self.until("what was written to be sent", |session| session.unsent() == 0).await
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        self.session.stop();
    }
}
