//! What an entry is, once its seal is open.
//!
//! Bytes: version (1), kind (one byte), then the kind's fields in
//! [postcard](https://postcard.jamesmunns.com/wire-format). Fields may be added at a kind's end: an older
//! reader ignores what follows the ones it knows. A kind or version it does not know survives as
//! [`Content::Newer`] and is shown as "made by a newer version", never dropped and never guessed at.

mod consent;
mod file;
mod form;
mod journal;
mod measure;
mod note;
mod plan;
mod practice;
mod record;
mod talk;
mod time;
mod together;

pub use consent::{ConsentAsked, ConsentSaid, Says};
pub use file::{Attachment, File, VoiceNote};
pub use form::{FormAnswered, FormAsked, FormBegun, FormName, FormPutAway, FormWorded};
pub use journal::{JournalShared, JournalWritten};
pub use measure::{
    AskStopped, AskedFor, MeasureAnswered, MeasureAsked, MeasureName, Rhythm, RiskDealt, RiskOutcome,
};
pub use note::{Held, HeldBy, NoteAdded, NoteBody, NoteDrafted, NoteForm, NoteMark, NotePart};
pub use plan::{GoalRated, PlanAgreed, Planned, SafetyPlanned};
pub use practice::{ArticlePutAway, ArticleWritten, Practice, PracticeAsked, PracticeDone};
pub use record::{PrivateNote, RecordKept, RecordOf, Supervised};
pub use talk::{CallKind, CallNote, CodeCompared, Edit, Message, Profile, Withdraw};
pub use time::AppointmentAbout;
pub use together::{PageClosed, PageTogether};

pub use crate::farewell::Left;
pub use crate::whole::{EarlierEntry, EarlierPart};

use serde::Serialize;
use serde::de::DeserializeOwned;

const VERSION: u8 = 1;

/// What somebody put into an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// How they want to be called in this space.
    Profile(Profile),
    /// Words.
    Message(Message),
    /// Better words for an earlier message of theirs.
    Edit(Edit),
    /// Takes an earlier entry of theirs back.
    Withdraw(Withdraw),
    /// A file.
    Attachment(Attachment),
    /// A recorded voice.
    VoiceNote(VoiceNote),
    /// A session that was held.
    CallNote(CallNote),
    /// They compared somebody's code with them, aloud.
    CodeCompared(CodeCompared),
    /// What an appointment is about.
    AppointmentAbout(AppointmentAbout),
    /// Somebody is asked to answer a measure.
    MeasureAsked(MeasureAsked),
    /// They answered it.
    MeasureAnswered(MeasureAnswered),
    /// Asking ends before its time.
    AskStopped(AskStopped),
    /// An answer that worries was dealt with.
    RiskDealt(RiskDealt),
    /// A progress note, as it stands while it is worked on.
    NoteDrafted(NoteDrafted),
    /// Its author stands by these words.
    NoteSigned(NoteMark),
    /// Their supervisor does too.
    NoteCosigned(NoteMark),
    /// From now on nothing in it changes.
    NoteLocked(NoteMark),
    /// Words added after that.
    NoteAdded(NoteAdded),
    /// A safety plan, whole.
    SafetyPlanned(SafetyPlanned),
    /// A plan of the therapy, whole.
    Planned(Planned),
    /// Somebody agrees to it.
    PlanAgreed(PlanAgreed),
    /// A client says how near they are to a goal.
    GoalRated(GoalRated),
    /// A page of somebody's journal, for them alone.
    JournalWritten(JournalWritten),
    /// A copy of one, for others.
    JournalShared(JournalShared),
    /// Somebody is asked to fill in a form or a worksheet.
    FormAsked(FormAsked),
    /// They filled it in.
    FormAnswered(FormAnswered),
    /// A form as far as they got.
    FormBegun(FormBegun),
    /// The words of a form that a practice made.
    FormWorded(FormWorded),
    /// It is offered no longer.
    FormPutAway(FormPutAway),
    /// Somebody is given an exercise or an article.
    PracticeAsked(PracticeAsked),
    /// They did it.
    PracticeDone(PracticeDone),
    /// The words of an article that a practice wrote.
    ArticleWritten(ArticleWritten),
    /// It is offered no longer.
    ArticlePutAway(ArticlePutAway),
    /// Which care space a record is about.
    RecordOf(RecordOf),
    /// Until when a record is kept.
    RecordKept(RecordKept),
    /// Somebody's notes wait for somebody's co-signature.
    Supervised(Supervised),
    /// A note for its author's eyes alone.
    PrivateNote(PrivateNote),
    /// A page that is being filled in together.
    PageTogether(PageTogether),
    /// It is done with.
    PageClosed(PageClosed),
    /// A client is asked to agree to something.
    ConsentAsked(ConsentAsked),
    /// They agree, or do not, or no longer.
    ConsentSaid(ConsentSaid),
    /// A space out of an earlier archive; its entries follow.
    EarlierPart(EarlierPart),
    /// One entry out of it.
    EarlierEntry(EarlierEntry),
    /// Its author leaves for good.
    Left(Left),
    /// Something this version cannot read.
    Newer {
        /// The whole bytes, kept as they came.
        bytes: Vec<u8>,
    },
}

