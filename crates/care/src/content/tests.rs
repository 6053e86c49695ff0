use proptest::prelude::*;

use super::*;
use crate::ids::EntryId;
use crate::limits::TEXT_CHARS_MAX;

fn message(text: &str) -> Content {
    Content::Message(Message { text: text.into(), reply_to: Some(EntryId([7; 16])) })
}

#[test]
fn bytes_are_as_specified() {
    let bytes = message("Hi").to_bytes();
    assert_eq!(bytes[..5], [1, 2, 2, b'H', b'i']);
    assert_eq!(bytes[5], 1, "a reply follows");
    assert_eq!(bytes[6..], [7; 16]);
}

#[test]
fn kinds_and_versions_not_yet_known_survive() {
    for bytes in [vec![1, 200, 5, 6], vec![2, 2, 0], vec![9, 9]] {
        let content = Content::from_bytes(&bytes).unwrap();
        assert_eq!(content, Content::Newer { bytes: bytes.clone() });
        assert_eq!(content.to_bytes(), bytes);
    }
}

#[test]
fn a_field_added_later_does_not_disturb_an_older_reader() {
    let mut bytes = message("Hi").to_bytes();
    bytes.extend([1, 2, 3]);
    assert_eq!(Content::from_bytes(&bytes), Ok(message("Hi")));
}

#[test]
fn empty_and_endless_words_are_refused_on_both_sides() {
    assert_eq!(message("  \n").check(), Err(ContentError::Empty));
    let longest = "ö".repeat(TEXT_CHARS_MAX);
    assert_eq!(Content::from_bytes(&message(&longest).to_bytes()), Ok(message(&longest)));
    let over = message(&(longest + "!"));
    let refused = ContentError::TooLong { what: "the message", max: TEXT_CHARS_MAX };
    assert_eq!(over.check(), Err(refused));
    assert_eq!(Content::from_bytes(&over.to_bytes()), Err(refused));
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(
        kind in 0u8..52, fields in proptest::collection::vec(prop_oneof![0u8..4, any::<u8>()], 0..200),
    ) {
        let bytes = [&[VERSION, kind], fields.as_slice()].concat();
        if let Ok(content) = Content::from_bytes(&bytes) {
            prop_assert_eq!(Content::from_bytes(&content.to_bytes()), Ok(content));
        }
    }
}

/// One of each kind of the record, so that a changed byte is seen: entries outlive every version.
#[test]
fn the_bytes_of_the_record_stay_as_they_are() {
    let measure = || MeasureName { id: "phq-2".into(), version: 1 };
    let ask = EntryId([7; 16]);
    let kinds = [
        Content::MeasureAsked(MeasureAsked {
            measure: measure(),
            of: crate::ids::AccountId([3; 16]),
            rhythm: Rhythm::Weeks(2),
            due: 1_000_000,
            until: Some(2_000_000),
        }),
        Content::MeasureAnswered(MeasureAnswered {
            measure: measure(),
            checksum: [9; 32],
            answers: vec![Some(3), None],
            answered_at: 1_500_000,
            asked: Some(AskedFor { ask, due: 1_000_000 }),
        }),
        Content::AskStopped(AskStopped { ask }),
        Content::RiskDealt(RiskDealt {
            response: ask,
            outcome: RiskOutcome::SafetyPlan,
            words: "Yes".into(),
        }),
    ];
    for kind in &kinds {
        assert_eq!(Content::from_bytes(&kind.to_bytes()).as_ref(), Ok(kind));
        assert!(kind.is_record());
    }
    insta::assert_snapshot!(kinds.map(|it| hex::encode(it.to_bytes())).join("\n"));
}

