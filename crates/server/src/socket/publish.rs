//! After a commit: answers to the senders, and the new entries to everybody who follows.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use rapport_store::writer::{Done, NewEntry, Outcome};
use rapport_wire::SpaceId;
use rapport_wire::limits::{PAGE_BYTES_MAX, PAGE_ENTRIES_MAX};
use rapport_wire::socket::{Down, encode};
use rapport_wire::space::StoredEntry;

use super::hub::Hub;
use super::line::Line;
use crate::faults;

/// Who sent an entry, and what they call it.
pub(crate) struct Sender {
    pub(super) line: Arc<Line>,
    pub(super) reference: u32,
}

/// Called once a batch, after its commit, with the entries of each space in order of position: this alone
/// publishes entries, so they are published in order.
pub(crate) fn publish(hub: &Hub, batch: Vec<Done<Sender>>) {
    metrics::counter!("rapport_entries_total").increment(batch.len() as u64);
    metrics::histogram!("rapport_commit_entries").record(batch.len() as f64);
    let mut new: HashMap<SpaceId, Vec<StoredEntry>> = HashMap::new();
    for done in batch {
        answer(&done.tag, &done.outcome);
        if let Outcome::Accepted { position, new: true, .. } = done.outcome {
            new.entry(done.entry.space).or_default().push(stored(done.entry, position));
        }
    }
    for (space, entries) in new {
        for page in pages(entries) {
            let (Some(first), Some(last)) = (page.first(), page.last()) else { continue };
            let (first, end) = (first.position, last.position + 1);
            let frame = Bytes::from(encode(&Down::Entries { space, entries: page, more: false }));
            hub.entries(space, first, end, &frame);
        }
    }
}

fn answer(sender: &Sender, outcome: &Outcome) {
    let reference = sender.reference;
    let down = match outcome {
        Outcome::Accepted { position, received_at, .. } => {
            Down::Accepted { reference, position: *position, received_at: *received_at }
        }
        Outcome::Refused(why) => Down::Refused { reference, code: faults::entry_refused(*why) },
        Outcome::Failed(error) => Down::Refused { reference, code: faults::entry_failed(error) },
    };
    sender.line.tell(&down);
    sender.line.unanswered.add_permits(1);
}

fn stored(entry: NewEntry, position: u64) -> StoredEntry {
    StoredEntry { position, received_at: entry.received_at, head: entry.head, body: Some(entry.body) }
}

/// Cuts what one commit brought into frames no larger than a page.
fn pages(entries: Vec<StoredEntry>) -> Vec<Vec<StoredEntry>> {
    let mut pages: Vec<Vec<StoredEntry>> = vec![Vec::new()];
    let mut bytes = 0;
    for entry in entries {
        let size = entry.head.len() + entry.body.as_ref().map_or(0, |body| body.len());
        let full = pages.last().is_some_and(|page| page.len() >= PAGE_ENTRIES_MAX);
        if full || (bytes > 0 && bytes + size > PAGE_BYTES_MAX) {
            pages.push(Vec::new());
            bytes = 0;
        }
        bytes += size;
        if let Some(page) = pages.last_mut() {
            page.push(entry);
        }
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapport_wire::Timestamp;

    fn entry(position: u64, size: usize) -> StoredEntry {
        StoredEntry {
            position,
            received_at: Timestamp::from_micros(0),
            head: vec![0; 4].into(),
            body: Some(vec![0; size].into()),
        }
    }

    #[test]
    fn a_large_commit_is_several_frames_in_order() {
        let many = pages((0..600).map(|i| entry(i, 10)).collect());
        assert_eq!(many.iter().map(Vec::len).collect::<Vec<_>>(), [256, 256, 88]);
        let big = pages((0..20).map(|i| entry(i, 100 * 1024)).collect());
        assert_eq!(big.iter().map(Vec::len).collect::<Vec<_>>(), [10, 10]);
        let order: Vec<_> = big.iter().flatten().map(|entry| entry.position).collect();
        assert!(order.is_sorted());
    }
}
