//! Taking it away, by real clients on real servers: a practice is lived in, one of its care spaces is taken
//! along, other people's programs read the archive, and a second Rapport gives back the same space, entry for
//! entry.

use anyhow::{Context as _, Result, ensure};
use futures_util::future::LocalBoxFuture;
use rapport_bot::person::{Name, Person};
use rapport_care::content::{
    AppointmentAbout, CallKind, CallNote, Content, Held, HeldBy, MeasureAnswered, MeasureAsked, MeasureName,
    NoteBody, NoteDrafted, NoteForm, PlanAgreed, Planned, Rhythm, SafetyPlanned,
};
use rapport_care::plan::{Goal, Plan, PlanStep};
use rapport_care::safety::{Line, SafetyPlan, Step};
use rapport_care::whole::{Kept, Part, PartKind};
use rapport_care::{AccountId, GoalId, measure};
use rapport_client::session::{Archive, Cancel, NewFile, NewVoice, Scope, Source};
use rapport_client::{ClientError, Link};
use rapport_takeaway::{Opened, Packing, read};
use rapport_testkit::{Server, archive};
use rapport_wire::{Role, SpaceId};
use tokio::task::LocalSet;

const VALID_SECONDS: i64 = 3_600;
/// Larger than one chunk, so that a file is put together again.
const LETTER_BYTES: usize = 1_500_000;

#[tokio::test]
async fn a_space_is_taken_along_and_comes_back_entry_for_entry() {
    LocalSet::new().run_until(there_and_back()).await.unwrap();
}

/// A server with an owner, a therapist and her client.
struct Practice {
    server: Server,
    anna: Person,
    mara: Person,
    _owner: Person,
    care: SpaceId,
}

impl Practice {
    async fn open() -> Result<Self> {
        let server = Server::start().await?;
        let origin = server.origin().to_owned();
        let owner = Person::sign_up(&origin, &Link::parse(server.owner_link())?, &name("owner")).await?;
        owner.until_in(owner.session.practice().context("the practice")?, 1).await?;
        let invited = owner.session.invite_staff(Role::Therapist, VALID_SECONDS).await?;
        let anna = Person::sign_up(&origin, &invited.link, &name("anna")).await?;
        anna.until_in(invited.space, 2).await?;
        let invited = anna.session.invite_client(VALID_SECONDS).await?;
        let mara = Person::sign_up(&origin, &invited.link, &name("mara")).await?;
        for person in [&anna, &mara] {
            person.until_in(invited.space, 2).await?;
            person.until_sent().await?;
        }
        Ok(Self { server, anna, mara, _owner: owner, care: invited.space })
    }
}

fn name(handle: &str) -> Name {
    Name::new(handle, &handle.to_uppercase(), &format!("{handle} walks by nine quiet harbours"))
}

struct Bytes(Vec<u8>);

impl Source for Bytes {
    fn size(&self) -> u64 {
        self.0.len() as u64
    }

    fn read(&self, offset: u64, len: usize) -> LocalBoxFuture<'_, Result<Vec<u8>, ClientError>> {
        let part = self.0.get(offset as usize..offset as usize + len).map(<[u8]>::to_vec);
        Box::pin(async move { part.ok_or(ClientError::FileDamaged) })
    }
}

fn letter() -> Vec<u8> {
    (0..LETTER_BYTES).map(|n| (n % 251) as u8).collect()
}

