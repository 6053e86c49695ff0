//! Sign-ins and recoveries between their steps: in memory, bounded, short-lived.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rapport_wire::limits::{SIGN_IN_SECONDS_MAX, SIGN_INS_PENDING_MAX};
use rapport_wire::{AccountId, Bytes, Code, Problem, Timestamp};

use super::opaque::LoginState;
use crate::chance::Token;

/// What an attempt is named by. Random, so that nobody can finish another's.
type Name = [u8; 32];

/// Everything between two steps.
#[derive(Default)]
pub(crate) struct Attempts {
    pub(super) sign_ins: Pending<SignIn>,
    pub(super) recoveries: Pending<Recovery>,
}

/// A sign-in after its first step.
pub(super) struct SignIn {
    /// Whose; none when there is no such name.
    pub(super) account: Option<AccountId>,
    /// What OPAQUE needs to check the second step.
    pub(super) state: LoginState,
}

/// A recovery after its first or second step.
pub(super) struct Recovery {
    /// Whose; none when there is no such name.
    pub(super) account: Option<AccountId>,
    /// The verify key of the words that have been proven.
    pub(super) proven: Option<Bytes>,
}

/// A bounded map of attempts.
pub(super) struct Pending<T> {
    attempts: Mutex<HashMap<Name, (Timestamp, T)>>,
}

impl<T> Default for Pending<T> {
    fn default() -> Self {
        Self { attempts: Mutex::default() }
    }
}

impl<T> Pending<T> {
    /// Remembers an attempt; returns its name.
    pub(super) fn begin(&self, what: T, now: Timestamp) -> Result<Bytes, Problem> {
        let mut attempts = self.lock();
        if attempts.len() >= SIGN_INS_PENDING_MAX {
            attempts.retain(|_, (began, _)| is_alive(*began, now));
        }
        if attempts.len() >= SIGN_INS_PENDING_MAX {
            let wait = u32::try_from(SIGN_IN_SECONDS_MAX).ok();
            return Err(Problem { retry_after_seconds: wait, ..Problem::new(Code::SlowDown) });
        }
        let name = Token::fresh();
        attempts.insert(*name.as_bytes(), (now, what));
        Ok(name.to_wire())
    }

    /// Takes an attempt out: each step is tried once.
    pub(super) fn take(&self, name: &[u8], now: Timestamp) -> Option<T> {
        let name: Name = name.try_into().ok()?;
        let (began, what) = self.lock().remove(&name)?;
        is_alive(began, now).then_some(what)
    }

    /// Puts an attempt back under its name, for its next step.
    pub(super) fn resume(&self, name: &[u8], what: T, now: Timestamp) {
        if let Ok(name) = Name::try_from(name) {
            self.lock().insert(name, (now, what));
        }
    }

    // A panic while the lock was held leaves a map that is whole: every change is one call.
    fn lock(&self) -> MutexGuard<'_, HashMap<Name, (Timestamp, T)>> {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const fn is_alive(began: Timestamp, now: Timestamp) -> bool {
    now.seconds_since(began) < SIGN_IN_SECONDS_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp::from_millis(43_200_000);

    #[test]
    fn an_attempt_is_taken_once_and_in_time() {
        let pending = Pending::default();
        let name = pending.begin(7, NOON).unwrap();
        assert_eq!(pending.take(&name, NOON), Some(7));
        assert_eq!(pending.take(&name, NOON), None);
        let late = pending.begin(8, NOON).unwrap();
        assert_eq!(pending.take(&late, NOON.plus_seconds(SIGN_IN_SECONDS_MAX)), None);
        assert_eq!(pending.take(b"short", NOON), None);
    }

    #[test]
    fn there_is_room_again_once_old_ones_are_forgotten() {
        let pending = Pending::default();
        for i in 0..SIGN_INS_PENDING_MAX {
            pending.begin(i, NOON).unwrap();
        }
        assert_eq!(pending.begin(0, NOON).unwrap_err().code, Code::SlowDown);
        assert!(pending.begin(0, NOON.plus_seconds(SIGN_IN_SECONDS_MAX)).is_ok());
        assert_eq!(pending.lock().len(), 1);
    }
}
