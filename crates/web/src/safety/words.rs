//! The six steps, in our words.

use rapport_care::safety::Step;

use crate::i18n::t;

/// What a step is called.
pub(super) fn title(step: Step) -> String {
    match step {
        Step::Signs => t!("safety-signs"),
        Step::Alone => t!("safety-alone"),
        Step::Company => t!("safety-company"),
        Step::Ask => t!("safety-ask"),
        Step::Call => t!("safety-call"),
        Step::Surroundings => t!("safety-surroundings"),
    }
}

/// What helps to think of something.
pub(super) fn help(step: Step) -> String {
    match step {
        Step::Signs => t!("safety-signs-help"),
        Step::Alone => t!("safety-alone-help"),
        Step::Company => t!("safety-company-help"),
        Step::Ask => t!("safety-ask-help"),
        Step::Call => t!("safety-call-help"),
        Step::Surroundings => t!("safety-surroundings-help"),
    }
}

/// Whether there are people in it, whom one can call.
pub(super) const fn is_of_people(step: Step) -> bool {
    matches!(step, Step::Company | Step::Ask | Step::Call)
}
