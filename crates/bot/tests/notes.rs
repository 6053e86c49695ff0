//! Notes, by real clients on a real server: where they are, who reaches them, and what two devices make of it.
//!
//! The first test is the firewall of private notes. Over random histories of writing, changing and taking
//! back, in several spaces at once, what a therapist keeps to themself is looked for everywhere else: in every
//! entry of every other space, on every other person's device, in the timeline and the search that a record
//! is made of, in every archive that anybody takes along, and behind every route of the API. That the search would find it is shown by progress notes
//! with the same kind of words, which it must find where they belong.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, ensure};
use rapport_bot::person::Person;
use rapport_bot::practice::{self, client, colleague, named};
use rapport_care::content::{Content, Held, HeldBy, NoteBody, NoteDrafted, NoteForm, RecordOf};
use rapport_care::note::{State, Why};
use rapport_care::search::Query;
use rapport_care::{EntryId, NoteId};
use rapport_client::Session;
use rapport_client::platform::{Platform as _, Request};
use rapport_client::session::{Cancel, Scope};
use rapport_takeaway::Packing;
use rapport_testkit::{Server, archive, chance};
use rapport_wire::endpoint::{HEADER, Method};
use rapport_wire::socket::{Down, Up, VERSION, decode, encode};
use rapport_wire::space::{Append, SpaceKind};
use rapport_wire::{Role, SpaceId};
use tokio::task::LocalSet;

/// Steps of a random history.
const STEPS: u32 = 60;
/// Random histories.
const ROUNDS: u64 = 3;

#[tokio::test]
async fn private_notes_reach_nobody_and_nothing_else() {
    LocalSet::new().run_until(firewall()).await.unwrap();
}

#[tokio::test]
async fn a_trainees_note_is_cosigned_and_the_client_never_sees_it() {
    LocalSet::new().run_until(cosigned()).await.unwrap();
}

#[tokio::test]
async fn two_devices_at_once_lose_nothing_and_agree() {
    LocalSet::new().run_until(racing()).await.unwrap();
}

#[tokio::test]
async fn nobody_is_written_to_who_does_not_work_there() {
    LocalSet::new().run_until(stranger()).await.unwrap();
}

/// An owner, two therapists, and a client of the first one.
struct Practice {
    server: Server,
    owner: Person,
    anna: Person,
    bea: Person,
    mara: Person,
    care: SpaceId,
}

impl Practice {
    async fn open() -> Result<Self> {
        let server = Server::start().await?;
        let origin = server.origin().to_owned();
        let owner = practice::owner(&origin, server.owner_link(), "owner").await?;
        let [anna, bea] =
            [colleague(&origin, &owner, "anna").await?, colleague(&origin, &owner, "bea").await?];
        let (mara, care) = client(&origin, &anna, "mara").await?;
        Ok(Self { server, owner, anna, bea, mara, care })
    }

    fn others(&self) -> [&Person; 3] {
        [&self.owner, &self.bea, &self.mara]
    }
}

fn draft(note: NoteId, words: &str) -> NoteDrafted {
    let held = Held { begins_at: 1_800_000_000_000_000, minutes: 50, by: HeldBy::Video };
    let body = NoteBody { form: NoteForm::Free, parts: vec![words.to_owned()] };
    NoteDrafted { note, session: None, body, held: Some(held) }
}

