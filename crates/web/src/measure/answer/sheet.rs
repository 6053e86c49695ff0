//! Where somebody is among the questions, and what they have answered: pure.
//!
//! One question at a time. What an earlier answer spares is not asked and not answered; an answer that worries
//! shows help before anything else is asked.

use rapport_care::measure::{Answers, Item, Package, Score, ScoreError, is_spared, risks, score};

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A question, by its index.
    Question(usize),
    /// Help, after the answer to a question.
    Help(usize),
    /// All answers, before they are sent.
    Review,
}

/// A measure being answered.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sheet {
    package: &'static Package,
    answers: Answers,
    step: Step,
    /// One question is being answered anew: the review comes next.
    mending: bool,
}

impl Sheet {
    /// Begins, or goes on where one left off. What was kept of another shape is none.
    pub(super) fn begin(package: &'static Package, kept: Option<Vec<Option<u8>>>) -> Self {
        let blank = || vec![None; package.items.len()];
        let answers = kept.filter(|kept| kept.len() == package.items.len()).unwrap_or_else(blank);
        let mut sheet = Self { package, answers: Answers(answers), step: Step::Review, mending: false };
        let open = sheet.asked().find(|index| sheet.answer(*index).is_none());
        sheet.step = open.map_or(Step::Review, Step::Question);
        sheet
    }

    /// What is shown.
    pub(super) const fn step(&self) -> Step {
        self.step
    }

    /// The answers so far, one for each question of the package.
    pub(super) fn answers(&self) -> &[Option<u8>] {
        &self.answers.0
    }

    /// The answer to a question.
    pub(super) fn answer(&self, index: usize) -> Option<u8> {
        self.answers.0.get(index).copied().flatten()
    }

