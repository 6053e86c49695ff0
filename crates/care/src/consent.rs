//! What clients agree to: asked in words, answered word for word, taken back at any time.
//!
//! A consent is a thread of its own. Its words can be put anew; every answer names the words that were read, by
//! their entry and their hash, so that nobody is ever bound by words that came later. Nothing in it is changed:
//! the last thing a client said stands, and whoever said nothing has agreed to nothing. Where something is in doubt
//! (words that are gone, a yes that was long on its way), no is what counts.

mod texts;

use sha2::{Digest, Sha256};

use crate::content::{ConsentSaid, Content, Says};
use crate::conversation::{Conversation, Event, What};
use crate::course::PATIENCE_US;
use crate::ids::{AccountId, ConsentId, EntryId};
use crate::library::Article;

pub use self::texts::{TEXTS, places};

/// One thing that clients are asked to agree to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Its name for programs.
    pub id: ConsentId,
    /// Its words, the oldest first; never empty.
    pub asked: Vec<Asked>,
    /// What was said to them, the oldest first.
    pub said: Vec<Said>,
}

/// Words that clients are asked to agree to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The entry that asks.
    pub entry: EntryId,
    /// Where it stands among the entries.
    pub position: u64,
    /// Who asks.
    pub by: AccountId,
    /// When the server took it, in microseconds since the Unix epoch.
    pub at: i64,
    /// The words, as they were typed.
    pub markdown: String,
    /// The words, as they are read.
    pub article: Article,
}

/// What a client said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The entry.
    pub entry: EntryId,
    /// Where it stands among the entries.
    pub position: u64,
    /// Who.
    pub by: AccountId,
    /// When, as they say, and no later than it came, in microseconds since the Unix epoch.
    pub at: i64,
    /// When the server took it, likewise.
    pub came_at: i64,
    /// To which of [`Consent::asked`]; none to words that are there no longer.
    pub to: Option<usize>,
    /// What.
    pub says: Says,
    /// Why, in their words; may be empty.
    pub why: String,
}

/// Where somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// They have said nothing.
    Open,
    /// They agree to the newest words.
    Agrees,
    /// They agreed to earlier words, and have not answered the newest.
    AgreedBefore,
    /// They said no.
    Declined,
    /// They agreed once, and no longer do.
    Withdrawn,
    /// They said no to earlier words, and have not answered the newest.
    DeclinedBefore,
    /// They no longer agree to earlier words, and have not answered the newest.
    WithdrawnBefore,
}

impl Standing {
    /// Whether the newest words wait for an answer.
    pub const fn waits(self) -> bool {
        matches!(self, Self::Open | Self::AgreedBefore | Self::DeclinedBefore | Self::WithdrawnBefore)
    }

    /// Whether there is something they agree to.
    pub const fn holds(self) -> bool {
        matches!(self, Self::Agrees | Self::AgreedBefore)
    }

    /// Whether they said no, or no longer, and nothing since.
    pub const fn is_no(self) -> bool {
        matches!(self, Self::Declined | Self::Withdrawn | Self::DeclinedBefore | Self::WithdrawnBefore)
    }
}

impl Consent {
    /// The newest words: the ones to answer.
    pub fn newest(&self) -> Option<&Asked> {
        self.asked.last()
    }

    /// The last thing somebody said; it stands.
    pub fn last_of(&self, client: AccountId) -> Option<&Said> {
        self.said.iter().rev().find(|said| said.by == client)
    }

    /// The words somebody answered, or else the newest.
    pub fn answered(&self, said: &Said) -> Option<&Asked> {
        said.to.map_or_else(|| self.newest(), |to| self.asked.get(to))
    }