async fn firewall() -> Result<()> {
    let practice = Practice::open().await?;
    let Practice { server, owner, anna, bea, mara, care } = &practice;
    let record = anna.session.place_for_notes(*care).await?;
    let own = anna.session.place_for_oneself().await?;
    // A second care space, so that there is somewhere else to leak to.
    let (noor, second) = client(server.origin(), anna, "noor").await?;

    let mut rng = chance::seeded(5);
    let mut private = BTreeSet::new();
    let mut noted = BTreeSet::new();
    for _ in 0..ROUNDS {
        history(anna, *care, second, record, own, &mut rng, &mut private, &mut noted).await?;
    }
    anna.until_sent().await?;
    ensure!(private.len() > 20 && noted.len() > 10, "hardly anything was written");
    for person in [owner, bea, mara, &noor] {
        person.session.send_message(person.session.spaces()[0].id, "done", None).await?;
        person.until_sent().await?;
    }

    // On her own device: in her own space, and in no other.
    for (space, words) in everything(&anna.session) {
        let found = private.iter().find(|word| words.contains(word.as_str()));
        ensure!(found.is_none() || space == own, "{found:?} stands in another space");
    }
    for about in [*care, second] {
        for moment in anna.session.moments(about) {
            let words = format!("{moment:?}");
            ensure!(!private.iter().any(|word| words.contains(word)), "the timeline shows a private note");
        }
        for word in &private {
            let found = anna.session.moments(about).iter().any(|it| it.matches(&Query::new(word)));
            ensure!(!found, "the record's search finds a private note");
        }
    }
    for space in anna.session.spaces().into_iter().filter(|space| space.id != own) {
        for word in &private {
            ensure!(anna.session.search(space.id, word).is_empty(), "search finds a private note");
        }
    }
    // What is looked for is there, and the same looking finds progress notes where they belong.
    let kept = anna.session.private_notes();
    ensure!(!kept.is_empty() && kept.iter().all(|it| it.space == own), "private notes are where they belong");
    let last = anna.session.notes(*care).last().context("a note")?.note.body.parts[0].clone();
    ensure!(anna.session.moments(*care).iter().any(|it| it.matches(&Query::new(&last))), "a note is found");
    ensure!(everything(&anna.session).iter().any(|(space, words)| *space == record && words.contains(&last)));

    // On anybody else's device: in nothing they hold, not even sealed.
    for person in [owner, bea, mara, &noor] {
        ensure!(person.session.space(own).is_none(), "somebody else holds the own space");
        ensure!(person.session.private_notes().is_empty(), "somebody else has private notes");
        for (_, words) in everything(&person.session) {
            ensure!(
                !private.iter().chain(&noted).any(|word| words.contains(word)),
                "somebody else reads a note"
            );
        }
        let vault =
            person.machine.vault_read(String::new()).await.map_err(|_| anyhow::anyhow!("no vault"))?;
        ensure!(!vault.iter().any(|(name, _)| name.contains(&own.to_string())), "somebody else keeps it");
        taken_along(person, Scope::WithNotes, &private, &noted).await?;
        ensure!(
            person.session.take_along(own, Scope::WithNotes, &|_| (), &Cancel::default()).await.is_err(),
            "an export of it"
        );
        no_route_leads_to(person, own).await?;
        no_route_leads_to(person, record).await?;
        ensure!(follow(person, own).await? == 0 && follow(person, record).await? == 0, "the socket gives it");
    }
    ensure!(follow(anna, own).await? > 0, "her own socket gives it");
    // In nothing that she takes along herself, though what stands in the record is there.
    ensure!(
        anna.session.take_along(own, Scope::WithNotes, &|_| (), &Cancel::default()).await.is_err(),
        "she exports it"
    );
    let taken = taken_along(anna, Scope::WithNotes, &private, &BTreeSet::new()).await?;
    ensure!(taken.contains(&last), "her export lacks a note of the record");
    // What she puts together to be given away has nothing of the notes.
    taken_along(anna, Scope::Shared, &private, &noted).await?;
    Ok(())
}

/// Everything that somebody can take along, in every form that an archive has, as words to look in; none of
/// `never` is in it, and none of `notes` either.
async fn taken_along(
    person: &Person,
    scope: Scope,
    never: &BTreeSet<String>,
    notes: &BTreeSet<String>,
) -> Result<String> {
    let mut all = String::new();
    for space in person.session.spaces() {
        let taken = person.session.take_along(space.id, scope, &|_| (), &Cancel::default()).await;
        let Ok(taken) = taken else {
            ensure!(space.kind != SpaceKind::Care, "a care space is not taken along");
            continue;
        };
        for part in &taken.whole.parts {
            let said: Vec<_> =
                part.conversation().events().map(|event| format!("{:?}", event.what)).collect();
            all += &said.concat();
        }
        let packing = Packing::new(&taken.whole, taken.signer, taken.files)?;
        let signature = person.session.sign_export(packing.manifest());
        let folder = archive::unpack(&packing.finish(&signature)?)?;
        all += &archive::text_of(&folder.path().join("record.pdf"))?;
        for file in std::fs::read_dir(folder.path())? {
            all += &String::from_utf8_lossy(&std::fs::read(file?.path()).unwrap_or_default());
        }
    }
    let found = never.iter().chain(notes).find(|word| all.contains(word.as_str()));
    ensure!(found.is_none(), "{found:?} is taken along");
    Ok(all)
}