/// Why bytes or words are no content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ContentError {
    /// The bytes do not read as the kind they say they are.
    #[error("the content could not be read")]
    Malformed,
    /// Nothing was said.
    #[error("there is nothing in it")]
    Empty,
    /// More than there may be.
    #[error("{what} is longer than {max}")]
    TooLong {
        /// Which part.
        what: &'static str,
        /// How much there may be.
        max: usize,
    },
}

impl Content {
    /// The bytes that are sealed.
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Profile(it) => write(1, it),
            Self::Message(it) => write(2, it),
            Self::Edit(it) => write(3, it),
            Self::Withdraw(it) => write(4, it),
            Self::Attachment(it) => write(5, it),
            Self::VoiceNote(it) => write(6, it),
            Self::CallNote(it) => write(7, it),
            Self::CodeCompared(it) => write(8, it),
            Self::AppointmentAbout(it) => write(9, it),
            Self::MeasureAsked(it) => write(16, it),
            Self::MeasureAnswered(it) => write(17, it),
            Self::AskStopped(it) => write(18, it),
            Self::RiskDealt(it) => write(19, it),
            Self::NoteDrafted(it) => write(20, it),
            Self::NoteSigned(it) => write(21, it),
            Self::NoteCosigned(it) => write(22, it),
            Self::NoteLocked(it) => write(23, it),
            Self::NoteAdded(it) => write(24, it),
            Self::SafetyPlanned(it) => write(25, it),
            Self::Planned(it) => write(26, it),
            Self::PlanAgreed(it) => write(27, it),
            Self::FormAsked(it) => write(28, it),
            Self::FormAnswered(it) => write(29, it),
            Self::FormBegun(it) => write(30, it),
            Self::FormWorded(it) => write(31, it),
            Self::FormPutAway(it) => write(32, it),
            Self::ArticleWritten(it) => write(33, it),
            Self::ArticlePutAway(it) => write(34, it),
            Self::PracticeAsked(it) => write(35, it),
            Self::RecordOf(it) => write(36, it),
            Self::Supervised(it) => write(37, it),
            Self::PrivateNote(it) => write(38, it),
            Self::GoalRated(it) => write(39, it),
            Self::JournalWritten(it) => write(40, it),
            Self::JournalShared(it) => write(41, it),
            Self::PracticeDone(it) => write(42, it),
            Self::EarlierPart(it) => write(44, it),
            Self::EarlierEntry(it) => write(45, it),
            Self::Left(it) => write(46, it),
            Self::PageTogether(it) => write(47, it),
            Self::PageClosed(it) => write(48, it),
            Self::RecordKept(it) => write(49, it),
            Self::ConsentAsked(it) => write(50, it),
            Self::ConsentSaid(it) => write(51, it),
            Self::Newer { bytes } => bytes.clone(),
        }
    }

    /// From bytes that were sealed. What is over a limit is refused as if it could not be read.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ContentError> {
        let [version, kind, rest @ ..] = bytes else { return Err(ContentError::Malformed) };
        let content = match (*version, *kind) {
            (0, _) => return Err(ContentError::Malformed),
            (VERSION, 1) => Self::Profile(read(rest)?),
            (VERSION, 2) => Self::Message(read(rest)?),
            (VERSION, 3) => Self::Edit(read(rest)?),
            (VERSION, 4) => Self::Withdraw(read(rest)?),
            (VERSION, 5) => Self::Attachment(read(rest)?),
            (VERSION, 6) => Self::VoiceNote(read(rest)?),
            (VERSION, 7) => Self::CallNote(read(rest)?),
            (VERSION, 8) => Self::CodeCompared(read(rest)?),
            (VERSION, 9) => Self::AppointmentAbout(read(rest)?),
            (VERSION, 16) => Self::MeasureAsked(read(rest)?),
            (VERSION, 17) => Self::MeasureAnswered(read(rest)?),
            (VERSION, 18) => Self::AskStopped(read(rest)?),
            (VERSION, 19) => Self::RiskDealt(read(rest)?),
            (VERSION, 20) => Self::NoteDrafted(read(rest)?),
            (VERSION, 21) => Self::NoteSigned(read(rest)?),
            (VERSION, 22) => Self::NoteCosigned(read(rest)?),
            (VERSION, 23) => Self::NoteLocked(read(rest)?),
            (VERSION, 24) => Self::NoteAdded(read(rest)?),
            (VERSION, 25) => Self::SafetyPlanned(read(rest)?),
            (VERSION, 26) => Self::Planned(read(rest)?),
            (VERSION, 27) => Self::PlanAgreed(read(rest)?),
            (VERSION, 28) => Self::FormAsked(read(rest)?),
            (VERSION, 29) => Self::FormAnswered(read(rest)?),
            (VERSION, 30) => Self::FormBegun(read(rest)?),
            (VERSION, 31) => Self::FormWorded(read(rest)?),
            (VERSION, 32) => Self::FormPutAway(read(rest)?),
            (VERSION, 33) => Self::ArticleWritten(read(rest)?),
            (VERSION, 34) => Self::ArticlePutAway(read(rest)?),
            (VERSION, 35) => Self::PracticeAsked(read(rest)?),
            (VERSION, 36) => Self::RecordOf(read(rest)?),
            (VERSION, 37) => Self::Supervised(read(rest)?),
            (VERSION, 38) => Self::PrivateNote(read(rest)?),
            (VERSION, 39) => Self::GoalRated(read(rest)?),
            (VERSION, 40) => Self::JournalWritten(read(rest)?),
            (VERSION, 41) => Self::JournalShared(read(rest)?),
            (VERSION, 42) => Self::PracticeDone(read(rest)?),
            (VERSION, 44) => Self::EarlierPart(read(rest)?),
            (VERSION, 45) => Self::EarlierEntry(read(rest)?),
            (VERSION, 46) => Self::Left(read(rest)?),
            (VERSION, 47) => Self::PageTogether(read(rest)?),
            (VERSION, 48) => Self::PageClosed(read(rest)?),
            (VERSION, 49) => Self::RecordKept(read(rest)?),
            (VERSION, 50) => Self::ConsentAsked(read(rest)?),
            (VERSION, 51) => Self::ConsentSaid(read(rest)?),
            _ => Self::Newer { bytes: bytes.to_vec() },
        };
        content.check()?;
        Ok(content)
    }

    /// Refuses what is empty or over a limit, before it is sealed and after it is opened.
    pub fn check(&self) -> Result<(), ContentError> {
        match self {
            Self::Profile(it) => it.check(),
            Self::Message(it) => it.check(),
            Self::Edit(it) => it.check(),
            Self::Attachment(it) => it.check(),
            Self::VoiceNote(it) => it.check(),
            Self::AppointmentAbout(it) => it.check(),
            Self::MeasureAsked(it) => it.check(),
            Self::MeasureAnswered(it) => it.check(),
            Self::RiskDealt(it) => it.check(),
            Self::NoteDrafted(it) => it.check(),
            Self::NoteAdded(it) => it.check(),
            Self::SafetyPlanned(it) => it.check(),
            Self::Planned(it) => it.check(),
            Self::FormAsked(it) => it.check(),
            Self::FormAnswered(it) => it.check(),
            Self::FormBegun(it) => it.check(),
            Self::FormWorded(it) => it.check(),
            Self::FormPutAway(it) => it.check(),
            Self::PracticeAsked(it) => it.check(),
            Self::PracticeDone(it) => it.check(),
            Self::ArticleWritten(it) => it.check(),
            Self::ArticlePutAway(it) => it.check(),
            Self::RecordOf(it) => it.check(),
            Self::Supervised(it) => it.check(),
            Self::PrivateNote(it) => it.check(),
            Self::GoalRated(it) => it.check(),
            Self::JournalWritten(it) => it.check(),
            Self::JournalShared(it) => it.check(),
            Self::EarlierPart(it) => it.check(),
            Self::EarlierEntry(it) => it.check(),
            Self::PageTogether(it) => it.check(),
            Self::PageClosed(it) => it.check(),
            Self::ConsentAsked(it) => it.check(),
            Self::ConsentSaid(it) => it.check(),
            Self::Withdraw(_)
            | Self::CallNote(_)
            | Self::CodeCompared(_)
            | Self::AskStopped(_)
            | Self::NoteSigned(_)
            | Self::NoteCosigned(_)
            | Self::NoteLocked(_)
            | Self::PlanAgreed(_)
            | Self::Left(_)
            | Self::RecordKept(_)
            | Self::Newer { .. } => Ok(()),
        }
    }

    /// Whether the entry is marked urgent, outside its seal: somebody should look at it now.
    pub fn is_urgent(&self) -> bool {
        match self {
            Self::MeasureAnswered(it) => !it.risks().is_empty(),
            Self::FormAnswered(it) => !it.worries.is_empty(),
            _ => false,
        }
    }

    /// Whether it belongs to the record (measures, notes, plans, what appointments are about) and not to the talk. It is read by folds
    /// of its own and is no item of a conversation.
    pub const fn is_record(&self) -> bool {
        matches!(
            self,
            Self::AppointmentAbout(_)
                | Self::MeasureAsked(_)
                | Self::MeasureAnswered(_)
                | Self::AskStopped(_)
                | Self::RiskDealt(_)
                | Self::NoteDrafted(_)
                | Self::NoteSigned(_)
                | Self::NoteCosigned(_)
                | Self::NoteLocked(_)
                | Self::NoteAdded(_)
                | Self::SafetyPlanned(_)
                | Self::Planned(_)
                | Self::PlanAgreed(_)
                | Self::FormAsked(_)
                | Self::FormAnswered(_)
                | Self::FormBegun(_)
                | Self::FormWorded(_)
                | Self::FormPutAway(_)
                | Self::PracticeAsked(_)
                | Self::PracticeDone(_)
                | Self::ArticleWritten(_)
                | Self::ArticlePutAway(_)
                | Self::RecordOf(_)
                | Self::RecordKept(_)
                | Self::Supervised(_)
                | Self::PrivateNote(_)
                | Self::GoalRated(_)
                | Self::JournalWritten(_)
                | Self::JournalShared(_)
                | Self::EarlierPart(_)
                | Self::EarlierEntry(_)
                | Self::PageTogether(_)
                | Self::PageClosed(_)
                | Self::ConsentAsked(_)
                | Self::ConsentSaid(_)
                | Self::Left(_)
        )
    }

    /// Whether it speaks to somebody or asks them for something, and so waits for them to read it: nobody does where
    /// they have left for good. The record can still be kept there.
    pub const fn awaits_somebody(&self) -> bool {
        matches!(
            self,
            Self::Message(_)
                | Self::Attachment(_)
                | Self::VoiceNote(_)
                | Self::AppointmentAbout(_)
                | Self::MeasureAsked(_)
                | Self::FormAsked(_)
                | Self::PracticeAsked(_)
                | Self::ConsentAsked(_)
        )
    }
}

fn write<T: Serialize>(kind: u8, fields: &T) -> Vec<u8> {
    // postcard into a growing vector fails only for types without a length; ours have none.
    let fields = postcard::to_allocvec(fields).unwrap_or_default();
    [&[VERSION, kind], fields.as_slice()].concat()
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ContentError> {
    postcard::take_from_bytes(bytes).map(|(fields, _)| fields).map_err(|_| ContentError::Malformed)
}

/// At most `max` characters.
pub(crate) fn at_most(what: &'static str, text: &str, max: usize) -> Result<(), ContentError> {
    // Bytes first: counting the characters of a huge text would be work for whoever sent it.
    if text.len() > max * 4 || text.chars().count() > max {
        return Err(ContentError::TooLong { what, max });
    }
    Ok(())
}

/// Something said, and at most `max` characters.
pub(crate) fn some(what: &'static str, text: &str, max: usize) -> Result<(), ContentError> {
    if text.trim().is_empty() { Err(ContentError::Empty) } else { at_most(what, text, max) }
}

#[cfg(test)]
mod tests;
