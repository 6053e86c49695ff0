//! Rows that stay the same element on the screen while what they show changes: focus, a playing voice and
//! a download survive an edit or a receipt.

use leptos::prelude::*;

use super::rows::{Key, Row};
use crate::talk::times::Day;

/// A row and what it shows now.
#[derive(Clone)]
pub(super) struct Handle {
    /// Its name.
    pub(super) key: Key<Day>,
    /// What it shows.
    pub(super) row: ArcRwSignal<Row>,
}

/// The handles of new rows: those that were there are told what changed, the others are made.
pub(super) fn reconcile(old: &[Handle], rows: Vec<(Key<Day>, Row)>) -> Vec<Handle> {
    let known: std::collections::HashMap<_, _> = old.iter().map(|handle| (handle.key, &handle.row)).collect();
    rows.into_iter()
        .map(|(key, row)| match known.get(&key) {
            Some(signal) => {
                if signal.with_untracked(|was| *was != row) {
                    signal.set(row);
                }
                Handle { key, row: (*signal).clone() }
            }
            None => Handle { key, row: ArcRwSignal::new(row) },
        })
        .collect()
}