#[test]
fn impossible_records_are_refused() {
    let asked = |version, rhythm, until| {
        let measure = MeasureName { id: "phq-2".into(), version };
        let of = crate::ids::AccountId([3; 16]);
        Content::MeasureAsked(MeasureAsked { measure, of, rhythm, due: 5, until }).check()
    };
    assert_eq!(asked(1, Rhythm::Days(1), Some(5)), Ok(()));
    assert_eq!(asked(0, Rhythm::Once, None), Err(ContentError::Empty));
    assert_eq!(asked(1, Rhythm::Days(0), None), Err(ContentError::Malformed));
    assert_eq!(asked(1, Rhythm::Weeks(400), None), Err(ContentError::Malformed));
    assert_eq!(asked(1, Rhythm::Once, Some(4)), Err(ContentError::Malformed));
    let answered = |answers| {
        let measure = MeasureName { id: "phq-2".into(), version: 1 };
        let it = MeasureAnswered { measure, checksum: [0; 32], answers, answered_at: 0, asked: None };
        Content::MeasureAnswered(it).check()
    };
    assert_eq!(answered(vec![None, None]), Err(ContentError::Empty));
    assert!(matches!(answered(vec![Some(0); 65]), Err(ContentError::TooLong { .. })));
    let silent = RiskDealt { response: EntryId([1; 16]), outcome: RiskOutcome::NoDanger, words: " ".into() };
    assert_eq!(Content::RiskDealt(silent).check(), Err(ContentError::Empty));
}

#[test]
fn the_bytes_of_notes_stay_as_they_are() {
    let (note, entry) = (crate::ids::NoteId([4; 16]), EntryId([7; 16]));
    let parts = ["D", "A", "P"].map(str::to_owned).to_vec();
    let mark = || NoteMark { note, entry };
    let kinds = [
        Content::NoteDrafted(NoteDrafted {
            note,
            session: Some([5; 16]),
            body: NoteBody { form: NoteForm::Dap, parts },
            held: Some(Held { begins_at: 1_000_000, minutes: 50, by: HeldBy::Voice }),
        }),
        Content::NoteSigned(mark()),
        Content::NoteCosigned(mark()),
        Content::NoteLocked(mark()),
        Content::NoteAdded(NoteAdded { note, words: "More".into() }),
    ];
    for kind in &kinds {
        assert_eq!(Content::from_bytes(&kind.to_bytes()).as_ref(), Ok(kind));
        assert!(kind.is_record() && !kind.is_urgent());
    }
    insta::assert_snapshot!(kinds.map(|it| hex::encode(it.to_bytes())).join("\n"));
}

#[test]
fn the_bytes_of_a_record_and_of_private_notes_stay_as_they_are() {
    let (anna, bea) = (crate::ids::AccountId([3; 16]), crate::ids::AccountId([5; 16]));
    let private = PrivateNote {
        note: crate::ids::NoteId([4; 16]),
        about: Some([6; 32]),
        after: vec![EntryId([7; 16])],
        words: "A thought.".into(),
    };
    let kinds = [
        Content::RecordOf(RecordOf { care: [6; 32], name: "Mara".into() }),
        Content::Supervised(Supervised { trainee: anna, supervisor: Some(bea) }),
        Content::PrivateNote(private.clone()),
        Content::RecordKept(RecordKept { until: Some(1) }),
    ];
    for kind in &kinds {
        assert_eq!(kind.check(), Ok(()));
        assert_eq!(Content::from_bytes(&kind.to_bytes()).as_ref(), Ok(kind));
        assert!(kind.is_record() && !kind.is_urgent());
    }
    let oneself = Content::Supervised(Supervised { trainee: anna, supervisor: Some(anna) });
    assert_eq!(oneself.check(), Err(ContentError::Malformed));
    let silent = Content::PrivateNote(PrivateNote { words: " ".into(), ..private.clone() });
    assert_eq!(silent.check(), Err(ContentError::Empty));
    let endless = Content::PrivateNote(PrivateNote { words: "x".repeat(20_001), ..private });
    assert!(matches!(endless.check(), Err(ContentError::TooLong { .. })));
    insta::assert_snapshot!(kinds.map(|it| hex::encode(it.to_bytes())).join("\n"));
}

