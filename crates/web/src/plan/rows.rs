//! A plan while it is written: goals and their steps, each under a number it keeps while the page is open.

use rapport_care::GoalId;
use rapport_care::plan::{Goal, Plan, PlanStep};

/// A goal being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GoalRow {
    /// Its name in every version.
    pub(super) id: GoalId,
    /// What stands in it.
    pub(super) words: String,
    /// The steps to it.
    pub(super) steps: Vec<StepRow>,
    reached: bool,
}

/// A step being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StepRow {
    /// Its number on this page.
    pub(super) key: u32,
    /// What stands in it.
    pub(super) words: String,
    done: bool,
}

/// The goals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rows {
    goals: Vec<GoalRow>,
    next: u32,
}

impl Rows {
    /// A plan's goals, to be written on.
    pub(super) fn of(plan: &Plan) -> Self {
        let mut rows = Self::default();
        for goal in &plan.goals {
            rows.add_goal(goal.id);
            rows.write(goal.id, |row| {
                row.words.clone_from(&goal.words);
                row.reached = goal.reached;
            });
            for step in &goal.steps {
                let key = rows.add_step(goal.id);
                rows.write_step(goal.id, key, |row| {
                    row.words.clone_from(&step.words);
                    row.done = step.done;
                });
            }
        }
        rows
    }

    /// The goals as they now are: what has no words is left out.
    pub(super) fn goals(&self) -> Vec<Goal> {
        let said = |words: &str| !words.trim().is_empty();
        let step = |row: &StepRow| PlanStep { words: row.words.trim().to_owned(), done: row.done };
        let goal = |row: &GoalRow| Goal {
            id: row.id,
            words: row.words.trim().to_owned(),
            steps: row.steps.iter().filter(|step| said(&step.words)).map(step).collect(),
            reached: row.reached,
        };
        self.goals.iter().filter(|row| said(&row.words)).map(goal).collect()
    }

    /// The names of the goals, in their order.
    pub(super) fn ids(&self) -> Vec<GoalId> {
        self.goals.iter().map(|goal| goal.id).collect()
    }

    /// One goal.
    pub(super) fn goal(&self, id: GoalId) -> Option<&GoalRow> {
        self.goals.iter().find(|goal| goal.id == id)
    }

    /// A new goal at the end.
    pub(super) fn add_goal(&mut self, id: GoalId) {
        self.goals.push(GoalRow { id, words: String::new(), steps: Vec::new(), reached: false });
    }

    /// Takes a goal away, with its steps.
    pub(super) fn remove_goal(&mut self, id: GoalId) {
        self.goals.retain(|goal| goal.id != id);
    }

    /// Changes a goal.
    pub(super) fn write(&mut self, id: GoalId, change: impl FnOnce(&mut GoalRow)) {
        if let Some(goal) = self.goals.iter_mut().find(|goal| goal.id == id) {
            change(goal);
        }
    }

    /// A new step at the end of a goal's; gives its number.
    pub(super) fn add_step(&mut self, goal: GoalId) -> u32 {
        let key = self.next;
        self.next += 1;
        self.write(goal, |goal| goal.steps.push(StepRow { key, words: String::new(), done: false }));
        key
    }

    /// Takes a step away.
    pub(super) fn remove_step(&mut self, goal: GoalId, key: u32) {
        self.write(goal, |goal| goal.steps.retain(|step| step.key != key));
    }

    /// Changes a step.
    pub(super) fn write_step(&mut self, goal: GoalId, key: u32, change: impl FnOnce(&mut StepRow)) {
        self.write(goal, |goal| {
            if let Some(step) = goal.steps.iter_mut().find(|step| step.key == key) {
                change(step);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_blank_is_left_out_and_ticks_stay_with_their_words() {
        let sleep = GoalId([1; 16]);
        let step = |words: &str, done| PlanStep { words: words.to_owned(), done };
        let goal = |id, words: &str, steps| Goal { id, words: words.to_owned(), steps, reached: true };
        let plan = Plan {
            goals: vec![goal(sleep, "To sleep", vec![step("Up at seven", true), step("No screen", false)])],
            ..Plan::default()
        };
        let mut rows = Rows::of(&plan);
        assert_eq!(rows.goals(), plan.goals);
        rows.add_goal(GoalId([2; 16]));
        rows.add_step(sleep);
        rows.write(sleep, |goal| goal.words.push_str(" again "));
        rows.remove_step(sleep, 1);
        assert_eq!(rows.goals(), [goal(sleep, "To sleep again", vec![step("Up at seven", true)])]);
        rows.remove_goal(sleep);
        assert_eq!(rows.goals(), []);
        assert_eq!(rows.ids(), [GoalId([2; 16])]);
    }
}
