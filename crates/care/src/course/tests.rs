use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::content::{
    AskStopped, AskedFor, FormAnswered, FormAsked, FormName, MeasureName, Message, Rhythm, RiskOutcome,
    Withdraw,
};
use crate::form::Answer;
use crate::measure::{Reliable, ScoreError, Track, find};

const THERAPIST: AccountId = AccountId([1; 16]);
const CLIENT: AccountId = AccountId([2; 16]);
const DAY: i64 = 86_400_000_000;
const NOTHING: [i64; 0] = [];

fn id(n: u8) -> EntryId {
    EntryId([n; 16])
}

fn name(id: &str) -> MeasureName {
    MeasureName { id: id.into(), version: 1 }
}

fn event(position: u64, author: AccountId, at: i64, content: Content) -> Event {
    content.check().unwrap();
    Event { position, received_at: at, author, id: id(position as u8), what: What::Said(content) }
}

fn asks(position: u64, author: AccountId, rhythm: Rhythm, until: Option<i64>) -> Event {
    let asked = MeasureAsked { measure: name("phq-9"), of: CLIENT, rhythm, due: DAY, until };
    event(position, author, 0, Content::MeasureAsked(asked))
}

/// PHQ-9 answers: `first` to the first eight questions, `ninth` to the one on death.
fn answers(position: u64, at: i64, first: u8, ninth: u8, asked: Option<AskedFor>) -> Event {
    let mut answers = vec![Some(first); 8];
    answers.extend([Some(ninth), None]);
    let checksum = *find("phq-9", 1).unwrap().checksum();
    let answered = MeasureAnswered { measure: name("phq-9"), checksum, answers, answered_at: at, asked };
    event(position, CLIENT, at, Content::MeasureAnswered(answered))
}

fn deals(position: u64, author: AccountId, response: u8, outcome: RiskOutcome) -> Event {
    let dealt = RiskDealt { response: id(response), outcome, words: "We spoke.".into() };
    event(position, author, position as i64, Content::RiskDealt(dealt))
}

fn withdraws(position: u64, author: AccountId, of: u8) -> Event {
    event(position, author, position as i64, Content::Withdraw(Withdraw { of: id(of) }))
}

fn course(events: impl IntoIterator<Item = Event>) -> Course {
    let mut all = Conversation::default();
    events.into_iter().for_each(|e| all.insert(e));
    Course::of(&all, |e| e.author == THERAPIST)
}

fn due(course: &Course, now: i64) -> Vec<i64> {
    course.due(CLIENT, now).into_iter().map(|it| it.asked.due).collect()
}

#[test]
fn a_rhythm_is_due_again_and_again_but_never_piles_up() {
    let weekly = course([asks(1, THERAPIST, Rhythm::Weeks(1), Some(40 * DAY))]);
    assert_eq!(due(&weekly, DAY - 1), NOTHING);
    assert_eq!(due(&weekly, DAY), [DAY]);
    assert_eq!(due(&weekly, 30 * DAY), [29 * DAY], "four were missed, one is asked");
    assert_eq!(due(&weekly, 40 * DAY + 1), NOTHING);
    let answered = course([asks(1, THERAPIST, Rhythm::Weeks(1), None), answers(2, 9 * DAY, 1, 0, None)]);
    assert_eq!(due(&answered, 10 * DAY), NOTHING);
    assert_eq!(due(&answered, 15 * DAY), [15 * DAY]);
    assert!(course([asks(1, THERAPIST, Rhythm::Once, None)]).due(THERAPIST, DAY).is_empty());
}

