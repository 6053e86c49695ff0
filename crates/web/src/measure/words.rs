//! Figures in words: how long it takes, how often, how somebody gets on.

use rapport_care::content::{Rhythm, RiskOutcome};
use rapport_care::course::Ask;
use rapport_care::measure::{Better, Change, Crossing, Reliable, Scale, Track};
use rapport_wire::Timestamp;

use crate::i18n::{date, t};

/// Seconds that a question takes, reading and deciding.
const QUESTION_SECONDS: usize = 12;

/// Minutes that so many questions take, whole and at least one.
pub(super) const fn minutes(questions: usize) -> usize {
    let minutes = (questions * QUESTION_SECONDS).div_ceil(60);
    if minutes == 0 { 1 } else { minutes }
}

/// A date from what `care` counts in.
pub(super) fn date_of(at: i64) -> String {
    date(Timestamp::from_micros(at))
}

/// How often, and until when.
pub(super) fn rhythm(asked: &Ask) -> String {
    let often = match asked.rhythm {
        Rhythm::Once => t!("rhythm-once"),
        Rhythm::Days(n) => t!("rhythm-days", count = n),
        Rhythm::Weeks(n) => t!("rhythm-weeks", count = n),
    };
    let from = t!("rhythm-from", often = often, date = date_of(asked.due));
    match asked.until {
        Some(until) => t!("rhythm-until", from = from, date = date_of(until)),
        None => from,
    }
}

/// How somebody gets on, for whoever treats them; none when there is nothing to say.
pub(super) fn track(track: Track) -> Option<String> {
    match track {
        Track::NotKnown => None,
        Track::On => Some(t!("track-on")),
        Track::WorseThanLast { from, to } => Some(t!("track-worse-last", from = from, to = to)),
        Track::Worse => Some(t!("track-worse")),
        Track::WorseThanBest { from, to } => Some(t!("track-worse-best", from = from, to = to)),
        Track::Unchanged => Some(t!("track-unchanged")),
    }
}

/// A change since the first answers, for whoever treats them.
pub(super) fn change(change: &Change) -> String {
    let points = signed(change.points);
    let how = match change.reliable {
        Reliable::Improved if change.is_recovery() => t!("change-recovered"),
        Reliable::Improved => t!("change-improved"),
        Reliable::Worsened => t!("change-worsened"),
        Reliable::No => t!("change-none"),
        Reliable::NotKnown => t!("change-not-known"),
    };
    let crossed = match change.crossing {
        Crossing::OutOf => Some(t!("change-out-of")),
        Crossing::Into => Some(t!("change-into")),
        Crossing::No | Crossing::NotKnown => None,
    };
    let whole = t!("change-whole", points = points, how = how);
    crossed.map_or_else(|| whole.clone(), |crossed| format!("{whole} {crossed}"))
}

/// A fall, in the words of the chart.
pub(super) fn fall(track: Track) -> Option<String> {
    match track {
        Track::WorseThanLast { from, to } => Some(t!("chart-fall-last", from = from, to = to)),
        Track::WorseThanBest { from, to } => Some(t!("chart-fall-best", from = from, to = to)),
        Track::NotKnown | Track::On | Track::Worse | Track::Unchanged => None,
    }
}

/// A fall that the change since the first answers does not show, for the person themselves: kindly.
pub(super) fn fall_for_them(track: Track) -> Option<String> {
    match track {
        Track::WorseThanLast { from, to } => Some(t!("since-last-worse", from = from, to = to)),
        Track::WorseThanBest { from, to } => Some(t!("since-best-worse", from = from, to = to)),
        Track::NotKnown | Track::On | Track::Worse | Track::Unchanged => None,
    }
}

/// A change since the first answers, for the person themselves: no terms of the trade, and no verdict.
pub(super) fn change_for_them(scale: &Scale, change: &Change) -> String {
    let count = change.points.unsigned_abs();
    let direction = match (change.points.signum(), scale.better) {
        (0, _) => return t!("since-same"),
        (-1, _) => t!("since-lower", count = count),
        _ => t!("since-higher", count = count),
    };
    let how = match change.reliable {
        Reliable::Improved => t!("since-better"),
        Reliable::Worsened => t!("since-worse"),
        Reliable::No => t!("since-small"),
        Reliable::NotKnown => return direction,
    };
    format!("{direction} {how}")
}

/// Which way is well.
pub(super) fn direction(scale: &Scale) -> String {
    match scale.better {
        Better::Lower => t!("chart-lower-is-well"),
        Better::Higher => t!("chart-higher-is-well"),
    }
}

/// With its sign, as print has it.
pub(super) fn signed(points: i32) -> String {
    match points {
        ..0 => format!("\u{2212}{}", points.unsigned_abs()),
        0 => "0".to_owned(),
        1.. => format!("+{points}"),
    }
}

/// What came of a worrying answer.
pub(crate) fn outcome(outcome: RiskOutcome) -> String {
    match outcome {
        RiskOutcome::NotReached => t!("risk-not-reached"),
        RiskOutcome::NoDanger => t!("risk-no-danger"),
        RiskOutcome::SafetyPlan => t!("risk-safety-plan"),
        RiskOutcome::HandedOn => t!("risk-handed-on"),
        RiskOutcome::Emergency => t!("risk-emergency"),
        RiskOutcome::Other => t!("risk-other"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_measure_takes_a_minute_and_ten_questions_two() {
        assert_eq!([minutes(0), minutes(2), minutes(10), minutes(21)], [1, 1, 2, 5]);
    }

    #[test]
    fn a_fall_is_written_with_a_real_minus() {
        assert_eq!([signed(-6), signed(0), signed(3)], ["\u{2212}6", "0", "+3"]);
    }
}
