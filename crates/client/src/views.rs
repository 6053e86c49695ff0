//! What a screen draws: plain values, cheap to clone and compare.

use rapport_care::PageId;
use rapport_care::content::{AskedFor, FormAnswered, Practice};
use rapport_care::form::{Form, Responses};
use rapport_care::together::Version;
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, AppointmentId, CallId, EntryId, ParticipantId, Role, SpaceId, Timestamp};

use crate::finding::Finding;

/// How the line to the server is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connection {
    /// Never tried, or trying for the first time.
    Connecting,
    /// Live.
    Online,
    /// Not reachable; tries again by itself.
    Offline,
    /// This device was signed out, here or from another device.
    SignedOut,
    /// The server speaks a newer language: reload.
    OutOfDate,
}

/// Something changed; look again at the view it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The list of spaces: their order, unread counts, names.
    Spaces,
    /// One's own account: what is remembered for oneself.
    Account,
    /// One conversation.
    Space(SpaceId),
    /// Who types in a space, or who is there.
    Presence(SpaceId),
    /// The line to the server.
    Connection(Connection),
    /// Something an honest server never does.
    Finding(Finding),
    /// The call of a space; see [`crate::call`].
    Call(SpaceId),
    /// The page that is filled in together there.
    Page(SpaceId),
    /// Appointments, or what they stand on: ask the server again.
    Time,
    /// The device's clock is this many seconds ahead of the server's (negative: behind).
    ClockSkew(i64),
    /// This device keeps nothing (a private window, a full disk): what is not sent is lost on leaving.
    NothingKept,
}

/// A conversation in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct SpaceView {
    /// Its id.
    pub id: SpaceId,
    /// What it is for.
    pub kind: SpaceKind,
    /// Display names of the others, ascending; accounts without a name yet are left out.
    pub names: Vec<String>,
    /// How many others there are.
    pub others: usize,
    /// The newest item on one line: whose (mine or not) and the words.
    pub preview: Option<Preview>,
    /// How many are unread.
    pub unread: usize,
    /// Whether somebody else was there in the last minute.
    pub online: bool,
    /// What stopped it, if something did.
    pub frozen: Option<Finding>,
    /// A call under way, and how many are inside.
    pub call: Option<(CallId, u32)>,
    /// Whom an open invitation into it is for, as one noted oneself.
    pub invited: Option<String>,
    /// Nobody else is here, nothing was said, and no invitation is open: an invitation that came to nothing.
    pub deserted: bool,
    /// Whether everything the server has is here.
    pub caught_up: bool,
    /// Since when all its clients have left for good, if they have, and until when what is here is kept.
    pub ended: Option<Ended>,
}

/// That nobody is in care here any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// Since when.
    pub at: Timestamp,
    /// Until when it is kept, as the practice said to whoever left.
    pub kept_until: Timestamp,
}

/// A conversation's second line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Whether it is one's own.
    pub mine: bool,
    /// The words; empty for what has none (a voice note, a session).
    pub words: String,
    /// When it came.
    pub at: Timestamp,
}

/// Somebody in a space.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about one person, not states of a machine"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberView {
    /// Who.
    pub account: AccountId,
    /// Whether it is oneself.
    pub me: bool,
    /// What they want to be called here; none until they said.
    pub name: Option<String>,
    /// Their role here.
    pub role: Role,
    /// Whether they left for good.
    pub left: bool,
    /// The six words of their keys, for them to read aloud.
    pub words: [&'static str; 6],
    /// How their keys are known.
    pub trust: TrustView,
    /// Whether they were there in the last minute.
    pub online: bool,
    /// Whether they type now.
    pub typing: bool,
}

/// How somebody's keys are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrustView {
    /// Oneself.
    Me,
    /// By the signed chain from an invitation.
    Invited,
    /// By six words compared aloud.
    Compared,
    /// They are not the ones known before; nobody has said yes to it.
    Changed,
}

/// How far a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TransferProgress {
    /// Clear bytes through.
    pub done: u64,
    /// Clear bytes in all.
    pub total: u64,
}

/// Somebody in, or before the door of, a call. Their six words are in [`MemberView`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonInCall {
    /// Their number in the call.
    pub participant: ParticipantId,
    /// Who.
    pub account: AccountId,
    /// What they want to be called here.
    pub name: Option<String>,
    /// Whether they proved to be who the server says; their media is opened only then.
    pub proven: bool,
    /// Whether their microphone is on, as they say.
    pub microphone: bool,
    /// Whether their camera is on, as they say.
    pub camera: bool,
}

/// What somebody would like an appointment to be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AboutView {
    /// Which appointment.
    pub appointment: AppointmentId,
    /// Whose words.
    pub by: AccountId,
    /// The words.
    pub words: String,
}

/// A worksheet or a form that one is asked to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageDue {
    /// Where it was asked for.
    pub space: SpaceId,
    /// The entry that asks.
    pub ask: EntryId,
    /// What it is.
    pub form: Form,
    /// What it is for, in the words of whoever asked; may be empty.
    pub words: String,
}

/// An exercise or an article that one is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeDue {
    /// Where it was asked for.
    pub space: SpaceId,
    /// Which.
    pub practice: Practice,
    /// What doing it is for.
    pub asked: AskedFor,
    /// What it is for, in the words of whoever asked; may be empty.
    pub words: String,
}

/// An exercise that was done, or an article that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeView {
    /// Which.
    pub practice: Practice,
    /// What whoever did it is called.
    pub name: Option<String>,
    /// Whether it is oneself.
    pub mine: bool,
    /// When, as they say, and no later than it came.
    pub at: Timestamp,
    /// How it was; may be empty.
    pub words: String,
}

/// A page of a worksheet that somebody filled in and shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageView {
    /// The entry.
    pub entry: EntryId,
    /// By whom.
    pub by: AccountId,
    /// When, in microseconds since the Unix epoch: as they say, and no later than it came.
    pub at: i64,
    /// What is on it.
    pub is: FormAnswered,
    /// Who filled it in, when several did together.
    pub with: Vec<AccountId>,
}

/// A page that is filled in together in a space, as it was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftPage {
    /// Which page.
    pub page: PageId,
    /// What it is.
    pub form: Form,
    /// Who wrote on it.
    pub by: Vec<AccountId>,
    /// When something was last kept of it; none while it is on this device alone.
    pub at: Option<i64>,
}

/// A page that is open on this device, filled in together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPage {
    /// The care space.
    pub space: SpaceId,
    /// Which page.
    pub page: PageId,
    /// What it is.
    pub form: Form,
    /// What it says.
    pub said: Responses,
    /// How much of it that is: to be given back with what is made of it.
    pub seen: Version,
    /// Who opened it.
    pub opened_by: AccountId,
    /// Who else in the session has it open, and at which question they are.
    pub beside: Vec<(AccountId, Option<String>)>,
    /// Somebody closed it, having seen everything: whether it was kept.
    pub closed: Option<bool>,
    /// Whether a space's entries hold everything one wrote on it.
    pub kept: bool,
}

/// A page that somebody in the session shows, and that is not open here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownPage {
    /// Which page.
    pub page: PageId,
    /// Who shows it.
    pub by: AccountId,
}