#[test]
fn it_is_told_beforehand_when_something_falls_due_and_not_for_what_is_done() {
    let told = |course: &Course, now: i64| Vec::from_iter(course.falls_due(CLIENT, now, 24 * DAY));
    let weekly = course([asks(1, THERAPIST, Rhythm::Weeks(1), Some(16 * DAY))]);
    assert_eq!(told(&weekly, 0), [DAY, 8 * DAY, 15 * DAY], "to its end");
    assert_eq!(told(&weekly, 9 * DAY), [8 * DAY, 15 * DAY]);
    assert_eq!(told(&weekly, 17 * DAY), NOTHING);
    let answered = course([asks(1, THERAPIST, Rhythm::Weeks(1), None), answers(2, 8 * DAY, 1, 0, None)]);
    assert_eq!(told(&answered, 9 * DAY), [15 * DAY, 22 * DAY]);
    let once = course([asks(1, THERAPIST, Rhythm::Once, None)]);
    assert_eq!(told(&once, 2 * DAY), [DAY + due::PATIENCE_US]);
    let done = course([asks(1, THERAPIST, Rhythm::Once, None), answers(2, DAY, 1, 0, None)]);
    assert_eq!(told(&done, 2 * DAY), NOTHING);
    assert!(weekly.falls_due(THERAPIST, 0, 24 * DAY).is_empty(), "nobody else is asked");
    let edge = course([event(
        1,
        THERAPIST,
        0,
        Content::MeasureAsked(MeasureAsked {
            measure: name("phq-9"),
            of: CLIENT,
            rhythm: Rhythm::Days(1),
            due: i64::MAX,
            until: None,
        }),
    )]);
    assert_eq!(told(&edge, 0), NOTHING);
    assert_eq!(edge.falls_due(CLIENT, i64::MAX, i64::MAX).len(), 1);
}

#[test]
fn an_answer_that_names_its_asking_counts_whatever_its_clock_says() {
    let named = Some(AskedFor { ask: id(1), due: 8 * DAY });
    let answered = course([asks(1, THERAPIST, Rhythm::Weeks(1), None), answers(2, 0, 1, 0, named)]);
    assert_eq!(due(&answered, 9 * DAY), NOTHING);
    assert_eq!(due(&answered, 15 * DAY), [15 * DAY]);
}

#[test]
fn two_askings_are_one_question_and_one_answer_does() {
    let both = [asks(1, THERAPIST, Rhythm::Once, None), asks(2, THERAPIST, Rhythm::Days(3), None)];
    assert_eq!(due(&course(both.clone()), 5 * DAY), [DAY]);
    let [first, second] = both;
    assert_eq!(due(&course([first, second, answers(3, 4 * DAY, 1, 0, None)]), 5 * DAY), NOTHING);
}

#[test]
fn only_staff_ask_and_stop() {
    let once = || asks(1, THERAPIST, Rhythm::Once, None);
    let stop = |author| event(2, author, 0, Content::AskStopped(AskStopped { ask: id(1) }));
    assert_eq!(due(&course([asks(1, CLIENT, Rhythm::Once, None)]), DAY), NOTHING);
    assert_eq!(due(&course([once(), stop(CLIENT)]), DAY), [DAY]);
    assert_eq!(due(&course([once(), stop(THERAPIST)]), DAY), NOTHING);
    assert_eq!(due(&course([once(), withdraws(2, THERAPIST, 1)]), DAY), NOTHING);
}

#[test]
fn an_ask_is_listed_until_it_is_over() {
    let listed = |more: &[Event], now| {
        let events =
            [asks(1, THERAPIST, Rhythm::Once, None), asks(2, THERAPIST, Rhythm::Weeks(1), Some(9 * DAY))];
        course(events.into_iter().chain(more.iter().cloned()))
            .asks(now)
            .map(|(ask, _)| ask)
            .collect::<Vec<_>>()
    };
    assert_eq!(listed(&[], 0), [id(1), id(2)], "also before it is due");
    assert_eq!(listed(&[answers(3, 2 * DAY, 1, 0, None)], 2 * DAY), [id(2)]);
    assert_eq!(listed(&[], 9 * DAY + 1), [id(1)], "the rhythm has ended, the other was never answered");
    let stop = event(3, THERAPIST, 0, Content::AskStopped(AskStopped { ask: id(2) }));
    assert_eq!(listed(&[stop], 0), [id(1)]);
}

