//! Where branches may point: only to what was asked before.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Draft, When};

/// What is wrong with where a branch points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// To itself, by whatever way.
    Circle,
    /// To something later.
    Forward,
}

/// The first branch that points where it may not. A circle is named before a forward reference, because
/// moving questions about does not undo it.
pub(super) fn misplaced(draft: &Draft) -> Option<(String, Place)> {
    // What each question's being asked depends on: its own branch, and its section's.
    let mut needs: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (section, question) in draft.questions() {
        let both = [section.when.as_ref(), question.when.as_ref()];
        needs.insert(&question.id, both.into_iter().flatten().flat_map(asks).collect());
    }
    let circle = needs.keys().find(|id| reaches_itself(id, &needs));
    if let Some(id) = circle {
        return Some(((*id).to_owned(), Place::Circle));
    }
    let mut asked = BTreeSet::new();
    for section in &draft.sections {
        if section.when.as_ref().is_some_and(|when| asks(when).any(|id| !asked.contains(id))) {
            return Some((section.id.clone(), Place::Forward));
        }
        for question in &section.questions {
            if question.when.as_ref().is_some_and(|when| asks(when).any(|id| !asked.contains(id))) {
                return Some((question.id.clone(), Place::Forward));
            }
            asked.insert(question.id.as_str());
        }
    }
    None
}

fn asks(when: &When) -> impl Iterator<Item = &str> {
    when.of.iter().map(|condition| condition.question.as_str())
}

/// Whether following what a question depends on leads back to it.
fn reaches_itself<'a>(id: &str, needs: &BTreeMap<&'a str, Vec<&'a str>>) -> bool {
    let mut seen = BTreeSet::new();
    let mut next: Vec<&str> = needs.get(id).cloned().unwrap_or_default();
    while let Some(one) = next.pop() {
        if one == id {
            return true;
        }
        if seen.insert(one) {
            next.extend(needs.get(one).into_iter().flatten());
        }
    }
    false
}
