//! A page that is filled in together during a session, sans-IO: what is open on this device, when the others are
//! told what was done to it, when it is kept.
//!
//! What somebody does is told over the call, sealed from one to the other and never stored, a moment after the last
//! key; at the same time everything is kept on this device. Every now and then, and when somebody puts it away, a
//! sealed entry keeps the page in the space, and the one before is erased. Whoever comes back after a broken line, or
//! with a tab loaded anew, says how much they hold and is sent the rest. All of it joins (`care::together`).

mod drive;

use std::collections::BTreeMap;

use rapport_care::content::{AskedFor, FormName, PageTogether};
use rapport_care::form::{Form, Responses};
use rapport_care::together::{Hand, Together, Version, covers};
use rapport_care::{AccountId, PageId};
use rapport_wire::{ParticipantId, SpaceId, Timestamp};

/// Milliseconds for which keys are gathered before the others are told.
const GATHER_MS: i64 = 200;
/// Seconds after which something that was written stands in an entry.
const KEEP_SECONDS: i64 = 30;

/// A page that is open here.
pub(crate) struct Sheet {
    pub(crate) space: SpaceId,
    pub(crate) page: PageId,
    pub(crate) form: Form,
    pub(crate) asked: Option<AskedFor>,
    opened_by: AccountId,
    hand: Hand,
    pub(crate) done: Together,
    /// As what was done reads.
    pub(crate) said: Responses,
    /// How many of one's own atoms the others were told.
    told: u32,
    /// What entries hold.
    kept: Version,
    /// Position up to which the entries of the space were looked at.
    looked: u64,
    at: Option<String>,
    beside: BTreeMap<ParticipantId, Option<String>>,
    closed: Option<bool>,
    flush_at: Option<Timestamp>,
    keep_at: Option<Timestamp>,
}

/// A page that somebody in the call shows, and that is not open here.
pub(crate) struct Shown {
    space: SpaceId,
    page: PageId,
    by: ParticipantId,
}

impl Sheet {
    pub(crate) fn wake_at(&self) -> Option<Timestamp> {
        self.flush_at.into_iter().chain(self.keep_at).min()
    }

    /// The page as an entry, or this device, keeps it.
    pub(crate) fn whole(&self) -> PageTogether {
        PageTogether {
            page: self.page,
            form: FormName { id: self.form.id.clone(), version: self.form.version },
            checksum: self.form.checksum(),
            opened_by: self.opened_by,
            asked: self.asked,
            runs: self.done.since(&Version::new()),
        }
    }

    /// How many atoms one wrote here.
    fn own(&self) -> u32 {
        self.done.version().get(&self.hand).copied().unwrap_or(0)
    }

    fn is_kept(&self) -> bool {
        covers(&self.kept, &self.done.version())
    }

    fn flush_soon(&mut self, now: Timestamp) {
        self.flush_at.get_or_insert(now.plus_millis(GATHER_MS));
    }
}

/// What this device keeps of a page, by name in the vault.
pub(crate) fn aside(space: SpaceId, page: PageId) -> String {
    format!("{}{:032x}", asides(space), u128::from_be_bytes(page.0))
}

/// What all such names of a space begin with.
pub(crate) fn asides(space: SpaceId) -> String {
    format!("together/{space}/")
}
