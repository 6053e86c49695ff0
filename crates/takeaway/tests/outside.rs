//! An archive with one of everything, and with words that have broken other people's software, as other
//! people's programs read it; and everything that can be wrong with one that comes in.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _, Write as _};

use rapport_care::content::{
    AppointmentAbout, ArticleWritten, Attachment, CallKind, CallNote, ConsentAsked, ConsentSaid, Edit, File,
    FormAnswered, FormName, FormWorded, GoalRated, Held, HeldBy, JournalShared, MeasureAnswered, MeasureName,
    Message, NoteAdded, NoteBody, NoteDrafted, NoteForm, NoteMark, PlanAgreed, Planned, Practice,
    PracticeDone, Profile, RiskDealt, RiskOutcome, SafetyPlanned, Says, VoiceNote, Withdraw,
};
use rapport_care::form::{Answer, Date, Form, Time};
use rapport_care::plan::{Goal, Plan, PlanStep};
use rapport_care::safety::{Line, SafetyPlan, Step};
use rapport_care::whole::{Entry, GONE, Kept, Part, PartKind, Provenance, Someone, Whole, lay_aside};
use rapport_care::{AccountId, ConsentId, Content, EntryId, GoalId, NoteId, measure, worksheet};
use rapport_takeaway::manifest::hash;
use rapport_takeaway::{PackError, Packing, ReadError, read};
use rapport_testkit::archive;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const MARA: AccountId = AccountId([1; 16]);
const NOOR: AccountId = AccountId([2; 16]);
const ANNA: AccountId = AccountId([3; 16]);
const SIGNER: [u8; 32] = [7; 32];
const MINUTE: i64 = 60_000_000;
const BEGAN: i64 = 1_800_000_000_000_000;

/// Words that other software stumbles over: other alphabets, letters without a glyph, spaces that are none.
const WORDS: [&str; 7] = [
    "Ich habe wieder geschlafen – fünf Stunden, ßüß.",
    "Сегодня было легче, чем вчера.",
    "שלום, it was a long day, תודה רבה.",
    "كان يومًا طويلًا",
    "今日は疲れました。\u{3000}おやすみ 🌙",
    "a\u{a0}b\u{202f}c\u{2028}d\u{feff}e\tf\u{0}g\u{1b}[31m",
    "=HYPERLINK(\"https://example.org\") <script>alert(1)</script> & \\ \" ' %s",
];

struct Writer(Vec<Entry>);

impl Writer {
    fn say(&mut self, author: AccountId, content: &Content) -> EntryId {
        content.check().unwrap();
        let number = self.0.len() as u8 + 1;
        let id = EntryId([number; 16]);
        let at = BEGAN + i64::from(number) * MINUTE;
        self.0.push(Entry { id, author, at, what: Kept::Said(content.to_bytes()) });
        id
    }

    fn message(&mut self, author: AccountId, text: &str, reply_to: Option<EntryId>) -> EntryId {
        self.say(author, &Content::Message(Message { text: text.into(), reply_to }))
    }
}

fn file(name: &str, media_type: &str, bytes: &[u8]) -> File {
    let (name, media_type) = (name.to_owned(), media_type.to_owned());
    File { manifest: vec![9; 77], name, media_type, size: bytes.len() as u64 }
}

/// The files of the care space: one of them stands under two names.
fn files() -> [Vec<u8>; 2] {
    [b"A letter to my sister.".to_vec(), vec![0xff; 3_000]]
}

