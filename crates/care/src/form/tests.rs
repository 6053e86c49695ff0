use proptest::prelude::*;

use super::*;

fn question(id: &str, kind: Kind) -> Question {
    Question {
        id: id.into(),
        text: "Well?".into(),
        help: String::new(),
        kind,
        required: false,
        when: None,
        worries: None,
    }
}

fn yes_no() -> Kind {
    let of = vec![("yes".into(), "Yes".into()), ("no".into(), "No".into())];
    Kind::Choice(Options { of, many: false, other: false })
}

fn when(question: &str, test: Test) -> When {
    When { op: Op::All, of: vec![Condition { question: question.into(), test }] }
}

fn chosen(id: &str) -> Answer {
    Answer::Chosen(vec![id.into()], None)
}

/// Three questions of yes or no in two sections: `a`; `b`, `c`.
fn draft() -> Draft {
    let section = |id: &str, questions| Section {
        id: id.into(),
        title: "Part".into(),
        intro: String::new(),
        when: None,
        questions,
    };
    Draft {
        id: "form".into(),
        version: 1,
        language: "en".into(),
        title: "Form".into(),
        intro: String::new(),
        sections: vec![
            section("one", vec![question("a", yes_no())]),
            section("two", vec![question("b", yes_no()), question("c", yes_no())]),
        ],
    }
}

fn refused(change: impl FnOnce(&mut Draft)) -> FormError {
    let mut draft = draft();
    change(&mut draft);
    Form::of(draft).unwrap_err()
}

#[test]
fn branches_ask_only_about_what_came_before() {
    let mut backward = draft();
    backward.sections[1].when = Some(when("a", Test::Chosen("yes".into())));
    backward.sections[1].questions[1].when = Some(when("b", Test::NotChosen("no".into())));
    assert!(Form::of(backward).is_ok());
    let forward = refused(|it| it.sections[0].questions[0].when = Some(when("c", Test::Answered)));
    assert_eq!(forward, FormError::Forward { id: "a".into() });
    let itself = refused(|it| it.sections[1].questions[0].when = Some(when("b", Test::Answered)));
    assert_eq!(itself, FormError::Circle { id: "b".into() });
    let around = refused(|it| {
        it.sections[0].questions[0].when = Some(when("c", Test::Answered));
        it.sections[1].when = Some(when("a", Test::Answered));
    });
    assert!(matches!(around, FormError::Circle { .. }), "through the section it is in: {around}");
    let inside = refused(|it| it.sections[1].when = Some(when("b", Test::Answered)));
    assert_eq!(inside, FormError::Circle { id: "b".into() });
}

#[test]
fn branches_that_nobody_can_follow_are_refused() {
    let nowhere = refused(|it| it.sections[1].when = Some(when("z", Test::Answered)));
    assert_eq!(nowhere, FormError::Unanswerable { id: "two".into() });
    for test in [Test::Chosen("maybe".into()), Test::AtLeast(1)] {
        let dead = refused(|it| it.sections[1].questions[0].when = Some(when("a", test)));
        assert_eq!(dead, FormError::Unanswerable { id: "b".into() });
    }
    let none = refused(|it| it.sections[1].when = Some(When { op: Op::Any, of: Vec::new() }));
    assert_eq!(none, FormError::Unanswerable { id: "two".into() });
    let worry = refused(|it| it.sections[0].questions[0].worries = Some(Test::NotAnswered));
    assert_eq!(worry, FormError::Unanswerable { id: "a".into() });
}

#[test]
fn what_is_endless_empty_or_there_twice_is_refused() {
    let many = refused(|it| it.sections = vec![it.sections[0].clone(); 33]);
    assert_eq!(many, FormError::TooMany { what: "sections", max: 32 });
    let long = refused(|it| {
        it.sections[0].questions = (0..129).map(|n| question(&format!("q{n}"), Kind::Text)).collect();
    });
    assert_eq!(long, FormError::TooMany { what: "questions", max: 128 });
    let twice = refused(|it| it.sections[1].questions[0].id = "a".into());
    assert_eq!(twice, FormError::Name { id: "a".into() });
    let text = refused(|it| it.sections[0].questions[0].text = " ".into());
    assert_eq!(text, FormError::Text { id: "a".into() });
    let help = refused(|it| it.sections[0].questions[0].help = "é".repeat(1_001));
    assert_eq!(help, FormError::Text { id: "a".into() });
    let flat = Span { from: 3, to: 3, low: String::new(), high: String::new() };
    let kind = refused(|it| it.sections[0].questions[0].kind = Kind::Scale(flat));
    assert_eq!(kind, FormError::Kind { id: "a".into() });
    assert!(matches!(refused(|it| it.sections.clear()), FormError::Kind { .. }));
    assert!(matches!(refused(|it| it.sections[0].questions.clear()), FormError::Kind { .. }));
}

#[test]
fn what_is_not_asked_counts_for_nothing() {
    let mut chain = draft();
    chain.sections[1].questions[0].when = Some(when("a", Test::Chosen("yes".into())));
    chain.sections[1].questions[1].when = Some(when("b", Test::Chosen("yes".into())));
    let form = Form::of(chain).unwrap();
    let mut said: Responses = ["a", "b", "c"].map(|id| (id.to_owned(), chosen("yes"))).into();
    assert_eq!(form.shown(&said).len(), 3);
    assert_eq!(form.validate(&said), Ok(()));
    said.insert("a".into(), chosen("no"));
    assert_eq!(form.shown(&said).into_iter().collect::<Vec<_>>(), ["a"], "b is gone, and c with it");
    let not_asked = |id: &str| Problem { question: id.into(), what: Wrong::NotAsked };
    assert_eq!(form.validate(&said), Err(vec![not_asked("b"), not_asked("c")]));
    assert_eq!(form.validate(&form.only_shown(&said)), Ok(()));
}

