//! One version of a page that several people write, as a screen shows it.

use rapport_care::versions::Version;
use rapport_care::{Conversation, EntryId};
use rapport_wire::AccountId;

use crate::engine::Engine;
use crate::ids::outer_account;

/// A version of a plan: what it says, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionView<T> {
    /// The entry.
    pub entry: EntryId,
    /// Who wrote it.
    pub by: AccountId,
    /// What they are called.
    pub name: Option<String>,
    /// Whether it is one's own.
    pub mine: bool,
    /// When, in microseconds since the Unix epoch.
    pub at: i64,
    /// Whether it waits on this device.
    pub unsent: bool,
    /// What it says.
    pub is: T,
}

impl<T: Clone> VersionView<T> {
    /// A version of a space, whose entries are `all` and of which `waits` are on this device alone.
    pub(super) fn of(
        engine: &Engine,
        all: &Conversation,
        waits: &[EntryId],
        version: &Version<'_, T>,
    ) -> Self {
        let by = outer_account(version.by);
        Self {
            entry: version.entry,
            by,
            name: all.name_of(version.by).map(str::to_owned),
            mine: by == engine.account(),
            at: version.at,
            unsent: waits.contains(&version.entry),
            is: version.is.clone(),
        }
    }
}