fn care() -> Part {
    let mut it = Writer(Vec::new());
    let [letter, sound] = files();
    it.say(MARA, &Content::Profile(Profile { display_name: "Mara \u{a0}Beispiel".into() }));
    let first = it.message(MARA, "Hello", None);
    for words in WORDS {
        it.message(ANNA, words, Some(first));
    }
    it.say(MARA, &Content::Edit(Edit { of: first, text: "Hello, and thank you".into() }));
    let gone = it.message(MARA, "I take this back", None);
    it.say(MARA, &Content::Withdraw(Withdraw { of: gone }));
    for (name, bytes) in [("../My letter.txt", &letter), ("写真.png", &letter)] {
        let file = file(name, "text/plain", bytes);
        let sent = Attachment { file, caption: "For you".into(), reply_to: Some(first) };
        it.say(MARA, &lay_aside(Content::Attachment(sent), hash(bytes)));
    }
    let voice = VoiceNote {
        file: file("voice", "sound", &sound),
        duration_ms: 2_500,
        waveform: vec![1],
        reply_to: None,
    };
    it.say(MARA, &lay_aside(Content::VoiceNote(voice), hash(&sound)));
    let lost = Attachment {
        file: file("lost.pdf", "application/pdf", b"?"),
        caption: String::new(),
        reply_to: None,
    };
    it.say(ANNA, &lay_aside(Content::Attachment(lost), GONE));
    let (started_at, ended_at) = (BEGAN, BEGAN + 50 * MINUTE);
    it.say(ANNA, &Content::CallNote(CallNote { call: [5; 16], kind: CallKind::Video, started_at, ended_at }));
    let words = "The week".into();
    let page =
        JournalShared { page: NoteId([9; 16]), begun_at: BEGAN, words: "A quiet day by the lake.".into() };
    it.say(MARA, &Content::JournalShared(page));
    it.say(MARA, &Content::AppointmentAbout(AppointmentAbout { appointment: [6; 16], words }));
    let answered = measures(&mut it);
    let dealt = RiskDealt { response: answered, outcome: RiskOutcome::SafetyPlan, words: "We spoke.".into() };
    it.say(ANNA, &Content::RiskDealt(dealt));
    forms(&mut it);
    own_words(&mut it);
    plans(&mut it);
    consents(&mut it);
    it.0.push(Entry { id: EntryId([200; 16]), author: MARA, at: BEGAN, what: Kept::Erased });
    it.0.push(Entry { id: EntryId([201; 16]), author: NOOR, at: i64::MAX, what: Kept::Unverified });
    it.0.push(Entry { id: EntryId([202; 16]), author: NOOR, at: i64::MIN, what: Kept::Closed });
    it.0.push(Entry { id: EntryId([203; 16]), author: NOOR, at: 0, what: Kept::Said(vec![1, 250, 7]) });
    let someone = |account, name: &str, staff| Someone { account, name: Some(name.into()), staff };
    let people = vec![someone(MARA, "Mara \u{a0}Beispiel", false), someone(ANNA, "Dr. Anna", true)];
    Part { kind: PartKind::Care, from: None, people, entries: it.0 }
}

/// Every measure on the shelf, answered with its highest value; the entry that worries.
fn measures(it: &mut Writer) -> EntryId {
    let mut last = None;
    for package in measure::shelf() {
        let highest = |item| package.choices(item).iter().map(|choice| choice.value).max();
        let answered = MeasureAnswered {
            measure: MeasureName { id: package.id.clone(), version: package.version },
            checksum: *package.checksum(),
            answers: package.items.iter().map(highest).collect(),
            answered_at: BEGAN,
            asked: None,
        };
        last = Some(it.say(MARA, &Content::MeasureAnswered(answered)));
    }
    let unknown = MeasureName { id: "of-a-practice".into(), version: 3 };
    let answers = vec![Some(1), None];
    let answered =
        MeasureAnswered { measure: unknown, checksum: [0; 32], answers, answered_at: 0, asked: None };
    it.say(MARA, &Content::MeasureAnswered(answered));
    last.unwrap()
}

fn forms(it: &mut Writer) {
    let form = worksheet::find("sleep-diary").unwrap();
    let first = form.questions().next().unwrap().1.id.clone();
    let responses = [
        (first, Answer::Time(Time { hour: 23, minute: 5 })),
        ("day".into(), Answer::Date(Date { year: 2027, month: 2, day: 28 })),
        ("scale".into(), Answer::Scale(-3)),
        ("chosen".into(), Answer::Chosen(vec!["a b".into()], Some(" other\u{a0}words".into()))),
        ("empty".into(), Answer::Text(" \u{3000}".into())),
        ("words".into(), Answer::Text(WORDS[4].into())),
    ];
    let answered = FormAnswered {
        form: FormName { id: form.id.clone(), version: form.version },
        checksum: form.checksum(),
        responses: responses.into(),
        worries: Vec::new(),
        answered_at: BEGAN,
        asked: None,
    };
    it.say(MARA, &Content::FormAnswered(answered));
}