#[test]
fn every_wrong_answer_is_told() {
    let mut kinds = draft();
    let span = Span { from: 0, to: 10, low: String::new(), high: String::new() };
    kinds.sections[0].questions[0].required = true;
    let more = [Kind::Scale(span), Kind::Line, Kind::Date, Kind::Time];
    let more = more.into_iter().zip(["scale", "line", "date", "time"]);
    kinds.sections[1].questions.extend(more.map(|(kind, id)| question(id, kind)));
    let form = Form::of(kinds).unwrap();
    let told = |id: &str, answer: Answer| {
        let mut said: Responses = [("a".to_owned(), chosen("no"))].into();
        said.insert(id.into(), answer);
        form.validate(&said).err().map(|problems| problems[0].what)
    };
    assert_eq!(told("a", Answer::Chosen(Vec::new(), Some(" ".into()))), Some(Wrong::Missing));
    assert_eq!(told("b", chosen("maybe")), Some(Wrong::NoSuchOption));
    let both = || vec!["yes".to_owned(), "no".to_owned()];
    assert_eq!(told("b", Answer::Chosen(both(), None)), Some(Wrong::TooMany));
    assert_eq!(told("b", Answer::Chosen(Vec::new(), Some("perhaps".into()))), Some(Wrong::TooMany));
    assert_eq!(told("b", Answer::Scale(1)), Some(Wrong::Kind));
    assert_eq!(told("scale", Answer::Scale(11)), Some(Wrong::OutOfRange));
    assert_eq!(told("scale", Answer::Scale(10)), None);
    assert_eq!(told("line", Answer::Text("x".repeat(201))), Some(Wrong::TooLong));
    assert_eq!(told("z", Answer::Scale(0)), Some(Wrong::NotAsked));
    let time = |hour, minute| told("time", Answer::Time(Time { hour, minute }));
    assert_eq!((time(23, 59), time(24, 0)), (None, Some(Wrong::NoSuchDay)));
    let day = |year, month, day| told("date", Answer::Date(Date { year, month, day }));
    assert_eq!(day(2024, 2, 29), None);
    assert_eq!((day(1900, 1, 1), day(1899, 12, 31)), (None, Some(Wrong::LongAgo)));
    for (year, month, date) in [(2023, 2, 29), (1900, 2, 29), (2024, 4, 31), (2024, 13, 1), (0, 1, 1)] {
        assert_eq!(day(year, month, date), Some(Wrong::NoSuchDay));
    }
}

#[test]
fn a_changed_word_changes_the_checksum() {
    let one = Form::of(draft()).unwrap();
    let mut other = one.clone().into_draft();
    assert_eq!(Form::of(other.clone()).unwrap().checksum(), one.checksum());
    other.sections[1].questions[1].text.push('?');
    assert_ne!(Form::of(other).unwrap().checksum(), one.checksum());
}

#[test]
fn the_first_assessment_is_a_form_and_sees_what_worries() {
    let form = Form::read(include_bytes!("../../forms/first-assessment.json")).unwrap();
    assert_eq!(&form, first_assessment());
    let mut said: Responses = [
        ("what-brings-you".to_owned(), Answer::Text("I sleep badly.".into())),
        ("goals".to_owned(), Answer::Text("To sleep.".into())),
        ("therapy-before".to_owned(), chosen("no")),
        ("thoughts".to_owned(), chosen("no")),
        ("at-home".to_owned(), chosen("yes")),
    ]
    .into();
    assert_eq!(form.validate(&said), Ok(()));
    assert!(form.worries(&said).is_empty());
    said.insert("plan".into(), chosen("yes"));
    assert!(form.worries(&said).is_empty(), "it was not asked");
    said.insert("thoughts".into(), chosen("often"));
    assert_eq!(form.worries(&said), ["thoughts", "plan"]);
}

fn any_draft() -> impl Strategy<Value = Draft> {
    let test = prop_oneof![
        Just(Test::Answered),
        Just(Test::NotAnswered),
        "(yes|no|maybe)".prop_map(Test::Chosen),
        any::<i16>().prop_map(Test::AtLeast),
    ];
    let whens = (0usize..4, "[a-d]", test);
    proptest::collection::vec(whens, 4).prop_map(|whens| {
        let mut draft = draft();
        for (at, asks, test) in whens {
            let branch = Some(when(&asks, test));
            match at {
                0 => draft.sections[0].questions[0].when = branch,
                1 => draft.sections[1].when = branch,
                2 => draft.sections[1].questions[0].when = branch,
                _ => draft.sections[1].questions[1].when = branch,
            }
        }
        draft
    })
}

proptest! {
    #[test]
    fn whatever_is_a_form_can_be_filled_in(draft in any_draft(), picks in proptest::collection::vec(any::<bool>(), 3)) {
        let Ok(form) = Form::of(draft) else { return Ok(()) };
        // From top to bottom: a later answer never takes an earlier question away.
        let mut said = Responses::new();
        for (id, yes) in ["a", "b", "c"].into_iter().zip(picks) {
            let before: Vec<String> = form.shown(&said).into_iter().filter(|it| *it <= id).map(Into::into).collect();
            if form.shown(&said).contains(id) {
                said.insert(id.into(), chosen(if yes { "yes" } else { "no" }));
            }
            let after: Vec<String> = form.shown(&said).into_iter().filter(|it| *it <= id).map(Into::into).collect();
            prop_assert_eq!(before, after);
        }
        prop_assert_eq!(form.validate(&said), Ok(()));
        let file = serde_json::to_vec(&*form).unwrap();
        prop_assert_eq!(Form::read(&file), Ok(form));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Form::read(&bytes).is_err());
    }
}
