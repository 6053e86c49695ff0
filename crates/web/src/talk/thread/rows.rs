//! A conversation as rows: days, the unread marker, items; who speaks is told once for a run of theirs.

use rapport_care::conversation::{Item, View};
use rapport_care::{AccountId, EntryId};

/// Names a row for as long as it is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Key<D> {
    /// A new day.
    Day(D),
    /// From here on it is unread.
    Unread,
    /// An item.
    Item(EntryId, AccountId),
}

/// What a row shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Row {
    /// The day of a moment, in microseconds since the Unix epoch.
    Day(i64),
    /// From here on it is unread.
    Unread,
    /// An item.
    Item {
        /// The item.
        item: Box<Item>,
        /// Whether the one before it is by the same author, shortly before.
        goes_on: bool,
    },
}

/// Longest pause within one author's run, in microseconds (ten minutes).
const RUN_PAUSE: i64 = 10 * 60 * 1_000_000;

/// The rows of a view. `marker` is the first item that was unread when the conversation was opened.
pub(super) fn rows<D: Copy + PartialEq>(
    view: View,
    marker: Option<(EntryId, AccountId)>,
    day_of: impl Fn(i64) -> D,
) -> Vec<(Key<D>, Row)> {
    let mut rows = Vec::with_capacity(view.items.len() + 8);
    let mut before: Option<(AccountId, i64, D)> = None;
    for item in view.items {
        let (author, at, day) = (item.author, item.at, day_of(item.at));
        let new_day = before.is_none_or(|(_, _, last)| last != day);
        if new_day {
            rows.push((Key::Day(day), Row::Day(at)));
        }
        let unread = marker == Some((item.id, author));
        if unread {
            rows.push((Key::Unread, Row::Unread));
        }
        let follows = before.is_some_and(|(last, then, _)| last == author && at - then < RUN_PAUSE);
        let goes_on = follows && !new_day && !unread;
        rows.push((Key::Item(item.id, author), Row::Item { item: Box::new(item), goes_on }));
        before = Some((author, at, day));
    }
    // A clock set back while words were waiting can bring a day twice; a key may stand once.
    let mut seen = Vec::with_capacity(rows.len());
    rows.retain(|(key, _)| {
        let fresh = !matches!(key, Key::Day(_)) || !seen.contains(key);
        seen.push(*key);
        fresh
    });
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapport_care::conversation::Body;

    const DAY: i64 = 24 * 3_600 * 1_000_000;

    fn item(id: u8, author: u8, at: i64) -> Item {
        Item {
            id: EntryId([id; 16]),
            position: Some(u64::from(id)),
            author: AccountId([author; 16]),
            mine: author == 1,
            at,
            body: Body::Text("words".into()),
            edited: false,
            reply_to: None,
            receipt: None,
        }
    }

    fn shape(items: Vec<Item>, marker: Option<(EntryId, AccountId)>) -> Vec<&'static str> {
        let rows = rows(View { items, ..View::default() }, marker, |at| at / DAY);
        let name = |row: &Row| match row {
            Row::Day(_) => "day",
            Row::Unread => "unread",
            Row::Item { goes_on: true, .. } => "goes on",
            Row::Item { .. } => "item",
        };
        rows.iter().map(|(_, row)| name(row)).collect()
    }

    #[test]
    fn days_part_and_runs_join() {
        let items = vec![
            item(1, 1, 0),
            item(2, 1, 1_000),
            item(3, 2, 2_000),
            item(4, 2, RUN_PAUSE * 2),
            item(5, 2, DAY),
        ];
        assert_eq!(shape(items, None), ["day", "item", "goes on", "item", "item", "day", "item"]);
    }

    #[test]
    fn the_marker_stands_before_what_was_unread_and_breaks_a_run() {
        let marker = Some((EntryId([2; 16]), AccountId([1; 16])));
        assert_eq!(shape(vec![item(1, 1, 0), item(2, 1, 5)], marker), ["day", "item", "unread", "item"]);
        assert_eq!(shape(Vec::new(), marker), Vec::<&str>::new());
    }

    #[test]
    fn a_day_stands_once_even_when_a_clock_went_back() {
        let items = vec![item(1, 1, DAY), item(2, 1, 0), item(3, 1, DAY + 5)];
        assert_eq!(shape(items, None), ["day", "item", "day", "item", "item"]);
    }
}