/// A form and an article that the practice wrote: their words stand beside what was answered and read.
fn own_words(it: &mut Writer) {
    let mut draft = worksheet::find("mood-diary").unwrap().clone().into_draft();
    draft.id = "own-1".into();
    draft.title = "The practice's own diary".into();
    let form = Form::of(draft).unwrap();
    it.say(ANNA, &Content::FormWorded(FormWorded::of(&form)));
    let answered = FormAnswered {
        form: FormName { id: form.id.clone(), version: form.version },
        checksum: form.checksum(),
        responses: [("mood".into(), Answer::Scale(4))].into(),
        worries: Vec::new(),
        answered_at: BEGAN,
        asked: None,
    };
    it.say(MARA, &Content::FormAnswered(answered));
    let markdown = "# Resting by the lake\n\nWhat it is about.\n\n<script>alert(1)</script>".into();
    it.say(ANNA, &Content::ArticleWritten(ArticleWritten { article: "own-2".into(), markdown }));
    let done =
        |practice, words: &str| PracticeDone { practice, done_at: BEGAN, asked: None, words: words.into() };
    it.say(MARA, &Content::PracticeDone(done(Practice::Article("own-2".into()), "It helped.")));
    it.say(MARA, &Content::PracticeDone(done(Practice::Skill("breathing".into()), "")));
}

fn plans(it: &mut Writer) {
    let step = |words: &str, done| PlanStep { words: words.into(), done };
    let goal = |id, words: &str, reached| {
        let steps = vec![step("Write it down", true), step("Walk", false)];
        Goal { id: GoalId([id; 16]), words: words.into(), steps, reached }
    };
    let review = Some(Date { year: 2027, month: 3, day: 1 });
    let plan = Plan { goals: vec![goal(1, "To sleep", false)], ways: String::new(), review };
    let first = it.say(ANNA, &Content::Planned(Planned { after: Vec::new(), plan }));
    let goals = vec![goal(1, "To sleep", true), goal(2, "To see friends", false)];
    let plan = Plan { goals, ways: "Weekly, by video".into(), review: None };
    let second = it.say(ANNA, &Content::Planned(Planned { after: vec![first], plan }));
    it.say(MARA, &Content::PlanAgreed(PlanAgreed { entry: second }));
    it.say(MARA, &Content::GoalRated(GoalRated { goal: GoalId([2; 16]), rating: 4 }));
    let mut plan = SafetyPlan::default();
    plan.step_mut(Step::Call).push(Line { words: "The line".into(), reach: Some("116 123".into()) });
    plan.step_mut(Step::Alone).push(Line { words: "The lake".into(), reach: None });
    it.say(MARA, &Content::SafetyPlanned(SafetyPlanned { after: Vec::new(), plan }));
}

/// Words that were agreed to, put anew and not agreed to, put anew once more and not answered.
fn consents(it: &mut Writer) {
    let consent = ConsentId([3; 16]);
    let mut after = None;
    let mut ask = |of: &str, says: &[Says]| {
        let markdown = format!("# Therapy online\n\nWhat it is.\n\n{of} {}", WORDS[6]);
        let words = rapport_care::consent::hash(&markdown);
        let asked = it.say(ANNA, &Content::ConsentAsked(ConsentAsked { consent, markdown }));
        for says in says {
            let why = if *says == Says::Declines { "Not by mail.".into() } else { String::new() };
            let said = ConsentSaid { consent, asked, words, says: *says, said_at: BEGAN, after, why };
            after = Some(it.say(MARA, &Content::ConsentSaid(said)));
        }
    };
    ask("First words.", &[Says::Agrees]);
    ask("Second words.", &[Says::Agrees, Says::Withdraws, Says::Declines]);
    ask("Third words.", &[]);
    for (id, about, says) in [(4, "Noor", Says::Agrees), (5, "your work", Says::Declines)] {
        let consent = ConsentId([id; 16]);
        let markdown = format!("# Speaking with {about}\n\nAbout you.");
        let (words, after, why) = (rapport_care::consent::hash(&markdown), None, String::new());
        let asked = it.say(ANNA, &Content::ConsentAsked(ConsentAsked { consent, markdown }));
        it.say(
            MARA,
            &Content::ConsentSaid(ConsentSaid { consent, asked, words, says, said_at: 0, after, why }),
        );
    }
}