/// A random history of writing. Every word is written once and recognised anywhere.
#[expect(
    clippy::too_many_arguments,
    reason = "one place to write to each, and two lists of what was written"
)]
async fn history(
    anna: &Person,
    care: SpaceId,
    other: SpaceId,
    record: SpaceId,
    own: SpaceId,
    rng: &mut impl rand_core::Rng,
    private: &mut BTreeSet<String>,
    noted: &mut BTreeSet<String>,
) -> Result<()> {
    let mut own_notes: Vec<(NoteId, Vec<EntryId>)> = Vec::new();
    let mut progress: Option<(NoteId, Vec<EntryId>)> = None;
    for _ in 0..STEPS {
        let word = format!("w{:016x}w", rng.next_u64());
        match rng.next_u32() % 8 {
            0 | 1 => {
                let id = anna.session.fresh_note();
                let about = [None, Some(care), Some(other)][rng.next_u32() as usize % 3];
                let entry = anna.session.keep_private(own, id, about, &word, &[]).await?;
                own_notes.push((id, vec![entry]));
                private.insert(word);
            }
            2 | 3 if !own_notes.is_empty() => {
                let which = rng.next_u32() as usize % own_notes.len();
                let (id, known) = &mut own_notes[which];
                known.push(anna.session.keep_private(own, *id, Some(care), &word, known).await?);
                private.insert(word);
            }
            4 if own_notes.len() > 3 => {
                let (id, _) = own_notes.remove(0);
                let view = anna.session.private_notes().into_iter().find(|it| it.note.id == id);
                anna.session.forget_private(&view.context("the note")?).await?;
            }
            5 | 6 => {
                let (id, known) = progress.get_or_insert_with(|| (anna.session.fresh_note(), Vec::new()));
                let entry = anna.session.keep_draft_note(record, draft(*id, &word), known).await?;
                known.push(entry);
                noted.insert(word);
                if rng.next_u32().is_multiple_of(2) {
                    anna.session.sign_note(record, *id, entry, known).await?;
                    progress = None;
                }
            }
            7 => {
                let space = if rng.next_u32().is_multiple_of(2) { care } else { other };
                anna.session.send_message(space, "A plain word.", None).await?;
            }
            _ => anna.until_sent().await?,
        }
    }
    anna.until_sent().await
}

/// Every entry a device holds, as words to look in.
fn everything(session: &Session) -> Vec<(SpaceId, String)> {
    session.engine(|engine| {
        let mut all = Vec::new();
        for space in engine.spaces().values() {
            let id = space.log().map(rapport_envelope::Log::space);
            for event in space.conversation().events() {
                all.extend(id.map(|id| (id, format!("{:?}", event.what))));
            }
        }
        all
    })
}

