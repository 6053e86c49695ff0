//! A page that two people fill in at the same time: both see what either writes, and nothing is lost.
//!
//! What was done to a page is a *set* of named [`Step`]s, and what the page says is a function of that set alone.
//! So it does not matter in which order, how often or by which way a step comes: whoever holds the same steps
//! reads the same page. Joining two states is their union: commutative, associative, idempotent.
//!
//! - Every opening of a page on a device is a [`Hand`] of its own, drawn by chance and never used again: a tab
//!   that crashed after it had sent something cannot give the same name twice.
//! - A hand counts its atoms from nothing without a gap: each character and each other step is one. How much
//!   somebody holds is one number a hand, a [`Version`].
//! - Words stand in a Fugue tree ([`text`]): what two people write in one place stands side by side, not
//!   interleaved. Words are erased by name; what somebody else wrote meanwhile stays.
//! - What is chosen rather than written is a register, option by option where many may be chosen; the later
//!   choice stands.
//!
//! `docs/adr/0017` says why it is our own. What is in here trusts its writers with one another's words, as the two
//! at one sheet of paper do; who may write at all was decided before.
//!
//! ```
//! use rapport_care::form::{Answer, Responses};
//! use rapport_care::together::{Hand, Together, Version};
//! use rapport_care::{AccountId, worksheet};
//! let form = worksheet::find("thought-record").unwrap();
//! let words = |it: &str| Responses::from([("situation".into(), Answer::Text(it.into()))]);
//! let (alex, thea) = (AccountId([1; 16]), AccountId([2; 16]));
//! let mut desk = Together::default();
//! desk.write(Hand(1), alex, form, &Version::new(), &words("on the bus")).unwrap();
//! let (mut phone, both) = (desk.clone(), desk.version());
//! desk.write(Hand(1), alex, form, &both, &words("late, on the bus")).unwrap();
//! phone.write(Hand(2), thea, form, &both, &words("on the bus home")).unwrap();
//! desk.join(&phone);
//! assert_eq!(desk.read(form), words("late, on the bus home"));
//! ```

mod answers;
mod live;
mod open;
mod step;
mod text;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::content::ContentError;
use crate::ids::AccountId;
use crate::limits::{TOGETHER_ATOMS_MAX, TOGETHER_HANDS_MAX};

pub use answers::bring_in;
pub use live::Live;
pub use open::{Open, close_marks, ended, ends, open};
pub use step::{Place, Run, Side, Step, portions};

/// One opening of a page on one device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hand(pub u64);

/// One character, or one other step: whose, and which of theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Atom {
    /// The hand.
    pub hand: Hand,
    /// Counted from nothing.
    pub n: u32,
}

/// How many atoms of each hand somebody holds.
pub type Version = BTreeMap<Hand, u32>;

/// Whether whoever holds `a` holds everything of `b`.
pub fn covers(a: &Version, b: &Version) -> bool {
    b.iter().all(|(hand, count)| a.get(hand).is_some_and(|held| held >= count))
}

/// Everything done to a page, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Together {
    hands: BTreeMap<Hand, Written>,
}

/// What one hand did, in order, in as few steps as it can be said in.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Written {
    by: AccountId,
    steps: Vec<(u32, Step)>,
    next: u32,
}

/// Why steps were not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// Steps between these and the ones that are held are missing: they must be asked for.
    #[error("steps before these are missing")]
    Missing,
    /// They are none, or over a limit.
    #[error(transparent)]
    Content(#[from] ContentError),
}

impl Together {
    /// From runs that an entry or a device kept. A run that does not fit is left out, the others stand.
    pub fn of(runs: &[Run]) -> Self {
        let mut together = Self::default();
        for run in runs {
            let _ = together.take(run);
        }
        together
    }