fn record() -> Part {
    let mut it = Writer(Vec::new());
    let held = Some(Held { begins_at: BEGAN, minutes: 50, by: HeldBy::InPerson });
    for (number, words, signed) in [(1, "She spoke of the sea.", true), (2, "A draft nobody signed.", false)]
    {
        let note = NoteId([number; 16]);
        let parts = [words, "", "Calm.", "Next week."].map(str::to_owned).to_vec();
        let body = NoteBody { form: NoteForm::Soap, parts };
        let entry = it.say(ANNA, &Content::NoteDrafted(NoteDrafted { note, session: None, body, held }));
        if signed {
            it.say(ANNA, &Content::NoteSigned(NoteMark { note, entry }));
            it.say(ANNA, &Content::NoteLocked(NoteMark { note, entry }));
            it.say(ANNA, &Content::NoteAdded(NoteAdded { note, words: "She called later.".into() }));
        }
    }
    let anna = Someone { account: ANNA, name: Some("Dr. Anna".into()), staff: true };
    Part { kind: PartKind::Record, from: None, people: vec![anna], entries: it.0 }
}

/// A care space of two clients, out of an archive somebody brought along.
fn earlier() -> Part {
    let mut it = Writer(Vec::new());
    it.message(NOOR, "From long ago.", None);
    let someone = |account| Someone { account, name: None, staff: false };
    let from = Some(Provenance { archive: [8; 32], signer: [9; 32], exported_at: BEGAN });
    let people = vec![someone(MARA), someone(NOOR)];
    Part { kind: PartKind::Care, from, people, entries: it.0 }
}

fn whole() -> Whole {
    Whole { exported_at: BEGAN + 900 * MINUTE, parts: vec![care(), record(), earlier()] }
}

fn packed() -> Vec<u8> {
    Packing::new(&whole(), SIGNER, files()).unwrap().finish(b"signed").unwrap()
}