#[test]
fn what_waits_on_this_device_counts_here() {
    let waiting = |event: Event, sending| {
        let What::Said(content) = event.what else { panic!("said") };
        [Pending { id: event.id, written_at: event.received_at, content, sending }]
    };
    let asked = || course([asks(1, THERAPIST, Rhythm::Once, None)]);
    let answered =
        |sending| asked().with_waiting(CLIENT, false, &waiting(answers(2, 2 * DAY, 1, 1, None), sending));
    assert_eq!(due(&answered(Sending::Waiting), 3 * DAY), NOTHING);
    assert_eq!(answered(Sending::Taken).open_risks().len(), 1);
    assert_eq!(due(&answered(Sending::Failed), 3 * DAY), [DAY], "refused for good is not answered");
    let stop = || event(2, THERAPIST, 0, Content::AskStopped(AskStopped { ask: id(1) }));
    let stopped = |is_staff| asked().with_waiting(THERAPIST, is_staff, &waiting(stop(), Sending::Waiting));
    assert_eq!((due(&stopped(true), 2 * DAY), due(&stopped(false), 2 * DAY)), (vec![], vec![DAY]));
}

#[test]
fn a_worrying_answer_is_urgent_and_stays_open_until_staff_dealt_with_it() {
    let worrying = answers(1, DAY, 0, 1, None);
    let What::Said(content) = &worrying.what else { panic!("said") };
    assert!(content.is_urgent());
    let open = |more: &[Event]| {
        let events = [worrying.clone()].into_iter().chain(more.iter().cloned());
        course(events).open_risks()
    };
    let risks = open(&[]);
    assert_eq!((risks.len(), risks[0].of, risks[0].since), (1, CLIENT, DAY));
    assert_eq!(open(&[deals(2, CLIENT, 1, RiskOutcome::NoDanger)]).len(), 1, "not by the client");
    assert_eq!(open(&[withdraws(2, CLIENT, 1)]).len(), 1, "what was seen was seen");
    let tried = open(&[deals(2, THERAPIST, 1, RiskOutcome::NotReached)]);
    assert_eq!((tried.len(), tried[0].tried.len()), (1, 1), "trying does not close it");
    assert_eq!(open(&[deals(2, THERAPIST, 1, RiskOutcome::SafetyPlan)]), []);
    let taken_back = [deals(2, THERAPIST, 1, RiskOutcome::NoDanger), withdraws(3, THERAPIST, 2)];
    assert_eq!(open(&taken_back).len(), 1);
    let before = course([deals(1, THERAPIST, 2, RiskOutcome::NoDanger), answers(2, DAY, 0, 3, None)]);
    assert_eq!(before.open_risks().len(), 1, "nobody deals with an answer before it was given");
}

#[test]
fn a_worksheet_is_given_filled_in_and_may_worry() {
    let form = || FormName { id: "mood-diary".into(), version: 1 };
    let asked = FormAsked {
        form: form(),
        of: CLIENT,
        rhythm: Rhythm::Days(1),
        due: DAY,
        until: None,
        words: "A line a day.".into(),
    };
    let given = event(1, THERAPIST, 0, Content::FormAsked(asked));
    let fills = |position, at, worries: &[&str]| {
        let responses = [("mood".to_owned(), Answer::Scale(3))].into();
        let worries = worries.iter().map(|it| (*it).to_owned()).collect();
        let it = FormAnswered {
            form: form(),
            checksum: [1; 32],
            responses,
            worries,
            answered_at: at,
            asked: None,
        };
        event(position, CLIENT, at, Content::FormAnswered(it))
    };
    let all = course([given.clone(), asks(2, THERAPIST, Rhythm::Once, None), fills(3, 2 * DAY, &[])]);
    assert_eq!(due(&all, 2 * DAY), [DAY], "the measure is, the diary is not");
    assert_eq!(due(&all, 3 * DAY), [DAY, 3 * DAY]);
    let pages = course([given, fills(3, 3 * DAY, &[]), fills(2, 2 * DAY, &["mood"])]);
    assert_eq!(pages.filled(CLIENT, &form()), [(id(2), 2 * DAY), (id(3), 3 * DAY)]);
    let open = pages.open_risks();
    assert_eq!((open.len(), open[0].worries.as_slice()), (1, ["mood".to_owned()].as_slice()));
    assert!(pages.measures(CLIENT).is_empty());
}

