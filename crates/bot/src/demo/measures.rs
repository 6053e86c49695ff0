//! Weeks of questionnaires behind three clients: one is better, one is stuck, one has just begun and worries.
//!
//! The answers are sent now and say when they were given: all at once, as from a device that was offline for
//! months.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use rapport_care::Content;
use rapport_care::content::{AskedFor, MeasureAnswered, MeasureAsked, MeasureName, Rhythm};
use rapport_care::measure::{Package, newest};
use rapport_client::ids::inner_account;
use rapport_client::platform::Platform as _;
use rapport_wire::Timestamp;

use super::space_of;
use crate::person::Person;

const DAY_US: i64 = 24 * 60 * 60 * 1_000_000;
const WEEK_US: i64 = 7 * DAY_US;

/// One measure, asked every week.
struct Weeks {
    therapist: &'static str,
    client: &'static str,
    measure: &'static str,
    /// What the answers came to, week by week.
    totals: &'static [u32],
    /// Whether the last answers have a worrying one among them.
    worries: bool,
    /// Whether this week's is still to be answered.
    is_due: bool,
}

const COURSES: [Weeks; 3] = [
    Weeks {
        therapist: "thea",
        client: "mara",
        measure: "phq-9",
        totals: &[17, 16, 17, 15, 14, 14, 12, 11, 12, 9, 8, 8, 6],
        worries: false,
        is_due: true,
    },
    Weeks {
        therapist: "thea",
        client: "jonas",
        measure: "gad-7",
        totals: &[14, 13, 15, 14, 13, 14, 15, 13, 14, 14],
        worries: false,
        is_due: false,
    },
    Weeks {
        therapist: "samir",
        client: "wren",
        measure: "phq-9",
        totals: &[15, 16],
        worries: true,
        is_due: false,
    },
];

/// Asks, and answers what was asked in the weeks behind.
pub(super) async fn fill(people: &BTreeMap<&'static str, Person>) -> Result<()> {
    for weeks in &COURSES {
        let [therapist, client] = [weeks.therapist, weeks.client].map(|handle| people.get(handle));
        let (therapist, client) = (therapist.context("a therapist")?, client.context("a client")?);
        let package = newest(weeks.measure).context("a measure")?;
        let measure = MeasureName { id: package.id.clone(), version: package.version };
        let (space, of) = (space_of(client)?, inner_account(client.session.account()));
        let dues = dues(weeks, therapist.machine.now());
        let first = dues.first().copied().context("a week")?;
        let asked =
            MeasureAsked { measure: measure.clone(), of, rhythm: Rhythm::Weeks(1), due: first, until: None };
        let ask = therapist.session.send(space, Content::MeasureAsked(asked)).await?;
        let last = weeks.totals.len() - 1;
        for (n, (total, due)) in weeks.totals.iter().zip(dues).enumerate() {
            let answered = MeasureAnswered {
                measure: measure.clone(),
                checksum: *package.checksum(),
                answers: answers(package, *total, weeks.worries && n == last),
                answered_at: due + DAY_US / 3,
                asked: Some(AskedFor { ask, due }),
            };
            client.session.send(space, Content::MeasureAnswered(answered)).await?;
        }
    }
    Ok(())
}

/// When each week's was due: the last one yesterday, or a week before when the newest is still to be answered.
fn dues(weeks: &Weeks, now: Timestamp) -> Vec<i64> {
    let newest = now.as_micros() - DAY_US - if weeks.is_due { WEEK_US } else { 0 };
    let count = weeks.totals.len() as i64;
    (0..count).map(|n| newest - (count - 1 - n) * WEEK_US).collect()
}

/// Answers that come to a total, spread evenly; the questions that could worry get the least, or one more.
fn answers(package: &Package, total: u32, worries: bool) -> Vec<Option<u8>> {
    let asked = |item: &rapport_care::measure::Item| !item.may_be_left_out;
    let mut answers: Vec<Option<u8>> = package.items.iter().map(|item| asked(item).then_some(0)).collect();
    let mut left = total;
    if worries {
        let worrying = package.items.iter().position(|item| item.risk_from.is_some());
        if let Some((index, from)) = worrying.and_then(|index| Some((index, package.items[index].risk_from?)))
        {
            answers[index] = Some(from);
            left = left.saturating_sub(u32::from(from));
        }
    }
    let calm: Vec<usize> = (0..package.items.len())
        .filter(|index| asked(&package.items[*index]) && package.items[*index].risk_from.is_none())
        .collect();
    for index in calm.iter().cycle().take(left as usize) {
        answers[*index] = answers[*index].map(|answer| answer + 1);
    }
    answers
}

#[cfg(test)]
mod tests {
    use rapport_care::measure::{Answers, score};

    use super::*;

    #[test]
    fn every_week_comes_to_what_the_script_says() {
        for weeks in &COURSES {
            let package = newest(weeks.measure).unwrap();
            for total in weeks.totals {
                for worries in [false, weeks.worries] {
                    let scored = score(package, &Answers(answers(package, *total, worries))).unwrap();
                    assert_eq!((scored.main().unwrap().value, scored.risks.is_empty()), (*total, !worries));
                }
            }
        }
    }
}