#[test]
fn other_peoples_programs_read_it() {
    let archive = packed();
    let folder = archive::unpack(&archive).unwrap();
    archive::check_sums(folder.path()).unwrap();
    archive::check_fhir(&folder.path().join("bundle.json")).unwrap();
    let text = archive::text_of(&folder.path().join("record.pdf")).unwrap();
    for words in [
        "Hello, and thank you",
        "fünf Stunden, ßüß",
        "Сегодня было легче",
        "PHQ-9",
        "116 123",
        "A quiet day by the lake",
        "She spoke of the sea",
        "The practice's own diary",
        "Read: Resting by the lake",
        "It helped.",
        "We spoke.",
        "Speaking with Noor",
        "No longer agreed, Mara",
        "Not by mail.",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    for words in ["I take this back", "A draft nobody signed"] {
        assert!(!text.contains(words), "{words} is in the readable record");
    }
    let [letter, _] = files();
    assert_eq!(std::fs::read(folder.path().join("files/001-..-My-letter.txt")).unwrap(), letter);
    let sent = std::fs::read_dir(folder.path().join("files")).unwrap().count();
    assert_eq!(sent, 2, "what was sent twice lies there once, and what is gone does not lie there");
}

#[test]
fn every_kind_has_its_resource() {
    let folder = archive::unpack(&packed()).unwrap();
    let bundle = std::fs::read(folder.path().join("bundle.json")).unwrap();
    let bundle: serde_json::Value = serde_json::from_slice(&bundle).unwrap();
    let entries = bundle["entry"].as_array().unwrap();
    let kinds: BTreeSet<&str> =
        entries.iter().map(|it| it["resource"]["resourceType"].as_str().unwrap()).collect();
    let wanted = [
        "CarePlan",
        "Communication",
        "Consent",
        "DocumentReference",
        "Encounter",
        "Goal",
        "Group",
        "Observation",
        "Patient",
        "Practitioner",
        "QuestionnaireResponse",
    ];
    assert_eq!(kinds, wanted.into());
    let phq = entries.iter().find(|it| it["resource"]["code"]["coding"][0]["code"] == "44261-6").unwrap();
    assert_eq!(phq["resource"]["valueInteger"], 27);
    let scored = measure::shelf().iter().flat_map(|package| &package.scales).count();
    let observed = entries.iter().filter(|it| it["resource"]["resourceType"] == "Observation").count();
    assert_eq!(observed, scored + 1, "each scale of each measure, and a goal");
    let consents = entries.iter().filter(|it| it["resource"]["resourceType"] == "Consent");
    let status: Vec<&str> = consents.map(|it| it["resource"]["status"].as_str().unwrap()).collect();
    assert_eq!(status, ["inactive", "inactive", "proposed", "active", "rejected"]);
    let words = bundle.to_string();
    assert!(!words.contains("I take this back") && words.contains("thank you"));
}

#[test]
fn it_is_read_back_whole_and_made_alike_each_time() {
    let archive = packed();
    assert_eq!(archive, packed(), "the same contents make the same bytes");
    let opened = read(&archive).unwrap();
    assert_eq!(opened.whole, whole());
    assert_eq!(opened.files, files().map(|bytes| (hash(&bytes), bytes)).into());
    assert_eq!((opened.signature.as_slice(), opened.signer), (b"signed".as_slice(), SIGNER));
    assert_eq!(opened.manifest, Packing::new(&whole(), SIGNER, files()).unwrap().manifest());
    let missing = Packing::new(&whole(), SIGNER, files().into_iter().take(1)).err();
    assert_eq!(missing, Some(PackError::File));
}

#[test]
fn half_an_archive_says_so_wherever_it_is_cut() {
    let archive = packed();
    for len in [archive.len() / 2, archive.len() - 1, archive.len() - 22, 40, archive.len() / 3] {
        assert_eq!(read(&archive[..len]), Err(ReadError::CutOff), "cut at {len}");
    }
    assert_eq!(read(b"Dear diary"), Err(ReadError::NoArchive));
    assert_eq!(read(b""), Err(ReadError::NoArchive));
}

/// The archive with its files changed by hand.
fn changed(change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>, more: &[(&str, &[u8])]) -> Vec<u8> {
    let archive = packed();
    let mut old = ZipArchive::new(Cursor::new(archive.as_slice())).unwrap();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..old.len() {
        let mut file = old.by_index(number).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if let Some(bytes) = change(&name, bytes) {
            zip.start_file(&name, SimpleFileOptions::default()).unwrap();
            zip.write_all(&bytes).unwrap();
        }
    }
    for (name, bytes) in more {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn mismatch(name: &str) -> Result<rapport_takeaway::Opened, ReadError> {
    Err(ReadError::Mismatch { name: name.into() })
}

#[test]
fn what_is_not_as_the_manifest_says_is_named() {
    let unchanged = |_: &str, bytes| Some(bytes);
    assert!(read(&changed(unchanged, &[])).is_ok(), "packed again, it is still the same");
    assert!(read(&changed(unchanged, &[("__MACOSX/x", b"x")])).is_ok());
    for name in ["entries.bin", "record.pdf", "README.txt"] {
        let other = |at: &str, mut bytes: Vec<u8>| {
            if at == name {
                bytes.push(b' ');
            }
            Some(bytes)
        };
        assert_eq!(read(&changed(other, &[])), mismatch(name));
        let without = |at: &str, bytes| (at != name).then_some(bytes);
        assert_eq!(read(&changed(without, &[])), mismatch(name));
    }
    assert_eq!(read(&changed(unchanged, &[("more.txt", b"x")])), mismatch("more.txt"));
    for (from, to, wanted) in [
        ("# rapport export 1\n", "# rapport export 2\n", Err(ReadError::Newer)),
        ("# entries", "# Entries", mismatch("manifest.txt")),
        ("# rapport", "# Rapport", Err(ReadError::NotOurs)),
    ] {
        let other = |at: &str, bytes: Vec<u8>| {
            let text = |bytes| String::from_utf8(bytes).unwrap().replacen(from, to, 1).into_bytes();
            Some(if at == "manifest.txt" { text(bytes) } else { bytes })
        };
        assert_eq!(read(&changed(other, &[])), wanted);
    }
    for name in ["manifest.txt", "manifest.sig"] {
        assert_eq!(
            read(&changed(|at: &str, bytes| (at != name).then_some(bytes), &[])),
            Err(ReadError::NotOurs)
        );
    }
    // As many entries as it says, or none at all.
    let more = |at: &str, bytes: Vec<u8>| {
        let text =
            |bytes| String::from_utf8(bytes).unwrap().replacen("# entries ", "# entries 1", 1).into_bytes();
        Some(if at == "manifest.txt" { text(bytes) } else { bytes })
    };
    assert_eq!(read(&changed(more, &[])), mismatch("entries.bin"));
}

/// A gigabyte of nothing is a megabyte of ZIP: it is not unpacked to find that out.
#[test]
fn a_trap_is_not_unpacked() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["manifest.txt", "manifest.sig"] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        for _ in 0..8 {
            zip.write_all(&vec![0; 1 << 20]).unwrap();
        }
    }
    let trap = zip.finish().unwrap().into_inner();
    assert!(trap.len() < 100_000);
    assert_eq!(read(&trap), Err(ReadError::TooLarge));
}
