//! What every screen shares: who is signed in, the session over `rapport_client`, the line to the server,
//! what a server was caught at, a passing word. One for the whole page, in the context.

use std::collections::HashMap;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::account::{OnStage, Reopened, reopen};
use rapport_client::platform::{Outside, Write};
use rapport_client::session::{Departed, Subscription};
use rapport_client::views::{Change, Connection};
use rapport_client::{ClientError, Finding, Session, Severity};
use rapport_wire::SpaceId;
use rapport_wire::account::{Leaving, SignOut};
use rapport_wire::practice::GetPractice;

use crate::i18n::{Sentences, sentences};
use crate::platform::{Browser, Host};

/// Who is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Looking at what is kept on this device.
    Opening,
    /// That did not work; it can be tried again.
    Unopened(Sentences),
    /// Nobody.
    SignedOut,
    /// Somebody, who must give their passphrase.
    Locked {
        /// Their sign-in name.
        handle: String,
    },
    /// Somebody.
    In,
    /// Somebody who has just left for good, and what was done.
    Departed(Departed),
}

/// What a screen may watch for changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Watched {
    /// One's own account.
    Account,
    /// The list of conversations.
    Spaces,
    /// One conversation.
    Space(SpaceId),
    /// Who is there, and who types.
    Presence(SpaceId),
    /// The session of a conversation.
    Call(SpaceId),
    /// The page that is filled in together there.
    Page(SpaceId),
    /// Appointments, and what they stand on.
    Time,
}

/// The state shared by all screens.
#[derive(Clone, Copy)]
pub(crate) struct App {
    phase: RwSignal<Phase>,
    connection: RwSignal<Connection>,
    findings: RwSignal<Vec<Finding>>,
    skew_seconds: RwSignal<Option<i64>>,
    practice: RwSignal<Option<String>>,
    toast: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    departing: StoredValue<bool>,
    parts: StoredValue<Parts, LocalStorage>,
}

struct Parts {
    host: Host,
    outside: Outside,
    session: Option<(Session, Subscription)>,
    versions: HashMap<Watched, ArcRwSignal<u32>>,
}

/// The app of this page.
pub(crate) fn app() -> App {
    expect_context::<App>()
}

impl App {
    /// Begins: opens what is kept on this device.
    pub(crate) fn start(host: Host) -> Self {
        let outside: Outside = Rc::new(Browser::new(&host));
        let app = Self {
            phase: RwSignal::new(Phase::Opening),
            connection: RwSignal::new(Connection::Connecting),
            findings: RwSignal::new(Vec::new()),
            skew_seconds: RwSignal::new(None),
            practice: RwSignal::new(None),
            toast: RwSignal::new(None),
            busy: RwSignal::new(false),
            departing: StoredValue::new(false),
            parts: StoredValue::new_local(Parts { host, outside, session: None, versions: HashMap::new() }),
        };
        app.open();
        app.ask_practice();
        app
    }

    /// Opens what is kept on this device, or finds that nobody is signed in.
    pub(crate) fn open(self) {
        self.phase.set(Phase::Opening);
        spawn_local(async move {
            match reopen(self.outside()).await {
                Ok(Reopened::Open(session)) => self.enter(session),
                Ok(Reopened::Locked { handle }) => self.phase.set(Phase::Locked { handle }),
                Ok(Reopened::SignedOut) => self.phase.set(Phase::SignedOut),
                Err(error) => self.phase.set(Phase::Unopened(sentences(&error))),
            }
        });
    }

    /// Tries once more to open what could not be opened, without a word while it still cannot be.
    pub(crate) fn open_again(self) {
        spawn_local(async move {
            let opened = reopen(self.outside()).await;
            if !matches!(self.phase_untracked(), Phase::Unopened(_)) {
                return;
            }
            match opened {
                Ok(Reopened::Open(session)) => self.enter(session),
                Ok(Reopened::Locked { handle }) => self.phase.set(Phase::Locked { handle }),
                Ok(Reopened::SignedOut) => self.phase.set(Phase::SignedOut),
                Err(_) => {}
            }
        });
    }

    /// Somebody has come in.
    pub(crate) fn enter(self, session: Session) {
        let watching = session.subscribe(move |change| self.heard(change));
        self.connection.set(session.connection());
        self.findings.set(session.findings());
        self.skew_seconds.set(session.clock_skew_seconds());
        spawn_local(session.clone().run());
        self.parts.update_value(|parts| parts.session = Some((session, watching)));
        self.phase.set(Phase::In);
    }

    /// Locks this device: the passphrase is needed from now on.
    pub(crate) async fn lock(self) {
        let Some(session) = self.session() else {
            // Whoever is still being shown their recovery words has an account here already.
            let _ = rapport_client::account::lock(&self.outside()).await;
            return;
        };
        // First out of sight, then out of the vault.
        self.leave(Phase::Locked { handle: session.handle() });
        if session.lock().await.is_err() {
            // Nothing could be forgotten on the device; what is in memory is gone with the page.
            let _ = window().location().reload();
        }
    }

    /// Signs this device out, and forgets what is kept on it.
    pub(crate) async fn sign_out(self) -> Result<(), ClientError> {
        if let Some(session) = self.session() {
            session.sign_out().await?;
        } else {
            let outside = self.outside();
            rapport_client::api::call(&*outside, &SignOut {}).await?;
            outside.vault_write(vec![Write::DeleteAll(String::new())]).await?;
        }
        self.leave(Phase::SignedOut);
        Ok(())
    }