/// Calls every route that the API describes, about a space that is not the caller's, and reads all the others.
async fn no_route_leads_to(person: &Person, space: SpaceId) -> Result<()> {
    let ask = async |method: Method, path: String| {
        let body = if method == Method::Get {
            Vec::new()
        } else {
            format!("{{\"space\":\"{space}\"}}").into_bytes()
        };
        let headers = vec![HEADER, ("content-type", "application/json")];
        let answer = person.machine.http(Request { method, path, headers, body }).await;
        answer.map_err(|_| anyhow::anyhow!("the server does not answer"))
    };
    let described = ask(Method::Get, "/api/openapi.json".into()).await?.body;
    let described: serde_json::Value = serde_json::from_slice(&described)?;
    let paths = described["paths"].as_object().context("paths")?;
    let mut about_a_space = 0;
    for (path, methods) in paths {
        for (method, _) in methods.as_object().context("methods")? {
            let method = match method.as_str() {
                "get" => Method::Get,
                "post" => Method::Post,
                "put" => Method::Put,
                "delete" => Method::Delete,
                _ => continue,
            };
            let names_it = path.contains("{space}");
            if !names_it && method != Method::Get {
                // What takes the space in its body refuses a stranger in its own tests; these name it here.
                if path.contains("sign-out") || path.contains("devices") || path.contains("account") {
                    continue;
                }
            }
            let zeros = "AAAAAAAAAAAAAAAAAAAAAA";
            let filled = path.replace("{space}", &space.to_string());
            let filled: String = filled
                .split('/')
                .map(|part| if part.starts_with('{') { zeros } else { part })
                .collect::<Vec<_>>()
                .join("/");
            let answer = ask(method, filled).await?;
            if names_it {
                about_a_space += 1;
                ensure!((400..500).contains(&answer.status), "{path} answers {}", answer.status);
            }
            let told = String::from_utf8_lossy(&answer.body).contains(&space.to_string());
            ensure!(!told, "{path} names the space");
        }
    }
    ensure!(about_a_space > 2, "no route is about a space");
    Ok(())
}

/// How many entries a socket of somebody's gives of a space.
async fn follow(person: &Person, space: SpaceId) -> Result<usize> {
    let socket = person.machine.connect().await.map_err(|_| anyhow::anyhow!("no socket"))?;
    socket.send(encode(&Up::Hello { version: VERSION })).await.context("hello")?;
    socket.send(encode(&Up::Follow { space, log_from: 0, after: 0 })).await.context("follow")?;
    // An answer that is sure to come marks the end.
    let erase = Up::Erase { reference: 9, space, position: u64::MAX };
    socket.send(encode(&erase)).await.context("erase")?;
    let mut count = 0;
    loop {
        let frame = socket.recv().await.map_err(|_| anyhow::anyhow!("the socket ended"))?;
        match decode(&frame)? {
            Down::Records { space: of, records, .. } if of == space => count += records.len(),
            Down::Entries { space: of, entries, .. } if of == space => count += entries.len(),
            Down::Refused { reference: 9, .. } => return Ok(count),
            Down::Welcome { spaces, .. } => count += spaces.iter().filter(|head| head.space == space).count(),
            _ => {}
        }
    }
}

/// Whether the server takes a membership record from somebody.
async fn takes(person: &Person, space: SpaceId, append: Append) -> Result<bool> {
    let socket = person.machine.connect().await.map_err(|_| anyhow::anyhow!("no socket"))?;
    socket.send(encode(&Up::Hello { version: VERSION })).await.context("hello")?;
    socket.send(encode(&Up::Append { reference: 8, space, append })).await.context("append")?;
    loop {
        match decode(&socket.recv().await.map_err(|_| anyhow::anyhow!("the socket ended"))?)? {
            Down::Accepted { reference: 8, .. } => return Ok(true),
            Down::Refused { reference: 8, .. } => return Ok(false),
            _ => {}
        }
    }
}