#[test]
fn a_page_that_staff_kept_does_for_what_it_names_and_for_nothing_else() {
    let form = || FormName { id: "mood-diary".into(), version: 1 };
    let given = FormAsked {
        form: form(),
        of: CLIENT,
        rhythm: Rhythm::Once,
        due: DAY,
        until: None,
        words: String::new(),
    };
    let given = || event(1, THERAPIST, 0, Content::FormAsked(given.clone()));
    let kept = |by, asked| {
        let responses = [("mood".to_owned(), Answer::Scale(4))].into();
        let (checksum, worries, answered_at) = ([9; 32], Vec::new(), 2 * DAY);
        let is = FormAnswered { form: form(), checksum, responses, worries, answered_at, asked };
        event(2, by, 2 * DAY, Content::FormAnswered(is))
    };
    let named = Some(AskedFor { ask: id(1), due: DAY });
    assert_eq!(due(&course([given()]), 2 * DAY), [DAY]);
    assert_eq!(due(&course([given(), kept(THERAPIST, named)]), 2 * DAY), NOTHING);
    assert_eq!(due(&course([given(), kept(THERAPIST, None)]), 2 * DAY), [DAY], "a page of their own");
    let stranger = AccountId([3; 16]);
    assert_eq!(due(&course([given(), kept(stranger, named)]), 2 * DAY), [DAY], "somebody else's");
}

#[test]
fn a_quiet_answer_is_neither_urgent_nor_open() {
    let quiet = answers(1, DAY, 3, 0, None);
    let What::Said(content) = &quiet.what else { panic!("said") };
    assert!(!content.is_urgent());
    assert_eq!(course([quiet]).open_risks(), []);
    let message = Content::Message(Message { text: "Hello".into(), reply_to: None });
    assert!(!message.is_urgent() && !message.is_record());
}

#[test]
fn the_measure_that_is_off_track_is_looked_at_first_and_else_the_longest() {
    let gad_2 = |position, at| {
        let checksum = *find("gad-2", 1).unwrap().checksum();
        let (measure, answers) = (name("gad-2"), vec![Some(0), Some(0)]);
        let answered = MeasureAnswered { measure, checksum, answers, answered_at: at, asked: None };
        event(position, CLIENT, at, Content::MeasureAnswered(answered))
    };
    let telling = |events: Vec<Event>| {
        let all = course(events);
        let each: Vec<_> =
            all.measures(CLIENT).iter().map(|name| all.series(CLIENT, name, on_shelf)).collect();
        Series::telling(&each).map(|series| series.measure.id.clone())
    };
    let phq_9 = |position, weeks: i64, each| answers(position, weeks * 7 * DAY, each, 0, None);
    let worse =
        vec![phq_9(1, 1, 0), phq_9(2, 2, 2), gad_2(3, 30 * DAY), gad_2(4, 31 * DAY), gad_2(5, 32 * DAY)];
    assert_eq!(telling(worse).as_deref(), Some("phq-9"), "sixteen after nothing");
    let on_track = vec![phq_9(1, 1, 0), phq_9(2, 2, 0), gad_2(3, 30 * DAY)];
    assert_eq!(telling(on_track).as_deref(), Some("phq-9"), "two to see, not one");
    assert_eq!(telling(vec![phq_9(1, 1, 0), gad_2(2, 30 * DAY)]).as_deref(), Some("gad-2"), "the newer");
    assert_eq!(telling(Vec::new()), None);
}