#[test]
fn the_bytes_of_plans_stay_as_they_are() {
    use crate::form::Date;
    use crate::ids::GoalId;
    use crate::plan::{Goal, Plan, PlanStep};
    use crate::safety::{Line, SafetyPlan, Step};
    let entry = EntryId([7; 16]);
    let mut safety = SafetyPlan::default();
    safety.step_mut(Step::Call).push(Line { words: "Emergency".into(), reach: Some("112".into()) });
    let steps = vec![PlanStep { words: "Read".into(), done: true }];
    let id = GoalId([8; 16]);
    let goals = vec![Goal { id, words: "To sleep".into(), steps, reached: false }];
    let review = Some(Date { year: 2027, month: 1, day: 31 });
    let kinds = [
        Content::SafetyPlanned(SafetyPlanned { after: vec![entry], plan: safety }),
        Content::Planned(Planned { after: Vec::new(), plan: Plan { goals, ways: "Weekly".into(), review } }),
        Content::PlanAgreed(PlanAgreed { entry }),
        Content::GoalRated(GoalRated { goal: id, rating: 10 }),
    ];
    for kind in &kinds {
        assert_eq!(kind.check(), Ok(()));
        assert_eq!(Content::from_bytes(&kind.to_bytes()).as_ref(), Ok(kind));
        assert!(kind.is_record());
    }
    let over = Content::GoalRated(GoalRated { goal: id, rating: 11 });
    assert_eq!(Content::from_bytes(&over.to_bytes()), Err(ContentError::Malformed));
    insta::assert_snapshot!(kinds.map(|it| hex::encode(it.to_bytes())).join("\n"));
}

#[test]
fn the_bytes_of_consents_stay_as_they_are() {
    let consent = crate::ids::ConsentId([4; 16]);
    let asked = ConsentAsked { consent, markdown: "# Therapy online\n\nWhat it is.".into() };
    let said = ConsentSaid {
        consent,
        asked: EntryId([7; 16]),
        words: crate::consent::hash(&asked.markdown),
        says: Says::Declines,
        said_at: 1_000_000,
        after: Some(EntryId([8; 16])),
        why: "Not by mail.".into(),
    };
    let kinds = [Content::ConsentAsked(asked), Content::ConsentSaid(said.clone())];
    for kind in &kinds {
        assert_eq!(kind.check(), Ok(()));
        assert_eq!(Content::from_bytes(&kind.to_bytes()).as_ref(), Ok(kind));
        assert!(kind.is_record() && !kind.is_urgent());
    }
    let silent = ConsentAsked { consent, markdown: " ".into() };
    assert_eq!(Content::ConsentAsked(silent).check(), Err(ContentError::Empty));
    let endless = ConsentAsked { consent, markdown: "x".repeat(20_001) };
    assert!(matches!(Content::ConsentAsked(endless).check(), Err(ContentError::TooLong { .. })));
    let reasons = ConsentSaid { why: "x".repeat(2_001), ..said };
    assert!(matches!(Content::ConsentSaid(reasons).check(), Err(ContentError::TooLong { .. })));
    insta::assert_snapshot!(kinds.map(|it| hex::encode(it.to_bytes())).join("\n"));
}

#[test]
fn the_bytes_of_a_journal_stay_as_they_are() {
    let page = crate::ids::NoteId([4; 16]);
    let words = || "Rain, and a letter.".to_owned();
    let after = vec![EntryId([7; 16])];
    let written = JournalWritten { page, after, begun_at: 1_000_000, words: words() };
    let kinds = [
        Content::JournalWritten(written.clone()),
        Content::JournalShared(JournalShared { page, begun_at: 1_000_000, words: words() }),
    ];
    for kind in &kinds {
        assert_eq!(Content::from_bytes(&kind.to_bytes()).as_ref(), Ok(kind));
        assert!(kind.is_record() && !kind.is_urgent());
    }
    let endless = Content::JournalWritten(JournalWritten { words: "x".repeat(20_001), ..written });
    assert!(matches!(endless.check(), Err(ContentError::TooLong { .. })));
    insta::assert_snapshot!(kinds.map(|it| hex::encode(it.to_bytes())).join("\n"));
}