async fn cosigned() -> Result<()> {
    let practice = Practice::open().await?;
    let Practice { owner, anna, bea, mara, care, .. } = &practice;
    let (annas, beas) = (anna.session.account(), bea.session.account());
    ensure!(anna.session.supervise(annas, None).await.is_err(), "a trainee says who needs no co-signature");
    owner.session.supervise(annas, Some(beas)).await?;
    anna.until("her supervisor", |session| session.supervisor_of(annas) == Some(beas)).await?;

    let record = anna.session.place_for_notes(*care).await?;
    bea.until_in(record, 2).await?;
    let id = anna.session.fresh_note();
    let mut known = Vec::new();
    for words in ["She came late.", "She came late, and stayed.", "She came late and spoke of the sea."] {
        known.push(anna.session.keep_draft_note(record, draft(id, words), &known).await?);
        anna.until_sent().await?;
    }
    let entry = *known.last().context("a draft")?;
    ensure!(bea.session.note(record, id).is_none(), "a draft is its author's");
    let bodies = |session: &Session| {
        everything(session)
            .iter()
            .filter(|(space, what)| *space == record && what.contains("came late"))
            .count()
    };
    // The newest that stood when the last one was written stays beside it, until that one is signed.
    anna.until("replaced drafts to be erased", |session| bodies(session) == 2).await?;
    anna.session.sign_note(record, id, entry, &known).await?;
    anna.until("the others too", |session| bodies(session) == 1).await?;
    anna.session.lock_note(record, id, entry).await?;
    bea.until("a note to co-sign", |session| session.notes_to_cosign().len() == 1).await?;
    anna.until_sent().await?;
    let state = |session: &Session| session.note(record, id).map(|view| view.note.state);
    ensure!(state(&anna.session) == Some(State::AwaitsCosignature), "it was locked before it was co-signed");
    let refused = anna.session.note(record, id).context("the note")?.note.refused;
    ensure!(refused.iter().map(|it| it.why).eq([Why::NotCosigned]), "she is told why");

    let seen = bea.session.notes_to_cosign().remove(0);
    bea.session.cosign_note(record, id, seen.note.entry).await?;
    anna.until("a co-signed note", |session| state(session) == Some(State::Signed)).await?;
    anna.session.lock_note(record, id, entry).await?;
    anna.session.add_to_note(record, id, "She called in the evening.").await?;
    bea.until("an addendum to co-sign", |session| {
        session.notes_to_cosign().iter().any(|it| it.note.added.len() == 1)
    })
    .await?;
    let added = bea.session.notes_to_cosign().remove(0).note.added.remove(0).entry;
    bea.session.cosign_note(record, id, added).await?;
    anna.until("a co-signed addendum", |session| {
        session.note(record, id).is_some_and(|it| it.note.added.iter().all(|it| it.cosigned.is_some()))
    })
    .await?;
    ensure!(bea.session.notes_to_cosign().is_empty(), "nothing waits any more");
    ensure!(anna.session.keep_draft_note(record, draft(id, "Other words."), &[]).await.is_ok());
    anna.until_sent().await?;
    anna.until("the refusal", |session| {
        session
            .note(record, id)
            .is_some_and(|it| it.note.refused.last().is_some_and(|it| it.why == Why::Locked))
    })
    .await?;

    ensure!(mara.session.space(record).is_none() && mara.session.records().is_empty(), "the client is in it");
    ensure!(mara.session.notes(*care).is_empty(), "the client reads notes");
    ensure!(mara.session.place_for_notes(*care).await.is_err(), "the client begins a record");
    ensure!(follow(mara, record).await? == 0, "the server gives the client the record");
    for person in practice.others() {
        ensure!(person.session.findings().is_empty(), "somebody was alarmed");
    }
    Ok(())
}

async fn racing() -> Result<()> {
    let practice = Practice::open().await?;
    let Practice { server, anna, care, .. } = &practice;
    let desk = Person::sign_in(server.origin(), &named("anna")).await?;
    desk.until_in(*care, 2).await?;
    let (phone, desk) = (&anna.session, &desk.session);

    let (one, two) = tokio::join!(phone.place_for_oneself(), desk.place_for_oneself());
    let (one, two) = (one?, two?);
    let ids = [phone.fresh_note(), desk.fresh_note()];
    phone.keep_private(one, ids[0], None, "from the phone", &[]).await?;
    desk.keep_private(two, ids[1], None, "from the desk", &[]).await?;
    let both = |session: &Session| {
        let mut words: Vec<_> = session.private_notes().into_iter().map(|it| it.note.words).collect();
        words.sort();
        words == ["from the desk", "from the phone"]
    };
    anna.until("both notes on the phone", both).await?;
    until(&practice, desk, both).await?;
    ensure!(phone.own_space() == desk.own_space(), "they do not agree where to write");
    ensure!(phone.own_space() == Some(one.min(two)), "they write to another space");
    ensure!(desk.place_for_oneself().await? == one.min(two), "a third one was begun");

    // Two devices on one private note: both words stay, until somebody joins them.
    let seen = phone.private_notes().into_iter().find(|it| it.note.id == ids[0]).context("the note")?;
    let (on_phone, on_desk) = tokio::join!(
        phone.keep_private(one, ids[0], None, "phone again", &seen.note.tips),
        desk.keep_private(one, ids[0], None, "desk again", &seen.note.tips),
    );
    on_phone?;
    on_desk?;
    let stands = |session: &Session| {
        let note = session.private_notes().into_iter().find(|it| it.note.id == ids[0]);
        note.is_some_and(|it| it.note.beside.len() == 1 && !it.unsent)
    };
    anna.until("both words", stands).await?;
    until(&practice, desk, stands).await?;

    let (one, two) = tokio::join!(phone.place_for_notes(*care), desk.place_for_notes(*care));
    let (one, two) = (one?, two?);
    let (id, entry) = (phone.fresh_note(), phone.fresh_note());
    phone.keep_draft_note(one, draft(id, "from the phone"), &[]).await?;
    desk.keep_draft_note(two, draft(entry, "from the desk"), &[]).await?;
    let both = |session: &Session| session.notes(*care).len() == 2;
    anna.until("both drafts on the phone", both).await?;
    until(&practice, desk, both).await?;
    let lowest = |session: &Session| session.records_of(*care).first().map(|record| record.space);
    ensure!(lowest(phone) == lowest(desk) && lowest(phone) == Some(one.min(two)), "they do not agree");
    ensure!(phone.findings().is_empty() && desk.findings().is_empty(), "somebody was alarmed");
    Ok(())
}

