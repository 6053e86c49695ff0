//! What a screen is given: plain values, nothing to compute but dates.

use crate::content::{Attachment, CallNote, CodeCompared, VoiceNote};
use crate::ids::{AccountId, EntryId};

/// Who looks, and what the fold cannot know from the entries.
#[derive(Debug, Clone, Copy)]
pub struct Looking<'a> {
    /// Who looks.
    pub me: AccountId,
    /// How far each other present member has come.
    pub others: &'a [Progress],
    /// How far `me` has read.
    pub read_to: u64,
    /// What `me` has written that is not among the entries yet, oldest first.
    pub pending: &'a [Pending],
    /// At most this many items, the newest.
    pub items_max: usize,
}

/// How far somebody has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Who.
    pub account: AccountId,
    /// Their device has everything up to here.
    pub delivered: u64,
    /// They have seen everything up to here.
    pub read: u64,
}

/// Something written and not yet among the entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// Its name.
    pub id: EntryId,
    /// When it was written, on this device's clock, in microseconds since the Unix epoch.
    pub written_at: i64,
    /// What.
    pub content: crate::Content,
    /// How far it has come.
    pub sending: Sending,
}

/// How far something has come that is not among the entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sending {
    /// Kept on this device.
    Waiting,
    /// The server has it, on disk.
    Taken,
    /// Refused for good.
    Failed,
}

/// A conversation, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// The items.
    pub items: Vec<Item>,
    /// How many older items there are that `items_max` left out.
    pub earlier: usize,
    /// Index in `items` of the first unread one: the marker goes before it.
    pub first_unread: Option<usize>,
    /// How many are unread.
    pub unread: usize,
}

/// One thing in a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its name; unique together with its author.
    pub id: EntryId,
    /// Where it stands; none while it waits on this device.
    pub position: Option<u64>,
    /// Who wrote it.
    pub author: AccountId,
    /// Whether the one who looks wrote it.
    pub mine: bool,
    /// When the server took it (when it was written, while it waits), in microseconds since the Unix epoch.
    pub at: i64,
    /// What to show.
    pub body: Body,
    /// Whether its words were changed later.
    pub edited: bool,
    /// What it answers.
    pub reply_to: Option<Reply>,
    /// How far it has come; only for one's own.
    pub receipt: Option<Receipt>,
}

/// What to show of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Words.
    Text(String),
    /// A file.
    Attachment(Attachment),
    /// A voice.
    VoiceNote(VoiceNote),
    /// A session.
    Call(CallNote),
    /// The author compared somebody's code.
    CodeCompared(CodeCompared),
    /// Taken back by its author.
    Withdrawn,
    /// Its words are gone, and no withdrawal says why.
    Erased,
    /// Made by a newer version of this software.
    Newer,
    /// Could not be verified, and was therefore not opened.
    Unverified,
    /// From before this person could read here.
    Closed,
}

/// A quoted answer's other half.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// What is answered.
    pub id: EntryId,
    /// Who wrote it; none when it is not known here.
    pub author: Option<AccountId>,
    /// Its beginning, as it now stands; empty when there are no words to show.
    pub preview: String,
}

/// How far one's own item has come. Ordered: later is further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Receipt {
    /// Refused for good; its words are still here.
    Failed,
    /// Kept on this device.
    Waiting,
    /// The server has it, on disk.
    Sent,
    /// Every other member's device has it.
    Delivered,
    /// Every other member has seen it.
    Read,
}