/// One of everything, by both of them.
async fn live(practice: &Practice) -> Result<()> {
    let Practice { anna, mara, care, .. } = practice;
    let care = *care;
    let first = mara.session.send_message(care, "Ich schlafe wieder. 今日は。 שלום", None).await?;
    mara.session.edit(care, first, "Ich schlafe wieder, fünf Stunden. 今日は。 שלום").await?;
    let gone = mara.session.send_message(care, "Nobody should read this any more.", None).await?;
    mara.until_sent().await?;
    mara.session.withdraw(care, gone).await?;
    anna.session.send_message(care, "=1+1 is how that began.", Some(first)).await?;
    let sheet = NewFile {
        name: "A letter.txt".into(),
        media_type: "text/plain".into(),
        caption: "For you".into(),
        ..NewFile::default()
    };
    let voice = Some(NewVoice { duration_ms: 1_500, waveform: vec![9; 8] });
    let voice =
        NewFile { name: "voice.webm".into(), media_type: "audio/webm".into(), voice, ..NewFile::default() };
    for (file, bytes) in [(sheet, Bytes(letter())), (voice, Bytes(vec![7; 900]))] {
        let upload = mara.session.begin_upload(care, file, bytes.size())?;
        mara.session.upload(&upload, &bytes, &|_| (), &Cancel::default()).await?;
    }
    let maras = AccountId(*mara.session.account().as_bytes());
    let phq = measure::newest("phq-9").context("PHQ-9")?;
    let named = MeasureName { id: phq.id.clone(), version: phq.version };
    let asked =
        MeasureAsked { measure: named.clone(), of: maras, rhythm: Rhythm::Weeks(2), due: 1, until: None };
    let answered = MeasureAnswered {
        measure: named,
        checksum: *phq.checksum(),
        answers: vec![Some(1); phq.items.len()],
        answered_at: 1_800_000_000_000_000,
        asked: None,
    };
    anna.session.send(care, Content::MeasureAsked(asked)).await?;
    mara.session.send(care, Content::MeasureAnswered(answered)).await?;
    let steps = vec![PlanStep { words: "Write it down".into(), done: true }];
    let goals = vec![Goal { id: GoalId([1; 16]), words: "To sleep through".into(), steps, reached: false }];
    let plan = Plan { goals, ways: "Weekly".into(), review: None };
    let planned = anna.session.send(care, Content::Planned(Planned { after: Vec::new(), plan })).await?;
    anna.until_sent().await?;
    mara.session.send(care, Content::PlanAgreed(PlanAgreed { entry: planned })).await?;
    let mut plan = SafetyPlan::default();
    plan.step_mut(Step::Call).push(Line { words: "The line".into(), reach: Some("116 123".into()) });
    mara.session.send(care, Content::SafetyPlanned(SafetyPlanned { after: Vec::new(), plan })).await?;
    let about = AppointmentAbout { appointment: [4; 16], words: "The week".into() };
    mara.session.send(care, Content::AppointmentAbout(about)).await?;
    let (started_at, ended_at) = (1_800_000_000_000_000, 1_800_003_000_000_000);
    let call = CallNote { call: [5; 16], kind: CallKind::Video, started_at, ended_at };
    anna.session.send(care, Content::CallNote(call)).await?;

    let record = anna.session.place_for_notes(care).await?;
    let note = anna.session.fresh_note();
    let body = NoteBody { form: NoteForm::Free, parts: vec!["She spoke of the sea.".into()] };
    let held = Some(Held { begins_at: started_at, minutes: 50, by: HeldBy::Video });
    let draft = NoteDrafted { note, session: None, body, held };
    let entry = anna.session.keep_draft_note(record, draft, &[]).await?;
    anna.session.sign_note(record, note, entry, &[]).await?;
    for person in [anna, mara] {
        person.until_sent().await?;
    }
    // Each has what the other said, and the erased one is erased everywhere.
    let all = |session: &rapport_client::Session| {
        session.engine(|it| it.space(care).map(rapport_client::engine::Space::position))
    };
    let newest = all(&anna.session).max(all(&mara.session));
    for person in [anna, mara] {
        person.until("everything", |session| all(session) == newest).await?;
        person
            .until("the erasure", |session| {
                !format!("{:?}", session.timeline(care, usize::MAX)).contains("Nobody should read this")
            })
            .await?;
    }
    Ok(())
}

/// An archive as its file.
async fn export(person: &Person, care: SpaceId) -> Result<Vec<u8>> {
    let taken = person.session.take_along(care, Scope::WithNotes, &|_| (), &Cancel::default()).await?;
    let packing = Packing::new(&taken.whole, taken.signer, taken.files)?;
    let signature = person.session.sign_export(packing.manifest());
    Ok(packing.finish(&signature)?)
}

fn opened(archive: &[u8]) -> Result<Archive> {
    let Opened { whole, files, manifest, signature, signer } = read(archive)?;
    Ok(Archive { whole, files, manifest, signature, signer })
}

