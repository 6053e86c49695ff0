//! What clients agree to: asked in words, answered word for word, taken back at any time.
//!
//! A consent is a thread of its own. Its words can be put anew; every answer names the words that were read, by
//! their entry and their hash, so that nobody is ever bound by words that came later. Nothing in it is changed:
//! the last thing a client said stands, and whoever said nothing has agreed to nothing.

mod texts;

use sha2::{Digest, Sha256};

use crate::content::{Content, Says};
use crate::conversation::{Conversation, What};
use crate::course::PATIENCE_US;
use crate::ids::{AccountId, ConsentId, EntryId};
use crate::library::Article;

pub use self::texts::{TEXTS, Text, places};

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
    /// Who.
    pub by: AccountId,
    /// When the server took it, in microseconds since the Unix epoch.
    pub at: i64,
    /// To which of [`Consent::asked`].
    pub to: usize,
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
}

impl Standing {
    /// Whether the newest words wait for an answer.
    pub const fn waits(self) -> bool {
        matches!(self, Self::Open | Self::AgreedBefore)
    }

    /// Whether there is something they agree to.
    pub const fn holds(self) -> bool {
        matches!(self, Self::Agrees | Self::AgreedBefore)
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

    /// Where somebody stands.
    pub fn standing(&self, client: AccountId) -> Standing {
        let Some(last) = self.last_of(client) else { return Standing::Open };
        let newest = last.to + 1 == self.asked.len();
        match (last.says, newest) {
            (Says::Agrees, true) => Standing::Agrees,
            (Says::Agrees, false) => Standing::AgreedBefore,
            // Whoever said no to earlier words is asked anew by new ones.
            (Says::Declines | Says::Withdraws, false) => Standing::Open,
            (Says::Declines, true) => Standing::Declined,
            (Says::Withdraws, true) => Standing::Withdrawn,
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
        let What::Said(content) = &event.what else { continue };
        match content {
            Content::ConsentAsked(it) if is_staff(event.author) => {
                let Some(article) = it.read() else { continue };
                if all.is_withdrawn(event) {
                    taken_back.push((it.consent, event.id));
                }
                let asked = Asked {
                    entry: event.id,
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
            Content::ConsentSaid(it) if !is_staff(event.author) => {
                let Some(known) = found.iter_mut().find(|known| known.id == it.consent) else { continue };
                let is = |asked: &Asked| asked.entry == it.asked && hash(&asked.markdown) == it.words;
                let Some(to) = known.asked.iter().position(is) else { continue };
                known.said.push(Said {
                    entry: event.id,
                    by: event.author,
                    at: event.received_at,
                    to,
                    says: it.says,
                    why: it.why.clone(),
                });
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

/// Leaves words out that nobody has answered.
fn leave_out(consent: &mut Consent, entry: EntryId) {
    let Some(at) = consent.asked.iter().position(|asked| asked.entry == entry) else { return };
    if consent.said.iter().any(|said| said.to == at) {
        return;
    }
    consent.asked.remove(at);
    for said in &mut consent.said {
        if said.to > at {
            said.to -= 1;
        }
    }
}

#[cfg(test)]
mod tests;
