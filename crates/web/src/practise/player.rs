//! Where an exercise stands: which step, for how many seconds still. Pure.

use super::skill::Step;

/// An exercise while it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Player {
    steps: Vec<Step>,
    at: usize,
    /// Seconds spent in the step.
    spent: u16,
}

impl Player {
    /// At the beginning.
    pub(super) const fn new(steps: Vec<Step>) -> Self {
        Self { steps, at: 0, spent: 0 }
    }

    /// The step one is in; none once it is over.
    pub(super) fn step(&self) -> Option<&Step> {
        self.steps.get(self.at)
    }

    /// Which step, from 1, and of how many.
    pub(super) fn place(&self) -> (usize, usize) {
        ((self.at + 1).min(self.steps.len()), self.steps.len())
    }

    /// Seconds left in the step, when it has an end.
    pub(super) fn left(&self) -> Option<u16> {
        self.step()?.seconds.map(|seconds| seconds.saturating_sub(self.spent))
    }

    /// A second has passed.
    pub(super) fn tick(&mut self) {
        if let Some(left) = self.left() {
            self.spent += 1;
            if left <= 1 {
                self.next();
            }
        }
    }

    /// On to the next step.
    pub(super) fn next(&mut self) {
        self.at = (self.at + 1).min(self.steps.len());
        self.spent = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::super::skill::{PACES, Skill};
    use super::*;

    #[test]
    fn seconds_lead_through_it_and_it_ends() {
        let mut player = Player::new(Skill::Breathing.steps(1, PACES[0]));
        assert_eq!((player.place(), player.left()), ((1, 12), Some(4)));
        (0..4).for_each(|_| player.tick());
        assert_eq!((player.place(), player.left()), ((2, 12), Some(6)));
        (0..56).for_each(|_| player.tick());
        assert_eq!((player.step(), player.left()), (None, None));
        player.tick();
        assert_eq!(player.place(), (12, 12));
    }

    #[test]
    fn what_has_no_length_waits_for_a_word() {
        let mut player = Player::new(Skill::Grounding.steps(0, PACES[0]));
        (0..1_000).for_each(|_| player.tick());
        assert_eq!(player.place(), (1, 5));
        (0..5).for_each(|_| player.next());
        assert_eq!(player.step(), None);
    }
}
