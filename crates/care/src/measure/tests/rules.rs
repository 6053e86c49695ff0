//! Scores, changes and tracks, beyond single vectors.

use proptest::prelude::*;

use super::super::*;

const DAY_US: i64 = 86_400_000_000;

fn scored(id: &str, answers: &[u8]) -> Score {
    let package = find(id, 1).unwrap();
    let mut answers: Vec<_> = answers.iter().copied().map(Some).collect();
    answers.resize(package.items.len(), None);
    score(package, &Answers(answers)).unwrap()
}

/// PHQ-9 answers that sum to `total`.
fn phq_9(total: u8) -> Score {
    let mut left = total;
    let mut each = || {
        let one = left.min(3);
        left -= one;
        one
    };
    scored("phq-9", &std::array::from_fn::<u8, 9, _>(|_| each()))
}

fn told(from: u8, to: u8) -> (Reliable, Crossing, bool) {
    let changes = change(find("phq-9", 1).unwrap(), &phq_9(from), &phq_9(to));
    let [it] = changes.as_slice() else { panic!("one scale") };
    assert_eq!(it.points, i32::from(to) - i32::from(from));
    (it.reliable, it.crossing, it.is_recovery())
}

#[test]
fn change_is_reliable_from_its_figure_on_and_recovery_crosses_as_well() {
    assert_eq!(told(15, 9), (Reliable::Improved, Crossing::OutOf, true));
    assert_eq!(told(14, 9), (Reliable::No, Crossing::OutOf, false));
    assert_eq!(told(20, 12), (Reliable::Improved, Crossing::No, false));
    assert_eq!(told(9, 15), (Reliable::Worsened, Crossing::Into, false));
    assert_eq!(told(12, 12), (Reliable::No, Crossing::No, false));
}

#[test]
fn where_high_is_well_a_rise_is_better() {
    let who_5 = find("who-5", 1).unwrap();
    let (low, high) = (scored("who-5", &[2; 5]), scored("who-5", &[3; 5]));
    let up = &change(who_5, &low, &high)[0];
    assert_eq!((up.points, up.reliable, up.crossing), (20, Reliable::Improved, Crossing::OutOf));
    assert_eq!(change(who_5, &high, &low)[0].reliable, Reliable::Worsened);
}

#[test]
fn what_nobody_has_shown_is_not_said() {
    let k10 = find("k10", 1).unwrap();
    let told = &change(k10, &scored("k10", &[5; 10]), &scored("k10", &[1; 10]))[0];
    assert_eq!((told.reliable, told.crossing), (Reliable::NotKnown, Crossing::NotKnown));
    let audit_c = find("audit-c", 1).unwrap();
    let told = &change(audit_c, &scored("audit-c", &[4; 3]), &scored("audit-c", &[1, 0, 0]))[0];
    assert_eq!(told.crossing, Crossing::NotKnown, "its cut-offs are for women or for men");
}

#[test]
fn off_track_is_worse_or_unchanged_after_four_weeks() {
    let scale = &find("phq-9", 1).unwrap().scales[0];
    let after = |days: i64, first, newest| track(scale, &[(0, first), (1, 27), (days * DAY_US, newest)]);
    assert_eq!(after(7, 12, 18), Track::Worse);
    assert_eq!(after(27, 12, 12), Track::On);
    assert_eq!(after(28, 12, 12), Track::Unchanged);
    assert_eq!(after(28, 18, 12), Track::On, "reliably better, if still a case");
    assert_eq!(after(90, 9, 8), Track::On, "never was a case");
    assert_eq!(track(scale, &[(0, 27)]), Track::NotKnown);
    assert_eq!(track(&find("k10", 1).unwrap().scales[0], &[(0, 10), (1, 50)]), Track::NotKnown);
    assert!(after(28, 12, 12).is_off() && !after(27, 12, 12).is_off());
}

