//! A safety plan while it is written: rows that are added, moved and taken away, each under a number that it
//! keeps, so that the field one writes in stays the same field.

use rapport_care::safety::{Line, SafetyPlan, Step};

/// A line being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Its number on this page.
    pub(super) id: u32,
    /// What stands in it.
    pub(super) words: String,
    /// The number to call, as typed.
    pub(super) reach: String,
}

impl Row {
    /// The line it becomes.
    pub(super) fn line(&self) -> Line {
        let reach = self.reach.trim();
        let reach = (!reach.is_empty()).then(|| reach.to_owned());
        Line { words: self.words.trim().to_owned(), reach }
    }
}

/// The page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rows {
    steps: [Vec<Row>; 6],
    next: u32,
}

impl Rows {
    /// A plan, to be written on.
    pub(super) fn of(plan: &SafetyPlan) -> Self {
        let mut rows = Self::default();
        rows.replace(plan);
        rows
    }

    /// Puts another plan in its place. Numbers go on: none comes back for another line.
    pub(super) fn replace(&mut self, plan: &SafetyPlan) {
        for step in Step::ALL {
            self.steps[step as usize].clear();
            for line in plan.step(step) {
                let id = self.add(step);
                self.write(step, id, |row| {
                    row.words.clone_from(&line.words);
                    row.reach = line.reach.clone().unwrap_or_default();
                });
            }
        }
    }

    /// The plan as it now is: rows without words are none.
    pub(super) fn plan(&self) -> SafetyPlan {
        let mut plan = SafetyPlan::default();
        for step in Step::ALL {
            let lines = self.step(step).iter().map(Row::line).filter(|line| !line.words.is_empty());
            plan.step_mut(step).extend(lines);
        }
        plan
    }

    /// The rows of a step.
    pub(super) fn step(&self, step: Step) -> &[Row] {
        &self.steps[step as usize]
    }

    /// One row.
    pub(super) fn row(&self, step: Step, id: u32) -> Option<&Row> {
        self.step(step).iter().find(|row| row.id == id)
    }

    /// Where a row stands in its step, from 1.
    pub(super) fn place(&self, step: Step, id: u32) -> usize {
        self.step(step).iter().position(|row| row.id == id).map_or(0, |index| index + 1)
    }

    /// A new row at the end of a step; gives its number.
    pub(super) fn add(&mut self, step: Step) -> u32 {
        let id = self.next;
        self.next += 1;
        self.steps[step as usize].push(Row { id, words: String::new(), reach: String::new() });
        id
    }

    /// Changes a row.
    pub(super) fn write(&mut self, step: Step, id: u32, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.steps[step as usize].iter_mut().find(|row| row.id == id) {
            change(row);
        }
    }

    /// Takes a row away.
    pub(super) fn remove(&mut self, step: Step, id: u32) {
        self.steps[step as usize].retain(|row| row.id != id);
    }

    /// Moves a row by one place, up or down, if there is one.
    pub(super) fn shift(&mut self, step: Step, id: u32, up: bool) {
        let rows = &mut self.steps[step as usize];
        let Some(from) = rows.iter().position(|row| row.id == id) else { return };
        let to = if up { from.checked_sub(1) } else { Some(from + 1).filter(|to| *to < rows.len()) };
        if let Some(to) = to {
            rows.swap(from, to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(words: &[&str]) -> Rows {
        let mut plan = SafetyPlan::default();
        let line = |words: &&str| Line { words: (*words).to_owned(), reach: None };
        plan.step_mut(Step::Alone).extend(words.iter().map(line));
        Rows::of(&plan)
    }

    fn told(rows: &Rows) -> Vec<String> {
        rows.plan().step(Step::Alone).iter().map(|line| line.words.clone()).collect()
    }

    #[test]
    fn rows_move_within_their_step_and_stay_in_it() {
        let mut rows = written(&["a", "b", "c"]);
        rows.shift(Step::Alone, 2, true);
        assert_eq!(told(&rows), ["a", "c", "b"]);
        rows.shift(Step::Alone, 0, true);
        rows.shift(Step::Alone, 1, false);
        assert_eq!(told(&rows), ["a", "c", "b"]);
        rows.shift(Step::Alone, 0, false);
        assert_eq!(told(&rows), ["c", "a", "b"]);
        rows.remove(Step::Alone, 0);
        assert_eq!(told(&rows), ["c", "b"]);
        assert_eq!(rows.place(Step::Alone, 1), 2);
    }

    #[test]
    fn what_is_blank_is_no_line_and_what_is_typed_is_trimmed() {
        let mut rows = written(&["a"]);
        rows.add(Step::Alone);
        let id = rows.add(Step::Call);
        rows.write(Step::Call, id, |row| {
            row.words = " The line ".to_owned();
            row.reach = " 112 ".to_owned();
        });
        assert_eq!(told(&rows), ["a"]);
        let line = Line { words: "The line".to_owned(), reach: Some("112".to_owned()) };
        assert_eq!(rows.plan().step(Step::Call), [line]);
    }

    #[test]
    fn a_number_never_comes_back_for_another_line() {
        let mut rows = written(&["a", "b"]);
        let plan = written(&["c"]).plan();
        rows.replace(&plan);
        assert_eq!(rows.step(Step::Alone)[0].id, 2);
    }
}
