//! The words of one field: a Fugue tree (Weidner, Gentle and Kleppmann 2023, arXiv:2305.00583).
//!
//! Each character stands before or after another one. Read from left to right that is one order for everybody,
//! which no later character changes; two runs written in the same place stand one behind the other.

use std::collections::BTreeMap;

use super::step::{Place, Side, Step};
use super::{Atom, Together, Version};

/// A field's characters, the erased ones among them: others may stand beside those.
pub(super) struct Text {
    all: BTreeMap<Atom, Node>,
    first: Vec<Atom>,
}

struct Node {
    is: char,
    /// Seen, and not erased as far as that is seen.
    stands: bool,
    before: Vec<Atom>,
    after: Vec<Atom>,
}

impl Text {
    /// A field as it reads to whoever has seen so much; all of it without that. Everybody has it in one order,
    /// whatever of it they have seen.
    pub(super) fn of(page: &Together, field: &str, seen: Option<&Version>) -> Self {
        let mut all = BTreeMap::new();
        let mut places = BTreeMap::new();
        for (atom, step) in page.steps(None) {
            let Step::Write { field: written, place, words } = step else { continue };
            if written != field {
                continue;
            }
            let mut place = *place;
            let held = seen.map_or(u32::MAX, |seen| seen.get(&atom.hand).copied().unwrap_or(0));
            for (is, n) in words.chars().zip(atom.n..) {
                let atom = Atom { n, ..atom };
                all.insert(atom, Node { is, stands: n < held, before: Vec::new(), after: Vec::new() });
                places.insert(atom, place);
                place = Place { beside: Some(atom), side: Side::After };
            }
        }
        for (_, step) in page.steps(seen) {
            if let Step::Erase { from, count } = step {
                let last = Atom { n: from.n.saturating_add(count - 1), ..*from };
                all.range_mut(from..=&last).for_each(|(_, node)| node.stands = false);
            }
        }
        let mut text = Self { all, first: Vec::new() };
        // In the order of names: so are brothers.
        for (atom, place) in places {
            let beside = place.beside.and_then(|beside| text.all.get_mut(&beside));
            match (beside, place.side) {
                (Some(node), Side::Before) => node.before.push(atom),
                (Some(node), Side::After) => node.after.push(atom),
                // At the beginning; or beside something that has not come yet, and is shown all the same.
                (None, _) => text.first.push(atom),
            }
        }
        text
    }

    /// The words.
    pub(super) fn words(&self) -> String {
        self.standing().into_iter().map(|(_, is)| is).collect()
    }

    /// The characters that stand, in order.
    pub(super) fn standing(&self) -> Vec<(Atom, char)> {
        // By hand and not by recursion: words written in one go are as deep as they are long.
        enum Do {
            Enter(Atom),
            Say(Atom),
        }
        let mut said = Vec::new();
        let enter =
            |todo: &mut Vec<Do>, atoms: &[Atom]| todo.extend(atoms.iter().rev().map(|it| Do::Enter(*it)));
        let mut todo = Vec::new();
        enter(&mut todo, &self.first);
        while let Some(next) = todo.pop() {
            match next {
                Do::Enter(atom) => {
                    let Some(node) = self.all.get(&atom) else { continue };
                    enter(&mut todo, &node.after);
                    todo.push(Do::Say(atom));
                    enter(&mut todo, &node.before);
                }
                Do::Say(atom) => {
                    said.extend(self.all.get(&atom).filter(|node| node.stands).map(|node| (atom, node.is)));
                }
            }
        }
        said
    }

    /// Where to write so that it stands right behind a character; at the beginning without one.
    pub(super) fn behind(&self, left: Option<Atom>) -> Place {
        let after = match left {
            None => &self.first,
            Some(left) => match self.all.get(&left) {
                Some(node) => &node.after,
                None => return Place { beside: Some(left), side: Side::After },
            },
        };
        let Some(mut next) = after.first().copied() else { return Place { beside: left, side: Side::After } };
        while let Some(before) = self.all.get(&next).and_then(|node| node.before.first()) {
            next = *before;
        }
        Place { beside: Some(next), side: Side::Before }
    }
}