#[test]
fn a_series_scores_compares_and_tracks() {
    let all = course([
        answers(2, 30 * DAY, 2, 0, None),
        answers(1, DAY, 2, 0, None),
        answers(3, 40 * DAY, 1, 0, None),
    ]);
    assert_eq!(all.measures(CLIENT), [name("phq-9")]);
    let series = all.series(CLIENT, &name("phq-9"), on_shelf);
    let values: Vec<_> =
        series.points.iter().map(|it| it.score.as_ref().unwrap().main().unwrap().value).collect();
    assert_eq!(values, [16, 16, 8]);
    assert_eq!(series.points[2].since_first[0].reliable, Reliable::Improved);
    assert!(series.points[2].since_first[0].is_recovery());
    assert_eq!(series.track, Track::On);
    let since_last: Vec<_> =
        series.points.iter().map(|it| it.since_last.first().map(|change| change.points)).collect();
    assert_eq!(since_last, [None, Some(0), Some(-8)]);
    let again = course([
        answers(1, DAY, 2, 0, None),
        answers(2, 8 * DAY, 1, 0, None),
        answers(3, 15 * DAY, 2, 0, None),
    ]);
    let again = again.series(CLIENT, &name("phq-9"), on_shelf);
    assert_eq!(again.track, Track::WorseThanLast { from: 8, to: 16 });
    assert_eq!(again.points[2].since_last[0].reliable, Reliable::Worsened);
    let stuck = course([answers(1, DAY, 2, 0, None), answers(2, 30 * DAY, 2, 0, None)]);
    assert_eq!(stuck.series(CLIENT, &name("phq-9"), on_shelf).track, Track::Unchanged);
    let withdrawn = course([answers(1, DAY, 2, 0, None), withdraws(2, CLIENT, 1)]);
    assert!(withdrawn.measures(CLIENT).is_empty());
}

#[test]
fn what_cannot_be_scored_says_why_and_disturbs_nothing() {
    let mut odd = answers(1, DAY, 2, 0, None);
    if let What::Said(Content::MeasureAnswered(it)) = &mut odd.what {
        it.checksum = [0; 32];
    }
    let mut short = answers(2, 2 * DAY, 2, 0, None);
    if let What::Said(Content::MeasureAnswered(it)) = &mut short.what {
        it.answers.pop();
    }
    let series = course([odd, short, answers(3, 3 * DAY, 1, 0, None)]);
    let series = series.series(CLIENT, &name("phq-9"), on_shelf);
    assert_eq!(series.points[0].score, Err(Unscored::NotKnown));
    let count = ScoreError::Count { asked: 10, given: 9 };
    assert_eq!(series.points[1].score, Err(Unscored::Refused(count)));
    assert!(series.points[2].score.is_ok());
}

fn any_event() -> impl Strategy<Value = (bool, Content)> {
    let measure = prop_oneof![Just(name("phq-9")), Just(name("gad-7")), Just(name("nothing"))];
    let rhythm = prop_oneof![
        Just(Rhythm::Once),
        (0u16..9).prop_map(Rhythm::Days),
        any::<u16>().prop_map(Rhythm::Weeks)
    ];
    let named = (0u8..12).prop_map(id);
    let content =
        (0u8..5, measure, rhythm, named, any::<i64>(), proptest::collection::vec(any::<Option<u8>>(), 0..11));
    let content = content.prop_map(|(kind, measure, rhythm, named, at, answers)| match kind {
        0 => Content::MeasureAsked(MeasureAsked { measure, of: CLIENT, rhythm, due: at, until: None }),
        1 => Content::AskStopped(AskStopped { ask: named }),
        2 => Content::Withdraw(Withdraw { of: named }),
        3 => {
            Content::RiskDealt(RiskDealt { response: named, outcome: RiskOutcome::Other, words: "x".into() })
        }
        _ => {
            let checksum = find(&measure.id, 1).map_or([0; 32], |package| *package.checksum());
            let asked = Some(AskedFor { ask: named, due: at });
            Content::MeasureAnswered(MeasureAnswered { measure, checksum, answers, answered_at: at, asked })
        }
    });
    (any::<bool>(), content)
}