#[test]
fn the_bytes_of_forms_stay_as_they_are() {
    use crate::form::{Answer, Date, Time};
    let form = || FormName { id: "mood-diary".into(), version: 1 };
    let asked = FormAsked {
        form: form(),
        of: crate::ids::AccountId([3; 16]),
        rhythm: Rhythm::Days(1),
        due: 1_000_000,
        until: None,
        words: "A line a day.".into(),
    };
    let answers = [
        ("chosen", Answer::Chosen(vec!["rest".into()], Some("Tea".into()))),
        ("date", Answer::Date(Date { year: 2027, month: 1, day: 31 })),
        ("mood", Answer::Scale(-3)),
        ("time", Answer::Time(Time { hour: 23, minute: 5 })),
        ("words", Answer::Text("Rain.".into())),
    ];
    let answered = FormAnswered {
        form: form(),
        checksum: [9; 32],
        responses: answers.map(|(id, answer)| (id.to_owned(), answer)).into(),
        worries: vec!["mood".into()],
        answered_at: 1_500_000,
        asked: Some(AskedFor { ask: EntryId([7; 16]), due: 1_000_000 }),
    };
    let refused = |change: fn(&mut FormAnswered)| {
        let mut it = answered.clone();
        change(&mut it);
        Content::FormAnswered(it).check().unwrap_err()
    };
    assert_eq!(refused(|it| it.responses.clear()), ContentError::Empty);
    assert_eq!(refused(|it| it.worries.push("not there".into())), ContentError::Malformed);
    let long = refused(|it| {
        for n in 0..3 {
            it.responses.insert(n.to_string(), Answer::Text("x".repeat(7_000)));
        }
    });
    assert!(matches!(long, ContentError::TooLong { what: "the answers", .. }));
    let begun = FormBegun {
        care: [5; 32],
        ask: EntryId([7; 16]),
        responses: [("mood".to_owned(), Answer::Scale(4))].into(),
    };
    let words = |file: &str| Content::FormWorded(FormWorded { file: file.into() });
    assert_eq!(words("").check(), Err(ContentError::Empty));
    assert!(matches!(words(&"x".repeat(65_537)).check(), Err(ContentError::TooLong { .. })));
    let away = FormPutAway { form: "own-1".into() };
    let kinds = [
        Content::FormAsked(asked),
        Content::FormAnswered(answered),
        Content::FormBegun(begun),
        words("{}"),
        Content::FormPutAway(away),
    ];
    for kind in &kinds {
        assert_eq!(kind.check(), Ok(()));
        assert_eq!(Content::from_bytes(&kind.to_bytes()).as_ref(), Ok(kind));
        assert!(kind.is_record());
    }
    assert!(kinds[1].is_urgent() && !kinds[0].is_urgent());
    insta::assert_snapshot!(kinds.map(|it| hex::encode(it.to_bytes())).join("\n"));
}

#[test]
fn the_bytes_of_practice_stay_as_they_are() {
    let kinds = [
        Content::PracticeAsked(PracticeAsked {
            practice: Practice::Skill("breathing".into()),
            of: crate::ids::AccountId([3; 16]),
            rhythm: Rhythm::Days(1),
            due: 1_000_000,
            until: None,
            words: "Before sleep".into(),
        }),
        Content::PracticeDone(PracticeDone {
            practice: Practice::Article("sleep".into()),
            done_at: 1_500_000,
            asked: Some(AskedFor { ask: EntryId([7; 16]), due: 1_000_000 }),
            words: String::new(),
        }),
        Content::ArticleWritten(ArticleWritten { article: "own-1".into(), markdown: "# Rest\n\nA.".into() }),
        Content::ArticlePutAway(ArticlePutAway { article: "own-1".into() }),
    ];
    for kind in &kinds {
        assert_eq!(Content::from_bytes(&kind.to_bytes()).as_ref(), Ok(kind));
        assert!(kind.is_record());
    }
    insta::assert_snapshot!(kinds.map(|it| hex::encode(it.to_bytes())).join("\n"));
}