    /// A question.
    pub(super) fn item(&self, index: usize) -> Option<&'static Item> {
        self.package.items.get(index)
    }

    /// The questions that are asked, by index: those that no answer spares.
    pub(super) fn asked(&self) -> impl Iterator<Item = usize> + '_ {
        let spared = |item: &Item| is_spared(self.package, &self.answers, item);
        self.package.items.iter().enumerate().filter(move |(_, item)| !spared(item)).map(|(index, _)| index)
    }

    /// Which of how many, counted from one.
    pub(super) fn number(&self, index: usize) -> (usize, usize) {
        (self.asked().filter(|asked| *asked <= index).count(), self.asked().count())
    }

    /// Whether something was answered before this page was opened.
    pub(super) fn is_begun(&self) -> bool {
        self.answers.0.iter().any(Option::is_some)
    }

    /// Whether an answer worries.
    pub(super) fn worries(&self) -> bool {
        !risks(self.package, &self.answers).is_empty()
    }

    /// What the answers come to, or why they cannot be sent yet.
    pub(super) fn score(&self) -> Result<Score, ScoreError> {
        score(self.package, &self.answers)
    }

    /// Answers the question that is shown, or leaves it open, and goes on.
    pub(super) fn choose(&mut self, answer: Option<u8>) {
        let Step::Question(index) = self.step else { return };
        if let Some(place) = self.answers.0.get_mut(index) {
            *place = answer;
        }
        self.forget_spared();
        let worries = self.item(index).and_then(|item| item.risk_from).zip(answer);
        self.step = match worries {
            Some((from, answer)) if answer >= from => Step::Help(index),
            _ => self.after(index),
        };
    }

    /// From help to what comes next.
    pub(super) fn go_on(&mut self) {
        if let Step::Help(index) = self.step {
            self.step = self.after(index);
        }
    }

    /// One step back; false when there is none.
    pub(super) fn back(&mut self) -> bool {
        let before = |index: usize| self.asked().filter(|asked| *asked < index).last();
        let step = match self.step {
            Step::Question(_) if self.mending => Some(Step::Review),
            Step::Question(index) => before(index).map(Step::Question),
            Step::Help(index) => Some(Step::Question(index)),
            Step::Review => before(usize::MAX).map(Step::Question),
        };
        self.mending = false;
        self.step = step.unwrap_or(self.step);
        step.is_some()
    }

    /// From the review to one question, and back to it after.
    pub(super) fn mend(&mut self, index: usize) {
        self.mending = true;
        self.step = Step::Question(index);
    }

    /// What comes after a question.
    fn after(&mut self, index: usize) -> Step {
        // Another answer may have made new questions: those are asked first.
        let open = |asked: &usize| *asked > index && (!self.mending || self.answer(*asked).is_none());
        let mut later = self.asked().filter(open);
        let next = if self.mending && !self.opens(index) { None } else { later.next() };
        drop(later);
        self.mending = self.mending && next.is_some();
        next.map_or(Step::Review, Step::Question)
    }

    /// Whether a question decides about others.
    fn opens(&self, index: usize) -> bool {
        self.item(index).is_some_and(|item| self.package.skips.iter().any(|skip| skip.item == item.id))
    }

    /// An answer to what is no longer asked would be no answer.
    fn forget_spared(&mut self) {
        let asked: Vec<usize> = self.asked().collect();
        for (index, answer) in self.answers.0.iter_mut().enumerate() {
            if !asked.contains(&index) {
                *answer = None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rapport_care::measure::find;

    use super::*;

    fn sheet(id: &str) -> Sheet {
        Sheet::begin(find(id, 1).unwrap(), None)
    }

    fn answer(sheet: &mut Sheet, answers: &[u8]) {
        for answer in answers {
            sheet.choose(Some(*answer));
        }
    }

    #[test]
    fn nine_questions_and_one_that_may_be_left_open_lead_to_the_review() {
        let mut phq_9 = sheet("phq-9");
        assert_eq!((phq_9.step(), phq_9.number(0)), (Step::Question(0), (1, 10)));
        answer(&mut phq_9, &[1, 1, 1, 1, 0, 0, 2, 0, 0]);
        assert_eq!(phq_9.step(), Step::Question(9));
        phq_9.choose(None);
        assert_eq!((phq_9.step(), phq_9.score().unwrap().main().unwrap().value), (Step::Review, 6));
        assert!(!phq_9.worries());
    }

    #[test]
    fn a_worrying_answer_shows_help_before_the_next_question() {
        let mut phq_9 = sheet("phq-9");
        answer(&mut phq_9, &[0; 8]);
        phq_9.choose(Some(1));
        assert_eq!((phq_9.step(), phq_9.worries()), (Step::Help(8), true));
        assert!(phq_9.back());
        phq_9.choose(Some(2));
        phq_9.go_on();
        assert_eq!(phq_9.step(), Step::Question(9));
    }

    #[test]
    fn one_goes_on_where_one_left_off() {
        let mut begun = sheet("phq-9");
        answer(&mut begun, &[3, 2]);
        let again = Sheet::begin(find("phq-9", 1).unwrap(), Some(begun.answers().to_vec()));
        assert_eq!((again.step(), again.is_begun()), (Step::Question(2), true));
        let foreign = Sheet::begin(find("phq-9", 1).unwrap(), Some(vec![Some(1); 3]));
        assert_eq!((foreign.step(), foreign.is_begun()), (Step::Question(0), false));
    }

    #[test]
    fn what_an_answer_spares_is_neither_asked_nor_kept() {
        let mut audit_c = sheet("audit-c");
        answer(&mut audit_c, &[2, 1, 1]);
        assert_eq!(audit_c.step(), Step::Review);
        audit_c.mend(0);
        audit_c.choose(Some(0));
        assert_eq!((audit_c.step(), audit_c.answers()), (Step::Review, [Some(0), None, None].as_slice()));
        // And the other way: what is asked again comes before the review.
        audit_c.mend(0);
        audit_c.choose(Some(3));
        assert_eq!(audit_c.step(), Step::Question(1));
        answer(&mut audit_c, &[1, 1]);
        assert_eq!(audit_c.step(), Step::Review);
    }

    #[test]
    fn mending_one_answer_leads_back_to_the_review() {
        let mut phq_9 = sheet("phq-9");
        answer(&mut phq_9, &[0; 10]);
        phq_9.mend(3);
        assert!(phq_9.back());
        assert_eq!(phq_9.step(), Step::Review);
        phq_9.mend(3);
        phq_9.choose(Some(2));
        assert_eq!((phq_9.step(), phq_9.answer(3)), (Step::Review, Some(2)));
        assert!(phq_9.back());
        assert_eq!(phq_9.step(), Step::Question(9));
    }

    #[test]
    fn before_the_first_question_there_is_nothing() {
        assert!(!sheet("phq-9").back());
    }
}
