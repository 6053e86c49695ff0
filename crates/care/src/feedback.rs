//! How sessions feel to somebody, over time: four short questions after each, and what should change.
//!
//! That asking works, and that a falling or low answer is worth a word in the next session: Lambert & Shimokawa
//! (2011), doi:10.1037/a0022238. The questions are ours ([`crate::form::session_feedback`]); no cut-off is
//! claimed for them.
//!
//! ```
//! use rapport_care::{AccountId, Conversation, feedback::sessions};
//! assert!(sessions(&Conversation::default(), AccountId([1; 16]), &[]).is_empty());
//! ```

use crate::content::FormAnswered;
use crate::conversation::{Conversation, Pending};
use crate::form::{Answer, session_feedback};
use crate::ids::{AccountId, EntryId};
use crate::worksheet::{Page, pages};

/// The questions on a line from 0 to 10, in their order.
pub const ASPECTS: [&str; 4] = ["understood", "mattered", "fitted", "took-along"];
/// At or below this, something is worth a word. Ours: the middle of the line.
pub const LOW: i16 = 5;
/// So much lower than the time before, likewise.
const FALL: i16 = 3;

/// What somebody said after a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Felt {
    /// The entry.
    pub entry: EntryId,
    /// When, in microseconds since the Unix epoch.
    pub at: i64,
    /// The answers to [`ASPECTS`]: 0 to 10.
    pub aspects: [i16; 4],
    /// What should be different next time; empty when nothing was said.
    pub change: String,
}

impl Felt {
    fn of(page: &Page<'_>) -> Option<Self> {
        let at = |id: &&str| match page.is.responses.get(*id) {
            Some(Answer::Scale(at)) => Some(*at),
            _ => None,
        };
        let aspects: Vec<i16> = ASPECTS.iter().filter_map(at).collect();
        let change = match page.is.responses.get("change") {
            Some(Answer::Text(words)) => words.clone(),
            _ => String::new(),
        };
        Some(Self { entry: page.entry, at: page.at, aspects: aspects.try_into().ok()?, change })
    }

    /// The aspects worth a word in the next session: low, or fallen since `before`.
    pub fn worth_a_word(&self, before: Option<&Self>) -> Vec<&'static str> {
        let each = ASPECTS.iter().zip(self.aspects).enumerate();
        each.filter(|(n, (_, now))| {
            *now <= LOW || before.is_some_and(|before| before.aspects[*n] - now >= FALL)
        })
        .map(|(_, (id, _))| *id)
        .collect()
    }
}

/// Whether answers are of this form.
pub fn is_feedback(answers: &FormAnswered) -> bool {
    answers.form.id == session_feedback().id
}

/// What `of` said after sessions in a space, oldest first. What they wrote and is not sent yet counts.
pub fn sessions(all: &Conversation, of: AccountId, pending: &[Pending]) -> Vec<Felt> {
    let mut felt: Vec<Felt> = pages(all, of, pending)
        .iter()
        .filter(|page| page.by == of && is_feedback(page.is) && page.form().is_some())
        .filter_map(Felt::of)
        .collect();
    felt.reverse();
    felt
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{Content, FormName};
    use crate::conversation::{Event, What};
    use crate::form::Responses;

    fn said(aspects: [i16; 4], change: &str, checksum: [u8; 32]) -> Content {
        let mut responses: Responses =
            ASPECTS.iter().zip(aspects).map(|(id, at)| ((*id).to_owned(), Answer::Scale(at))).collect();
        if !change.is_empty() {
            responses.insert("change".into(), Answer::Text(change.into()));
        }
        let form = FormName { id: session_feedback().id.clone(), version: 1 };
        Content::FormAnswered(FormAnswered {
            form,
            checksum,
            responses,
            worries: Vec::new(),
            answered_at: i64::MAX,
            asked: None,
        })
    }

    #[test]
    fn what_was_said_comes_oldest_first_and_from_oneself_alone() {
        let (alex, sam) = (AccountId([2; 16]), AccountId([3; 16]));
        let ours = session_feedback().checksum();
        let entries = [
            (alex, said([9, 9, 8, 7], "", ours)),
            (sam, said([1, 1, 1, 1], "", ours)),
            (alex, said([9, 9, 9, 9], "", [0; 32])),
            (alex, said([9, 6, 8, 5], "More silence", ours)),
        ];
        let mut all = Conversation::default();
        for (position, (author, content)) in (1u64..).zip(entries) {
            let (id, what) = (EntryId([position as u8; 16]), What::Said(content));
            all.insert(Event { position, received_at: position as i64, author, id, what });
        }
        let felt = sessions(&all, alex, &[]);
        let told: Vec<_> = felt.iter().map(|it| (it.at, it.aspects, it.change.as_str())).collect();
        assert_eq!(told, [(1, [9, 9, 8, 7], ""), (4, [9, 6, 8, 5], "More silence")]);
        assert!(felt[0].worth_a_word(None).is_empty());
        assert_eq!(felt[1].worth_a_word(Some(&felt[0])), ["mattered", "took-along"]);
        assert_eq!(felt[1].worth_a_word(None), ["took-along"]);
    }

    #[test]
    fn the_aspects_are_the_scales_of_the_form() {
        let scales =
            session_feedback().questions().filter(|(_, it)| matches!(it.kind, crate::form::Kind::Scale(_)));
        let scales: Vec<_> = scales.map(|(_, it)| it.id.as_str()).collect();
        assert_eq!(scales, ASPECTS);
    }
}