#[test]
fn impossible_practice_is_refused() {
    let written = |article: &str, markdown: String| {
        Content::ArticleWritten(ArticleWritten { article: article.into(), markdown }).check()
    };
    assert_eq!(written("own-1", "# Rest".into()), Ok(()));
    assert_eq!(written(" ", "# Rest".into()), Err(ContentError::Empty));
    assert_eq!(written("own-1", " \n".into()), Err(ContentError::Empty));
    let long = "x".repeat(crate::limits::ARTICLE_CHARS_MAX + 1);
    assert!(matches!(written("own-1", long), Err(ContentError::TooLong { .. })));
    let long = "x".repeat(crate::limits::PRACTICE_ID_BYTES_MAX + 1);
    assert!(matches!(written(&long, "# Rest".into()), Err(ContentError::TooLong { .. })));
    let asked = |rhythm, until| {
        let practice = Practice::Skill("breathing".into());
        let of = crate::ids::AccountId([3; 16]);
        Content::PracticeAsked(PracticeAsked { practice, of, rhythm, due: 5, until, words: String::new() })
            .check()
    };
    assert_eq!(asked(Rhythm::Once, None), Ok(()));
    assert_eq!(asked(Rhythm::Days(0), None), Err(ContentError::Malformed));
    assert_eq!(asked(Rhythm::Once, Some(4)), Err(ContentError::Malformed));
}

#[test]
fn the_bytes_of_pages_filled_in_together_stay_as_they_are() {
    use crate::form::Answer;
    use crate::ids::{AccountId, PageId};
    use crate::together::{Atom, Hand, Place, Run, Side, Step};
    let (alex, thea, page) = (AccountId([1; 16]), AccountId([2; 16]), PageId([4; 16]));
    let field = || "situation".to_owned();
    let place = |beside, side| Place { beside, side };
    let first = Atom { hand: Hand(300), n: 0 };
    let put = |option: Option<&str>, answer| Step::Put {
        field: "mood".into(),
        option: option.map(str::to_owned),
        answer,
        turn: 1,
    };
    let wrote = vec![
        Step::Write { field: field(), place: place(None, Side::After), words: "bus".into() },
        put(None, Some(Answer::Scale(-3))),
        put(Some("rest"), None),
    ];
    let changed = vec![
        Step::Erase { from: first, count: 2 },
        Step::Write { field: field(), place: place(Some(first), Side::Before), words: "a".into() },
    ];
    let runs = vec![
        Run { hand: Hand(7), by: thea, from: 0, steps: changed },
        Run { hand: Hand(300), by: alex, from: 0, steps: wrote },
    ];
    let form = FormName { id: "thought-record".into(), version: 1 };
    let asked = Some(AskedFor { ask: EntryId([7; 16]), due: 1_000_000 });
    let open = PageTogether { page, form, checksum: [9; 32], opened_by: alex, asked, runs };
    let refused = |change: fn(&mut PageTogether)| {
        let mut it = open.clone();
        change(&mut it);
        Content::PageTogether(it).check().unwrap_err()
    };
    assert_eq!(refused(|it| it.runs[0].steps.clear()), ContentError::Empty);
    let many = refused(|it| it.runs = vec![it.runs[0].clone(); 257]);
    assert!(matches!(many, ContentError::TooLong { what: "the row of writers", .. }));
    let far = refused(|it| it.runs[0].from = u32::MAX);
    assert!(matches!(far, ContentError::TooLong { what: "what one hand did", .. }));
    let seen = [(Hand(7), 2), (Hand(300), 5)].into();
    let closed = PageClosed { page, kept: Some(EntryId([8; 16])), with: vec![alex, thea], seen };
    let kinds = [Content::PageTogether(open), Content::PageClosed(closed)];
    for kind in &kinds {
        assert_eq!(kind.check(), Ok(()));
        assert_eq!(Content::from_bytes(&kind.to_bytes()).as_ref(), Ok(kind));
        assert!(kind.is_record() && !kind.is_urgent());
    }
    insta::assert_snapshot!(kinds.map(|it| hex::encode(it.to_bytes())).join("\n"));
}