    /// Where somebody stands.
    pub fn standing(&self, client: AccountId) -> Standing {
        let Some(last) = self.last_of(client) else { return Standing::Open };
        let newest = self.asked.len().checked_sub(1);
        // Words that are gone were the newest when they were answered, unless others came since.
        let is_newest = match last.to {
            Some(to) => Some(to) == newest,
            None => self.newest().is_some_and(|asked| asked.position < last.position),
        };
        match (last.says, is_newest) {
            (Says::Agrees, true) => Standing::Agrees,
            (Says::Agrees, false) => Standing::AgreedBefore,
            (Says::Declines, true) => Standing::Declined,
            (Says::Withdraws, true) => Standing::Withdrawn,
            (Says::Declines, false) => Standing::DeclinedBefore,
            (Says::Withdraws, false) => Standing::WithdrawnBefore,
        }
    }
}

/// When `of` is to be told that something waits for an answer, up to `last` (microseconds since the Unix epoch).
pub fn falls_due(all: &[Consent], of: AccountId, last: i64) -> impl Iterator<Item = i64> {
    let waiting = all.iter().filter(move |consent| consent.standing(of).waits());
    let asked = waiting.filter_map(Consent::newest).map(|asked| asked.at.saturating_add(PATIENCE_US));
    asked.filter(move |at| *at <= last)
}

/// What says which words somebody read.
pub fn hash(markdown: &str) -> [u8; 32] {
    Sha256::digest(markdown.as_bytes()).into()
}

/// The consents of a space, the one asked for first first. `is_staff` says on which side somebody is: staff ask,
/// clients answer. What was asked by mistake can be taken back until somebody has answered it.
pub fn consents(all: &Conversation, is_staff: impl Fn(AccountId) -> bool) -> Vec<Consent> {
    let mut found: Vec<Consent> = Vec::new();
    let mut taken_back = Vec::new();
    for event in all.events() {
        match &event.what {
            What::Said(Content::ConsentAsked(it)) if is_staff(event.author) => {
                let Some(article) = it.read() else { continue };
                if all.is_withdrawn(event) {
                    taken_back.push((it.consent, event.id));
                }
                let asked = Asked {
                    entry: event.id,
                    position: event.position,
                    by: event.author,
                    at: event.received_at,
                    markdown: it.markdown.clone(),
                    article,
                };
                match found.iter_mut().find(|known| known.id == it.consent) {
                    Some(known) => known.asked.push(asked),
                    None => {
                        found.push(Consent { id: it.consent, asked: vec![asked], said: Vec::new() });
                    }
                }
            }
            // What somebody said once was said: it is followed by something else, and never taken out.
            What::Said(Content::ConsentSaid(it)) if !is_staff(event.author) => {
                if let Some(known) = found.iter_mut().find(|known| known.id == it.consent) {
                    hear(known, event, it);
                }
            }
            _ => {}
        }
    }
    for (id, entry) in taken_back {
        if let Some(consent) = found.iter_mut().find(|known| known.id == id) {
            leave_out(consent, entry);
        }
    }
    found.retain(|consent| !consent.asked.is_empty());
    found
}

/// Takes up what a client said. A yes is to words there are, and after everything else they said; a no always counts.
fn hear(consent: &mut Consent, event: &Event, it: &ConsentSaid) {
    let is = |asked: &Asked| asked.entry == it.asked && hash(&asked.markdown) == it.words;
    let to = consent.asked.iter().position(is);
    let last = consent.last_of(event.author).map(|said| said.entry);
    if it.says == Says::Agrees && (to.is_none() || it.after != last) {
        return;
    }
    consent.said.push(Said {
        entry: event.id,
        position: event.position,
        by: event.author,
        at: it.said_at.min(event.received_at),
        came_at: event.received_at,
        to,
        says: it.says,
        why: it.why.clone(),
    });
}

/// Leaves words out that nobody has answered.
fn leave_out(consent: &mut Consent, entry: EntryId) {
    let Some(at) = consent.asked.iter().position(|asked| asked.entry == entry) else { return };
    if consent.said.iter().any(|said| said.to == Some(at)) {
        return;
    }
    consent.asked.remove(at);
    for said in &mut consent.said {
        said.to = said.to.map(|to| if to > at { to - 1 } else { to });
    }
}

#[cfg(test)]
mod tests;