proptest! {
    #[test]
    fn any_entries_in_any_order_come_to_the_same(
        contents in proptest::collection::vec(any_event(), 0..12),
        order in proptest::collection::vec(any::<prop::sample::Index>(), 12),
        now in any::<i64>(),
    ) {
        let events: Vec<Event> = contents
            .into_iter()
            .zip(1u64..)
            .map(|((staff, content), position)| Event {
                position,
                received_at: now,
                author: if staff { THERAPIST } else { CLIENT },
                id: id(position as u8),
                what: What::Said(content),
            })
            .collect();
        let mut shuffled = events.clone();
        for (i, index) in order.iter().enumerate().take(events.len()) {
            shuffled.swap(i, index.index(events.len()));
        }
        let (a, b) = (course(events), course(shuffled));
        prop_assert_eq!(a.due(CLIENT, now), b.due(CLIENT, now));
        prop_assert_eq!(a.open_risks(), b.open_risks());
        let asked: BTreeSet<_> = a.due(CLIENT, now).into_iter().map(|it| it.sheet).collect();
        prop_assert_eq!(asked.len(), a.due(CLIENT, now).len(), "no measure twice");
        for measure in a.measures(CLIENT) {
            let series = a.series(CLIENT, &measure, on_shelf);
            prop_assert_eq!(&series, &b.series(CLIENT, &measure, on_shelf));
            prop_assert!(series.points.is_sorted_by_key(|point| point.at));
        }
    }
}

#[test]
fn an_exercise_is_due_each_day_until_somebody_says_that_it_was_done() {
    let practice = || Practice::Skill("breathing".into());
    let asked = |position, author| {
        let asked = PracticeAsked {
            practice: practice(),
            of: CLIENT,
            rhythm: Rhythm::Days(1),
            due: DAY,
            until: None,
            words: String::new(),
        };
        event(position, author, 0, Content::PracticeAsked(asked))
    };
    let done = |position, practice, at| {
        let done = PracticeDone { practice, done_at: at, asked: None, words: String::new() };
        event(position, CLIENT, at, Content::PracticeDone(done))
    };
    assert_eq!(due(&course([asked(1, THERAPIST)]), DAY), [DAY]);
    assert_eq!(due(&course([asked(1, CLIENT)]), DAY), NOTHING, "nobody is given homework by a client");
    let once = course([asked(1, THERAPIST), done(2, practice(), DAY + 5)]);
    assert_eq!(due(&once, 2 * DAY - 1), NOTHING);
    assert_eq!(due(&once, 2 * DAY), [2 * DAY], "tomorrow is another day");
    let other = course([asked(1, THERAPIST), done(2, Practice::Article("breathing".into()), DAY)]);
    assert_eq!(due(&other, DAY), [DAY], "an article of that name is something else");
}

#[test]
fn what_was_answered_before_somebody_asked_does_not_do_for_it() {
    // Due from the morning on, asked for in the afternoon, answered for another reason at noon.
    let asked = |at| {
        let asked =
            MeasureAsked { measure: name("phq-9"), of: CLIENT, rhythm: Rhythm::Once, due: DAY, until: None };
        event(2, THERAPIST, at, Content::MeasureAsked(asked))
    };
    let noon = || answers(1, DAY + DAY / 2, 1, 0, None);
    assert_eq!(due(&course([noon(), asked(DAY + DAY / 2 + 1)]), 2 * DAY), [DAY], "it is asked for anew");
    assert_eq!(due(&course([noon(), asked(DAY + 1)]), 2 * DAY), NOTHING);
}