    /// Takes steps; those that are held already are passed over. Whether anything was new.
    pub fn take(&mut self, run: &Run) -> Result<bool, NotTaken> {
        run.check()?;
        let known = self.hands.get(&run.hand);
        let next = known.map_or(0, |written| written.next);
        if known.is_none() && self.hands.len() >= TOGETHER_HANDS_MAX {
            return Err(ContentError::TooLong { what: "the row of writers", max: TOGETHER_HANDS_MAX }.into());
        }
        if run.from > next {
            return Err(NotTaken::Missing);
        }
        let held: usize = self.hands.values().map(|written| written.next as usize).sum();
        let atoms: usize = run.steps.iter().map(|step| step.atoms() as usize).sum();
        if held + atoms > TOGETHER_ATOMS_MAX {
            return Err(ContentError::TooLong { what: "the page", max: TOGETHER_ATOMS_MAX }.into());
        }
        let mut at = run.from;
        for step in &run.steps {
            let after = at + step.atoms();
            if at >= next {
                self.push(run.hand, run.by, step.clone());
            } else if after > next {
                self.push(run.hand, run.by, step.clone().cut(run.hand, at, next - at).1);
            }
            at = after;
        }
        Ok(at > next)
    }

    /// Takes everything that another state holds.
    pub fn join(&mut self, other: &Self) {
        for run in other.since(&Version::new()) {
            // A whole run has no gap; one writer too many was refused where they began to write.
            let _ = self.take(&run);
        }
    }

    /// How much is held.
    pub fn version(&self) -> Version {
        self.hands.iter().map(|(hand, written)| (*hand, written.next)).collect()
    }

    /// What somebody lacks who holds `version`.
    pub fn since(&self, version: &Version) -> Vec<Run> {
        let lacks = |(hand, written): (&Hand, &Written)| {
            let from = version.get(hand).copied().unwrap_or(0);
            let mut steps = Vec::new();
            for (n, step) in written.steps.iter().filter(|(n, step)| n + step.atoms() > from) {
                let step = step.clone();
                steps.push(if *n < from { step.cut(*hand, *n, from - n).1 } else { step });
            }
            (!steps.is_empty()).then_some(Run { hand: *hand, by: written.by, from, steps })
        };
        self.hands.iter().filter_map(lacks).collect()
    }

    /// Who did anything to the page, as their devices say.
    pub fn writers(&self) -> Vec<AccountId> {
        let mut by: Vec<_> = self.hands.values().map(|written| written.by).collect();
        by.sort_unstable();
        by.dedup();
        by
    }

    /// Bytes it takes in an entry.
    pub fn bytes(&self) -> usize {
        postcard::to_allocvec(&self.since(&Version::new())).map_or(usize::MAX, |bytes| bytes.len())
    }

    /// Puts a step behind a hand's others. Words that go on where the last ended become one step with them, so
    /// that what is held does not depend on the pieces it came in.
    fn push(&mut self, hand: Hand, by: AccountId, step: Step) {
        let fresh = || Written { by, steps: Vec::new(), next: 0 };
        let written = self.hands.entry(hand).or_insert_with(fresh);
        let (n, atoms) = (written.next, step.atoms());
        // Of two claims whose hand it is the same one stands everywhere.
        written.by = written.by.min(by);
        written.next = n.saturating_add(atoms);
        if let Some((_, last)) = written.steps.last_mut()
            && last.goes_on(hand, n, &step)
        {
            return last.append(step);
        }
        written.steps.push((n, step));
    }

    /// Every step with its first atom: of what `seen` holds the beginning of, or of all without it.
    fn steps<'a>(&'a self, seen: Option<&'a Version>) -> impl Iterator<Item = (Atom, &'a Step)> {
        self.hands.iter().flat_map(move |(hand, written)| {
            let held = seen.map_or(u32::MAX, |seen| seen.get(hand).copied().unwrap_or(0));
            let within = written.steps.iter().filter(move |(n, _)| *n < held);
            within.map(move |(n, step)| (Atom { hand: *hand, n: *n }, step))
        })
    }
}

#[cfg(test)]
mod tests;