#[test]
fn a_sudden_fall_is_told_however_it_began() {
    let phq_9 = &find("phq-9", 1).unwrap().scales[0];
    let weekly = |scores: &[u32]| -> Vec<(i64, u32)> {
        scores.iter().zip(0_i64..).map(|(score, week)| (week * 7 * DAY_US, *score)).collect()
    };
    let told = |scores: &[u32]| track(phq_9, &weekly(scores));
    // As bad as at first, and much worse than a week ago.
    assert_eq!(told(&[17, 10, 6, 17]), Track::WorseThanLast { from: 6, to: 17 });
    assert_eq!(told(&[12, 18]), Track::WorseThanLast { from: 12, to: 18 });
    assert_eq!(told(&[12, 17]), Track::On, "no more than chance explains");
    // Little by little: no single week stands out.
    assert_eq!(told(&[12, 15, 18]), Track::Worse);
    assert_eq!(told(&[15, 6, 9, 12]), Track::WorseThanBest { from: 6, to: 12 });
    assert_eq!(told(&[20, 14, 8, 4]), Track::On);
    assert!(told(&[17, 6, 17]).is_off() && told(&[15, 6, 9, 12]).is_off());
    // Where high is well, a drop is the fall.
    let who_5 = &find("who-5", 1).unwrap().scales[0];
    assert_eq!(track(who_5, &weekly(&[40, 72, 40])), Track::WorseThanLast { from: 72, to: 40 });
    assert_eq!(track(who_5, &weekly(&[40, 72])), Track::On);
}

#[test]
fn help_does_not_wait_for_the_last_question() {
    let phq_9 = find("phq-9", 1).unwrap();
    let mut answers = Answers(vec![None; 9]);
    answers.0[8] = Some(2);
    assert_eq!(risks(phq_9, &answers), [Risk { item: "9".into(), answer: 2 }]);
    assert!(score(phq_9, &answers).is_err());
    assert_eq!(risks(phq_9, &Answers(Vec::new())), []);
}

fn any_answers() -> impl Strategy<Value = (&'static Package, Answers)> {
    any::<prop::sample::Index>().prop_flat_map(|which| {
        let package = which.get(shelf());
        let each: Vec<_> = package
            .items
            .iter()
            .map(|item| {
                let values: Vec<u8> = package.choices(item).iter().map(|choice| choice.value).collect();
                prop_oneof![
                    20 => prop::sample::select(values).prop_map(Some),
                    1 => Just(None),
                    1 => any::<Option<u8>>(),
                ]
            })
            .collect();
        each.prop_map(move |answers| (package, Answers(answers)))
    })
}

proptest! {
    #[test]
    fn a_score_is_within_its_range_or_refused((package, answers) in any_answers()) {
        let Ok(score) = score(package, &answers) else { return Ok(()) };
        prop_assert_eq!(score.scales.len(), package.scales.len());
        for (scored, scale) in score.scales.iter().zip(&package.scales) {
            prop_assert!(package.range(scale).contains(&scored.value));
            prop_assert_eq!(scored.band.is_some(), !scale.bands.is_empty());
        }
        // Against itself nothing has changed.
        for it in change(package, &score, &score) {
            prop_assert_eq!(it.points, 0);
            prop_assert!(!matches!(it.reliable, Reliable::Improved | Reliable::Worsened));
            prop_assert!(!matches!(it.crossing, Crossing::Into | Crossing::OutOf));
        }
    }

    #[test]
    fn any_list_is_scored_or_refused(which in any::<prop::sample::Index>(), answers in any::<Vec<Option<u8>>>()) {
        let _ = score(which.get(shelf()), &Answers(answers));
    }
}

#[test]
fn a_question_is_spared_as_soon_as_the_answer_that_spares_it_is_given() {
    let audit_c = find("audit-c", 1).unwrap();
    let spared = |first: Option<u8>| {
        let answers = Answers(vec![first, None, None]);
        audit_c.items.iter().map(|item| is_spared(audit_c, &answers, item)).collect::<Vec<_>>()
    };
    assert_eq!(spared(Some(0)), [false, true, true]);
    assert_eq!((spared(None), spared(Some(2))), (vec![false; 3], vec![false; 3]));
}