    /// Leaves for good. What is told of it is a phase of its own: there is nobody any more whose page it could be.
    pub(crate) async fn leave_for_good(
        self,
        passphrase: &str,
        shown: Leaving,
        on_stage: OnStage<'_>,
    ) -> Result<(), ClientError> {
        let Some(session) = self.session() else { return Err(ClientError::Locked) };
        // The server closes the line before it answers: that is no sign-out to be looked at.
        self.departing.set_value(true);
        let departed = session.leave_for_good(passphrase, shown, on_stage).await;
        self.departing.set_value(false);
        match departed {
            Ok(departed) => {
                self.leave(Phase::Departed(departed));
                Ok(())
            }
            Err(error) => {
                if session.connection() == Connection::SignedOut {
                    self.leave(Phase::Opening);
                    self.open();
                }
                Err(error)
            }
        }
    }

    /// Whoever has left has read the last page.
    pub(crate) fn nobody(self) {
        self.leave(Phase::SignedOut);
    }

    fn leave(self, phase: Phase) {
        let session = self.parts.try_update_value(|parts| parts.session.take()).flatten();
        self.phase.set(phase);
        self.findings.set(Vec::new());
        self.skew_seconds.set(None);
        if let Some((session, watching)) = session {
            drop(watching);
            session.stop();
        }
    }

    fn heard(self, change: &Change) {
        match change {
            Change::Spaces => self.bump(Watched::Spaces),
            Change::Account => self.bump(Watched::Account),
            Change::Space(space) => self.bump(Watched::Space(*space)),
            Change::Presence(space) => self.bump(Watched::Presence(*space)),
            Change::Call(space) => self.bump(Watched::Call(*space)),
            Change::Page(space) => self.bump(Watched::Page(*space)),
            Change::Time => self.bump(Watched::Time),
            Change::Finding(finding) => self.findings.update(|found| found.push(finding.clone())),
            Change::ClockSkew(seconds) => self.skew_seconds.set(Some(*seconds)),
            Change::Connection(connection) => {
                self.connection.set(*connection);
                if *connection == Connection::SignedOut && !self.departing.get_value() {
                    // Looked at again, since another tab of this browser may just have signed in anew; and not
                    // from within the callback, which belongs to what is being left.
                    spawn_local(async move {
                        self.leave(Phase::Opening);
                        self.open();
                    });
                }
            }
            Change::NothingKept => {}
        }
    }

    fn bump(self, what: Watched) {
        if let Some(version) = self.parts.with_value(|parts| parts.versions.get(&what).cloned()) {
            version.update(|version| *version = version.wrapping_add(1));
        }
    }

    /// Runs the surrounding effect again when `what` changes.
    pub(crate) fn watch(self, what: Watched) {
        let known = self.parts.with_value(|parts| parts.versions.get(&what).cloned());
        let version = known.unwrap_or_else(|| {
            // Counted rather than owned: it must outlive the screen that asks first.
            let version = ArcRwSignal::new(0);
            self.parts.update_value(|parts| {
                parts.versions.insert(what, version.clone());
            });
            version
        });
        version.track();
    }

    fn ask_practice(self) {
        let outside = self.outside();
        spawn_local(async move {
            if let Ok(practice) = rapport_client::api::call(&*outside, &GetPractice {}).await {
                self.practice.set(Some(practice.name));
            }
        });
    }

    /// Who is here; tracked.
    pub(crate) fn phase(self) -> Phase {
        self.phase.get()
    }

    /// Who is here; for what happens once.
    pub(crate) fn phase_untracked(self) -> Phase {
        self.phase.get_untracked()
    }

    /// The session of whoever is in.
    pub(crate) fn session(self) -> Option<Session> {
        self.parts.with_value(|parts| parts.session.as_ref().map(|(session, _)| session.clone()))
    }

    /// The browser, as the client sees it.
    pub(crate) fn outside(self) -> Outside {
        self.parts.with_value(|parts| parts.outside.clone())
    }

    /// What `boot.js` handed over.
    pub(crate) fn host(self) -> Host {
        self.parts.with_value(|parts| parts.host.clone())
    }

    /// The line to the server; tracked.
    pub(crate) fn connection(self) -> Connection {
        self.connection.get()
    }

    /// What somebody should look at before writing on; tracked.
    pub(crate) fn alarms(self) -> Vec<Finding> {
        self.findings.with(|found| {
            found.iter().filter(|finding| finding.severity() >= Severity::Warning).cloned().collect()
        })
    }

    /// Minutes by which the device's clock is wrong, if it is; tracked.
    pub(crate) fn skew_minutes(self) -> Option<u64> {
        self.skew_seconds.get().map(|seconds| seconds.unsigned_abs().div_ceil(60))
    }

    /// The practice's name, as the server says; tracked.
    pub(crate) fn practice(self) -> Option<String> {
        self.practice.get()
    }

    /// A passing word at the foot of the page.
    pub(crate) fn say(self, words: String) {
        self.toast.set(Some(words));
    }

    /// The passing word, to show and to take away.
    pub(crate) fn toast(self) -> RwSignal<Option<String>> {
        self.toast
    }

    /// Whether somebody is in a session: then the page does not lock itself, though nobody touches it.
    pub(crate) fn busy(self) -> RwSignal<bool> {
        self.busy
    }
}
