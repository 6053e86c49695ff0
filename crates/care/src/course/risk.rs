//! Answers that worry and that nobody has dealt with yet.

use super::{Course, Response, Sheet};
use crate::content::RiskDealt;
use crate::ids::{AccountId, EntryId};

/// An answer that worries, open until staff dealt with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRisk {
    /// The entry with the answers.
    pub response: EntryId,
    /// Who answered.
    pub of: AccountId,
    /// When the server took it, in microseconds since the Unix epoch: from here the clock runs.
    pub since: i64,
    /// What they answered.
    pub sheet: Sheet,
    /// The questions whose answers worry.
    pub worries: Vec<String>,
    /// What was tried without closing it, oldest first.
    pub tried: Vec<RiskDealt>,
}

impl Course {
    /// What worries and is open, oldest first. Withdrawn answers too: what was seen was seen.
    pub fn open_risks(&self) -> Vec<OpenRisk> {
        self.responses.iter().filter_map(|response| self.open_risk(response)).collect()
    }

    fn open_risk(&self, response: &Response) -> Option<OpenRisk> {
        let about = |it: &&super::Dealt| {
            // Nobody deals with an answer before it was given.
            it.dealt.response == response.entry && it.position > response.position
        };
        let mut dealt = self.dealt.iter().filter(about);
        if response.worries.is_empty() || dealt.clone().any(|it| it.dealt.outcome.closes()) {
            return None;
        }
        Some(OpenRisk {
            response: response.entry,
            of: response.by,
            since: response.received_at,
            sheet: response.sheet.clone(),
            worries: response.worries.clone(),
            tried: dealt.by_ref().map(|it| it.dealt.clone()).collect(),
        })
    }
}