async fn there_and_back() -> Result<()> {
    let practice = Practice::open().await?;
    live(&practice).await?;
    let Practice { anna, mara, care, .. } = &practice;

    // The client has what was said between them, and no note.
    let hers = export(mara, *care).await?;
    let theirs = export(anna, *care).await?;
    for (archive, notes) in [(&hers, false), (&theirs, true)] {
        let folder = archive::unpack(archive)?;
        archive::check_sums(folder.path())?;
        archive::check_fhir(&folder.path().join("bundle.json"))?;
        let text = archive::text_of(&folder.path().join("record.pdf"))?;
        ensure!(text.contains("fünf Stunden") && text.contains("PHQ-9") && text.contains("To sleep through"));
        ensure!(
            text.contains("She spoke of the sea") == notes,
            "notes are where they should not be, or missing"
        );
        ensure!(!text.contains("Nobody should read this"), "what was erased is there");
        let sent = std::fs::read(folder.path().join("files/001-A-letter.txt"))?;
        ensure!(sent == letter(), "the letter is not the one that was sent");
    }
    let whole = opened(&theirs)?.whole;
    let kinds: Vec<PartKind> = whole.parts.iter().map(|part| part.kind).collect();
    ensure!(kinds == [PartKind::Care, PartKind::Record]);
    ensure!(opened(&hers)?.whole.parts.len() == 1);
    ensure!(!format!("{whole:?}").contains("Nobody should read this"));

    // Elsewhere: another server, another therapist, who begins a care space for it.
    let elsewhere = Practice::open().await?;
    let bea = &elsewhere.anna;
    ensure!(bea.session.bring_in(&tampered(&theirs)?, None, &|_| (), &Cancel::default()).await.is_err());
    let came = bea.session.bring_in(&opened(&theirs)?, None, &|_| (), &Cancel::default()).await?;
    bea.until_sent().await?;
    bea.until("the earlier record", |session| session.earlier(came).len() == 2).await?;
    let same = |session: &rapport_client::Session| {
        let earlier: Vec<Part> = session.earlier(came).into_iter().map(|view| view.part).collect();
        earlier
            .iter()
            .map(|part| (part.kind, &part.people, &part.entries))
            .eq(whole.parts.iter().map(|part| (part.kind, &part.people, &part.entries)))
    };
    bea.until("the same, entry for entry", same).await?;
    // It is an earlier record, and nothing that happened here.
    ensure!(bea.session.moments(came).is_empty(), "what came in is shown as if it was said here");
    ensure!(bea.session.search(came, "schlafe").is_empty() && bea.session.notes(came).is_empty());
    ensure!(bea.session.findings().is_empty(), "somebody was alarmed");
    // Another of her devices makes the same of it; and brought in once more, nothing is there twice.
    let desk = Person::sign_in(elsewhere.server.origin(), &name("anna")).await?;
    desk.until("the same on another device", same).await?;
    bea.session.bring_in(&opened(&theirs)?, Some(came), &|_| (), &Cancel::default()).await?;
    ensure!(same(&bea.session) && bea.session.unsent() == 0, "it is there twice");

    // Taken along again, from there: the earlier record and its files come along.
    let again = export(bea, came).await?;
    let folder = archive::unpack(&again)?;
    archive::check_fhir(&folder.path().join("bundle.json"))?;
    let again = opened(&again)?;
    let earlier: Vec<&Part> = again.whole.parts.iter().filter(|part| part.from.is_some()).collect();
    ensure!(earlier.iter().map(|part| &part.entries).eq(whole.parts.iter().map(|part| &part.entries)));
    ensure!(again.files == opened(&theirs)?.files, "a file was lost on the way");

    // A client brings hers into the space that she has elsewhere.
    let there = &elsewhere.mara;
    there.session.bring_in(&opened(&hers)?, Some(elsewhere.care), &|_| (), &Cancel::default()).await?;
    elsewhere
        .anna
        .until("the client's own archive", |session| session.earlier(elsewhere.care).len() == 1)
        .await?;
    ensure!(there.session.bring_in(&opened(&hers)?, None, &|_| (), &Cancel::default()).await.is_err());

    // Nobody takes along a space that is not theirs.
    ensure!(export(mara, anna.session.records_of(*care)[0].space).await.is_err());
    ensure!(export(&elsewhere.mara, came).await.is_err());
    Ok(())
}

/// The same archive with one letter changed in what was signed.
fn tampered(archive: &[u8]) -> Result<Archive> {
    let mut archive = opened(archive)?;
    let entry = &mut archive.whole.parts[0].entries[0];
    entry.what = Kept::Erased;
    let at = archive.manifest.len() - 1;
    archive.manifest[at] ^= 1;
    Ok(archive)
}
