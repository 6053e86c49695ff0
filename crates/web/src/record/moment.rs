//! One moment of a record, as a line of its timeline.

use leptos::prelude::*;
use rapport_client::session::{Happened, Moment};
use rapport_wire::SpaceId;

use super::read::note_of;
use super::words;
use crate::components::{Glyph, Icon};
use crate::consent;
use crate::i18n::{moment, t};
use crate::practise;
use crate::route::Route;
use crate::router::Link;

/// What one looks for in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// Everything.
    All,
    /// Notes.
    Notes,
    /// Sessions that were held.
    Sessions,
    /// Answers to measures.
    Measures,
    /// What was done between sessions: pages, a journal, exercises, articles.
    Between,
    /// Plans, and how near the goals are.
    Plans,
    /// Words.
    Messages,
    /// Files and voices.
    Files,
}

impl Kind {
    /// In the order of the buttons.
    pub(super) const ALL: [Self; 8] = [
        Self::All,
        Self::Notes,
        Self::Sessions,
        Self::Measures,
        Self::Between,
        Self::Plans,
        Self::Messages,
        Self::Files,
    ];

    /// What a button says.
    pub(super) fn words(self) -> String {
        match self {
            Self::All => t!("record-filter-all"),
            Self::Notes => t!("record-filter-notes"),
            Self::Sessions => t!("record-filter-sessions"),
            Self::Measures => t!("record-filter-measures"),
            Self::Between => t!("record-filter-between"),
            Self::Plans => t!("record-filter-plans"),
            Self::Messages => t!("record-filter-messages"),
            Self::Files => t!("record-filter-files"),
        }
    }

    /// Whether a moment is of this kind.
    pub(super) const fn has(self, moment: &Moment) -> bool {
        match self {
            Self::All => true,
            Self::Notes => matches!(moment.what, Happened::Note { .. }),
            Self::Sessions => matches!(moment.what, Happened::Session { .. }),
            Self::Measures => matches!(moment.what, Happened::Measure { .. } | Happened::Dealt { .. }),
            Self::Between => matches!(
                moment.what,
                Happened::Page { .. } | Happened::Journal(_) | Happened::Practised { .. }
            ),
            Self::Plans => matches!(
                moment.what,
                Happened::Plan { .. }
                    | Happened::Agreed
                    | Happened::Rated { .. }
                    | Happened::Consent { .. }
                    | Happened::SafetyPlan
            ),
            Self::Messages => matches!(moment.what, Happened::Message(_)),
            Self::Files => matches!(moment.what, Happened::File { .. } | Happened::Voice(_)),
        }
    }
}

/// A line of the timeline.
pub(super) fn line(it: &Moment, care: SpaceId) -> impl IntoView + use<> {
    let who =
        if it.mine { t!("record-you") } else { it.name.clone().unwrap_or_else(|| t!("record-somebody")) };
    let when = moment(it.at);
    let (glyph, title, words) = told(&it.what);
    let head = view! {
        <span class="moment-glyph"><Icon glyph=glyph /></span>
        <span class="grow">
            <span class="moment-title">{title}</span>
            <span class="moment-words">{words}</span>
            <span class="small soft">{t!("record-by-at", name = who, when = when)}</span>
        </span>
    };
    match it.what {
        Happened::Note { note, state, .. } => view! {
            <li class="moment"><Link to=Route::Note(care, note_of(note)) class="moment-line">{head}<span class=words::state_class(state)>{words::state(state)}</span></Link></li>
        }
        .into_any(),
        _ => match way_to(&it.what, care) {
            Some(to) => view! { <li class="moment"><Link to=to class="moment-line">{head}</Link></li> }.into_any(),
            None => view! { <li class="moment"><div class="moment-line">{head}</div></li> }.into_any(),
        },
    }
}

/// Where all of it can be read; none for what stands here whole.
pub(super) fn way_to(what: &Happened, care: SpaceId) -> Option<Route> {
    Some(match what {
        Happened::Measure { .. } | Happened::Dealt { .. } | Happened::Journal(_) => Route::Course(care),
        Happened::Page { .. } | Happened::Practised { .. } => Route::Pages(care),
        Happened::Plan { .. } | Happened::Agreed | Happened::Rated { .. } => Route::Plan(care),
        Happened::Consent { .. } => Route::Consents(care),
        Happened::SafetyPlan => Route::Safety(care),
        Happened::Message(_) | Happened::File { .. } | Happened::Voice(_) => Route::Talk(care),
        Happened::Session { .. } | Happened::Note { .. } => return None,
    })
}

pub(super) fn told(what: &Happened) -> (Glyph, String, String) {
    match what {
        Happened::Message(words) => (Glyph::Messages, t!("record-message"), words.clone()),
        Happened::File { file, caption } => {
            let words = if caption.trim().is_empty() {
                file.name.clone()
            } else {
                format!("{}. {caption}", file.name)
            };
            (Glyph::Attach, t!("record-file"), words)
        }
        Happened::Voice(ms) => {
            (Glyph::Microphone, t!("record-voice"), t!("record-voice-seconds", count = ms / 1_000))
        }
        Happened::Session { video, minutes } => {
            let title = if *video { t!("record-session-video") } else { t!("record-session-voice") };
            (Glyph::Camera, title, t!("record-session-minutes", count = minutes))
        }
        Happened::Measure { title, score, worries } => {
            let words = score.map_or_else(
                || t!("record-measure-unscored"),
                |score| t!("record-measure-score", score = score),
            );
            let (glyph, words) = if *worries {
                (Glyph::Warn, format!("{words}. {}", t!("record-measure-worries")))
            } else {
                (Glyph::Check, words)
            };
            (glyph, title.clone(), words)
        }
        Happened::Page { title, words } => (Glyph::Edit, title.clone(), words.clone()),
        Happened::Plan { goals } => (Glyph::Leaf, t!("record-plan"), goals.clone()),
        Happened::Agreed => (Glyph::Check, t!("record-plan-agreed"), String::new()),
        Happened::Rated { goal, rating } => {
            (Glyph::Leaf, t!("record-rated", rating = u32::from(*rating)), goal.clone())
        }
        Happened::Dealt { outcome, words } => {
            (Glyph::Warn, t!("record-dealt", outcome = crate::measure::outcome(*outcome)), words.clone())
        }
        Happened::Consent { title, says, why } => (Glyph::File, consent::said(title, *says), why.clone()),
        Happened::SafetyPlan => (Glyph::Shield, t!("record-safety"), String::new()),
        Happened::Journal(words) => (Glyph::File, t!("record-journal"), words.clone()),
        Happened::Practised { practice, title, words } => {
            (Glyph::Leaf, practise::named_as(practice, title.as_deref()), words.clone())
        }
        Happened::Note { words, held_at, .. } => {
            let title =
                held_at.map_or_else(|| t!("record-note"), |at| t!("record-note-of", when = moment(at)));
            (Glyph::File, title, words.clone())
        }
    }
}
