//! Measures: what is asked of somebody, how they get on, what worries; and answers that were begun.
//!
//! Read anew from the verified entries whenever a screen looks; nothing of it is kept twice.

use rapport_care::course::{Course, Due, OpenRisk};
use rapport_wire::space::SpaceKind;
use rapport_wire::{EntryId, SpaceId};

use super::Session;
use crate::engine::{Engine, Space};
use crate::ids::inner_account;

impl Session {
    /// Looks at how people in a space get on; none for a space one is not in.
    pub fn course<T>(&self, space: SpaceId, look: impl FnOnce(&Course) -> T) -> Option<T> {
        self.inner.engine.borrow().course(space).as_ref().map(look)
    }

    /// What oneself is asked to answer now, with the space that asks; of each space the longest due first.
    pub fn due(&self) -> Vec<(SpaceId, Due)> {
        let (engine, now) = (self.inner.engine.borrow(), self.inner.outside.now().as_micros());
        let me = inner_account(engine.account());
        let due = |(space, course): (SpaceId, Course)| {
            course.due(me, now).into_iter().map(move |due| (space, due)).collect::<Vec<_>>()
        };
        courses(&engine, |_| true).flat_map(due).collect()
    }

    /// Answers that worry and that nobody has dealt with, oldest first: of the spaces one works in.
    pub fn open_risks(&self) -> Vec<(SpaceId, OpenRisk)> {
        let engine = self.inner.engine.borrow();
        let worked_in = |space: &Space| space.is_staff(engine.account());
        let mut open: Vec<_> = courses(&engine, worked_in)
            .flat_map(|(space, course)| course.open_risks().into_iter().map(move |it| (space, it)))
            .collect();
        open.sort_by_key(|(_, risk)| risk.since);
        open
    }

    /// Answers that were begun on this device and not sent; none when there are none.
    pub async fn begun_answers(&self, space: SpaceId, ask: EntryId) -> Option<Vec<Option<u8>>> {
        self.begun(&name(space, ask)).await
    }

    /// Keeps what was answered so far, sealed; nothing answered forgets it. A device that keeps nothing
    /// loses it with the page.
    pub async fn keep_answers(&self, space: SpaceId, ask: EntryId, answers: &[Option<u8>]) {
        let some = answers.iter().any(Option::is_some);
        self.keep_begun(name(space, ask), Some(answers).filter(|_| some)).await;
    }
}

/// The courses of the care spaces that are wanted; only those are folded.
fn courses<'e>(
    engine: &'e Engine,
    wanted: impl Fn(&Space) -> bool + 'e,
) -> impl Iterator<Item = (SpaceId, Course)> + 'e {
    let care = engine.spaces().values().filter(move |space| space.kind == SpaceKind::Care && wanted(space));
    care.map(|space| (space.id, space.course(engine.account())))
}

fn name(space: SpaceId, ask: EntryId) -> String {
    format!("answers/{space}/{ask}")
}