/// Waits for something on a device that has no person around it here.
async fn until(practice: &Practice, session: &Session, so: impl Fn(&Session) -> bool) -> Result<()> {
    practice.anna.until("the other device", |_| so(session)).await
}

async fn stranger() -> Result<()> {
    let practice = Practice::open().await?;
    let Practice { owner, anna, bea, mara, care, .. } = &practice;
    // Bea begins a record, says it is about a care space she is not in, and lets its therapist in.
    let (annas, beas) = (anna.session.account(), bea.session.account());
    owner.session.supervise(beas, Some(annas)).await?;
    bea.until("her supervisor", |session| session.supervisor_of(beas) == Some(annas)).await?;
    let trap = bea.session.begin_space(SpaceKind::Record).await?;
    let tie = RecordOf { care: *care.as_bytes(), name: "Mara".into() };
    bea.session.send(trap, Content::RecordOf(tie)).await?;
    bea.session.settle_supervision(trap).await?;
    anna.until_in(trap, 2).await?;
    anna.until("what it says it is about", |session| session.records().iter().any(|it| it.care == *care))
        .await?;

    ensure!(anna.session.records_of(*care).is_empty(), "a stranger's record is believed");
    let record = anna.session.place_for_notes(*care).await?;
    ensure!(record != trap, "notes go to a stranger");
    let id = anna.session.fresh_note();
    anna.session.keep_draft_note(record, draft(id, "For those who work there."), &[]).await?;
    anna.until_sent().await?;
    ensure!(follow(bea, record).await? == 0, "the stranger is given it");
    // Nobody comes in as somebody they are not, and no client at all.
    let (maras, mut rng) = (mara.session.account(), chance::seeded(11));
    let claims = [
        (beas, Role::Owner, false),
        (maras, Role::Therapist, false),
        (maras, Role::Client, false),
        (beas, Role::Therapist, true),
    ];
    for (account, role, comes_in) in claims {
        let identity = anna.session.engine(|engine| {
            let log = |id| engine.space(id).and_then(rapport_client::engine::Space::log);
            let known = engine.keyring().pins().practice().and_then(log).and_then(|log| log.member(account));
            known.or_else(|| log(*care)?.member(account)).map(|member| member.identity.clone())
        });
        let newcomer = (account, role, identity.context("their keys")?);
        let append = anna.session.engine(|engine| {
            let standing = engine.standing(record)?;
            rapport_seal::space::add(&standing.author, standing.epochs, newcomer, true, &mut rng).ok()
        });
        let append = append.context("a record that adds them")?;
        ensure!(takes(anna, record, append).await? == comes_in, "as {role:?}: not {comes_in}");
    }
    // A client begins none at all, whatever their software does.
    ensure!(mara.session.begin_space(SpaceKind::Record).await.is_err(), "a client begins a record");
    Ok(())
}
