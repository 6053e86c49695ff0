//! Everything that happened between two people, as one row of moments: the therapist's view of a record.
//!
//! Made of a care space and its records, on this device, and of nothing else: what is private is in neither.

mod kept;

use std::cell::OnceCell;

use rapport_care::consent::Consent;
use rapport_care::content::{CallKind, Content, File, Practice, RiskOutcome, Says};
use rapport_care::conversation::{Body, Conversation, Event, What};
use rapport_care::note::State;
use rapport_care::search::Query;
use rapport_care::{EntryId, NoteId};
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, SpaceId, Timestamp};

use super::Session;
use super::consent::consents_of;
use crate::engine::Space;
use crate::ids::outer_account;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The entry that tells of it; unique together with its author.
    pub entry: EntryId,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: AccountId,
    /// What they are called.
    pub name: Option<String>,
    /// Whether it is one's own.
    pub mine: bool,
    /// What.
    pub what: Happened,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happened {
    /// Words were written.
    Message(String),
    /// A file was sent.
    File {
        /// The file.
        file: File,
        /// What was said of it.
        caption: String,
    },
    /// A voice note was sent, so many milliseconds long.
    Voice(u32),
    /// A session was held, so many minutes long.
    Session {
        /// Whether with pictures.
        video: bool,
        /// How long.
        minutes: i64,
    },
    /// A measure was answered.
    Measure {
        /// What it is called.
        title: String,
        /// What its main scale comes to; none when it does not score here.
        score: Option<u32>,
        /// Whether an answer in it worries.
        worries: bool,
    },
    /// A worksheet or a form was filled in.
    Page {
        /// What it is called.
        title: String,
        /// The words that were typed into it.
        words: String,
    },
    /// A plan of the therapy was suggested, or changed.
    Plan {
        /// Its goals, a line each.
        goals: String,
    },
    /// Somebody agreed to a plan.
    Agreed,
    /// Clients were asked to agree to something, or one of them answered.
    Consent {
        /// What it is called.
        title: String,
        /// What was said; none when it was asked for.
        says: Option<Says>,
        /// Why, in their words; may be empty.
        why: String,
    },
    /// A client said how near they are to a goal.
    Rated {
        /// The goal; empty when no plan names it any more.
        goal: String,
        /// 0 to 10.
        rating: u8,
    },
    /// A safety plan was written, or changed.
    SafetyPlan,
    /// Something was done about an answer that worries.
    Dealt {
        /// What came of it.
        outcome: RiskOutcome,
        /// What was done, in the words of whoever did it.
        words: String,
    },
    /// A page of a journal was shared.
    Journal(String),
    /// An exercise was done, or an article read.
    Practised {
        /// Which.
        practice: Practice,
        /// What it is called, of an article that is at hand.
        title: Option<String>,
        /// How it was; may be empty.
        words: String,
    },
    /// A note was written about it.
    Note {
        /// Where it is.
        record: SpaceId,
        /// Which.
        note: NoteId,
        /// How far it has come.
        state: State,
        /// All its words, addenda included.
        words: String,
        /// When the meeting it is about began.
        held_at: Option<Timestamp>,
    },
}

impl Happened {
    /// The words in it that can be searched.
    pub fn words(&self) -> String {
        match self {
            Self::Message(words)
            | Self::Journal(words)
            | Self::Note { words, .. }
            | Self::Dealt { words, .. } => words.clone(),
            Self::File { file, caption } => format!("{} {caption}", file.name),
            Self::Measure { title, .. } => title.clone(),
            Self::Page { title, words } => format!("{title} {words}"),
            Self::Plan { goals } => goals.clone(),
            Self::Rated { goal, .. } => goal.clone(),
            Self::Consent { title, why, .. } => format!("{title} {why}"),
            Self::Practised { title, words, .. } => {
                format!("{} {words}", title.as_deref().unwrap_or_default())
            }
            Self::Voice(_) | Self::Session { .. } | Self::Agreed | Self::SafetyPlan => String::new(),
        }
    }
}

impl Moment {
    /// Whether every word typed is in it; whoever types nothing finds everything.
    pub fn matches(&self, query: &Query) -> bool {
        query.is_empty() || query.matches(&self.what.words())
    }
}

impl Session {
    /// Everything in a care space and its records, the newest first.
    pub fn moments(&self, care: SpaceId) -> Vec<Moment> {
        let mut all = self.said(care);
        all.extend(self.kept(care));
        all.extend(self.noted(care));
        all.sort_by_key(|moment| (std::cmp::Reverse(moment.at), moment.entry));
        all
    }

    /// What clients did since then in the care spaces one works in, messages aside, the newest first.
    pub fn lately(&self, since: Timestamp) -> Vec<(SpaceId, Moment)> {
        let engine = self.inner.engine.borrow();
        let me = engine.account();
        let care = engine.spaces().values().filter(|it| it.kind == SpaceKind::Care && it.is_staff(me));
        let mut lately = Vec::new();
        for space in care {
            let all = space.conversation();
            // From the newest back: a long record is not read through for a week of it.
            let new = all.events().rev().take_while(|event| event.received_at >= since.as_micros());
            let theirs =
                new.filter(|event| !space.is_staff(outer_account(event.author)) && stands(all, event));
            let look = Look::at(space, me);
            lately.extend(theirs.filter_map(|event| Some((space.id, look.moment(event)?))));
        }
        lately.sort_by_key(|(_, moment)| (std::cmp::Reverse(moment.at), moment.entry));
        lately
    }

    /// What was done in a care space about answers that worry, the newest first.
    pub fn dealt(&self, care: SpaceId) -> Vec<Moment> {
        let engine = self.inner.engine.borrow();
        let Some(space) = engine.space(care) else { return Vec::new() };
        let all = space.conversation();
        let dealt = |event: &&Event| matches!(event.what, What::Said(Content::RiskDealt(_)));
        let dealt = all.events().rev().filter(dealt).filter(|event| !all.is_withdrawn(event));
        let look = Look::at(space, engine.account());
        dealt.filter_map(|event| look.moment(event)).collect()
    }

    fn said(&self, care: SpaceId) -> Vec<Moment> {
        let items = self.timeline(care, usize::MAX).items;
        let engine = self.inner.engine.borrow();
        let Some(space) = engine.space(care) else { return Vec::new() };
        let moments = items.into_iter().filter_map(|item| {
            let what = match item.body {
                Body::Text(words) => Happened::Message(words),
                Body::Attachment(it) => Happened::File { file: it.file, caption: it.caption },
                Body::VoiceNote(it) => Happened::Voice(it.duration_ms),
                Body::Call(it) => Happened::Session {
                    video: it.kind == CallKind::Video,
                    minutes: (it.ended_at - it.started_at).max(0) / 60_000_000,
                },
                // Nothing to look up in years to come.
                _ => return None,
            };
            Some(Moment {
                entry: item.id,
                at: Timestamp::from_micros(item.at),
                by: outer_account(item.author),
                name: space.conversation().name_of(item.author).map(str::to_owned),
                mine: item.mine,
                what,
            })
        });
        moments.collect()
    }

    fn kept(&self, care: SpaceId) -> Vec<Moment> {
        let engine = self.inner.engine.borrow();
        let Some(space) = engine.space(care) else { return Vec::new() };
        let all = space.conversation();
        let stand = all.events().filter(|event| stands(all, event));
        let look = Look::at(space, engine.account());
        stand.filter_map(|event| look.moment(event)).collect()
    }

    fn noted(&self, care: SpaceId) -> Vec<Moment> {
        let notes = self.notes(care).into_iter().map(|view| {
            let note = view.note;
            let added = note.added.iter().map(|it| it.words.as_str());
            let words =
                note.body.parts.iter().map(String::as_str).chain(added).collect::<Vec<_>>().join("\n");
            Moment {
                entry: note.entry,
                at: Timestamp::from_micros(note.at),
                by: view.author,
                name: view.name,
                mine: view.mine,
                what: Happened::Note {
                    record: view.record,
                    note: note.id,
                    state: note.state,
                    words,
                    held_at: note.held.map(|held| Timestamp::from_micros(held.begins_at)),
                },
            }
        });
        notes.collect()
    }
}

/// Whether it was not taken back. What belongs to a consent says its fold alone.
fn stands(all: &Conversation, event: &Event) -> bool {
    let consent = matches!(event.what, What::Said(Content::ConsentAsked(_) | Content::ConsentSaid(_)));
    consent || !all.is_withdrawn(event)
}

/// One look at what a space keeps besides the talk. What is folded out of all of it is folded once, when it is needed.
struct Look<'a> {
    space: &'a Space,
    me: AccountId,
    consents: OnceCell<Vec<Consent>>,
}

impl<'a> Look<'a> {
    const fn at(space: &'a Space, me: AccountId) -> Self {
        Self { space, me, consents: OnceCell::new() }
    }

    fn consents(&self) -> &[Consent] {
        self.consents.get_or_init(|| consents_of(self.space))
    }

    /// What an event besides the talk tells of.
    fn moment(&self, event: &Event) -> Option<Moment> {
        Some(Moment {
            entry: event.id,
            at: Timestamp::from_micros(kept::when(event)),
            by: outer_account(event.author),
            name: self.space.conversation().name_of(event.author).map(str::to_owned),
            mine: outer_account(event.author) == self.me,
            what: kept::happened(self, event)?,
        })
    }
}
