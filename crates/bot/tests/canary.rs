//! Canaries: what people write is on no disk, in no log, in no backup and on no wire.
//!
//! People plant words that exist nowhere else wherever words can be put, on a real server that logs all it
//! can. Then everything the server has is searched for them, and everything that passed between it and them,
//! which here is plain HTTP. The last test plants one where the server does read it: the same search finds it.

#[path = "support/recorder.rs"]
mod recorder;

use std::fs;

use anyhow::{Context as _, Result, ensure};
use futures_util::future::LocalBoxFuture;
use rapport_bot::chance::System;
use rapport_bot::person::{Name, Person};
use rapport_care::conversation::Body;
use rapport_client::platform::Platform as _;
use rapport_client::session::{Cancel, NewFile, Source};
use rapport_client::{ClientError, Link};
use rapport_testkit::canary::{Sighting, search};
use rapport_testkit::server::Options;
use rapport_testkit::{Canary, Postgres, Server};
use rapport_wire::SpaceId;
use rapport_wire::socket::{Down, Up, VERSION, decode, encode};
use recorder::Recorder;
use tokio::task::LocalSet;

/// As closely as our own crates can be listened to.
const LOG: &str = "info,rapport_server=trace,rapport_store=trace,rapport_media=trace,rapport_sfu=trace";
const VALID_SECONDS: i64 = 3_600;
/// What the last tests plant.
const HANDLE: &str = "sign-in name";
const UNSEALED: &str = "what was sent unsealed";

#[tokio::test]
async fn what_people_write_is_nowhere_on_sqlite() {
    LocalSet::new().run_until(nowhere(None)).await.unwrap();
}

#[tokio::test]
async fn what_people_write_is_nowhere_on_postgres() {
    let database = Postgres::start().await.unwrap();
    LocalSet::new().run_until(nowhere(Some(database))).await.unwrap();
}

#[tokio::test]
async fn what_the_server_does_read_is_found() {
    LocalSet::new().run_until(found(None)).await.unwrap();
}

#[tokio::test]
async fn what_the_server_does_read_is_found_on_postgres() {
    let database = Postgres::start().await.unwrap();
    LocalSet::new().run_until(found(Some(database))).await.unwrap();
}

async fn nowhere(database: Option<Postgres>) -> Result<()> {
    let mut stage = Stage::set(database).await?;
    let words = Words::new();
    let [thea, mara] = stage.practice("thea", &words.name, &words.passphrase).await?;
    let space = mara.session.spaces().first().context("a care space")?.id;
    plant(&words, space, &thea, &mara).await?;

    let planted = words.all();
    let seen = stage.search(&planted, &[&thea, &mara]).await?;
    ensure!(seen.is_empty(), "{seen:#?}");
    drop((thea, mara));
    stage.server.stop().await?;
    let seen = search(stage.server.data(), &planted)?;
    ensure!(seen.is_empty(), "put away at the end: {seen:#?}");
    Ok(())
}

async fn found(database: Option<Postgres>) -> Result<()> {
    let on_postgres = database.is_some();
    let mut stage = Stage::set(database).await?;
    let (handle, shown) = (canary(HANDLE), canary(UNSEALED));
    let words = Words::new();
    let [thea, mara] = stage.practice(handle.word(), &words.name, &words.passphrase).await?;
    let space = mara.session.spaces().first().context("a care space")?.id;
    plant(&words, space, &thea, &mara).await?;
    say_unsealed(&thea, space, &shown).await?;
    let seen = stage.search(&[handle, shown], &[&thea, &mara]).await?;

    let is_in = |label: &str, part: &str| {
        seen.iter().any(|seen| seen.label == label && seen.place.to_string_lossy().contains(part))
    };
    let stored = if on_postgres { "dump.sql" } else { "rapport.db" };
    for part in [stored, "backup.tar", "traffic"] {
        ensure!(is_in(HANDLE, part), "the sign-in name is not found in {part}: {seen:#?}");
    }
    ensure!(is_in(UNSEALED, "traffic"), "words on a socket are not found: {seen:#?}");
    ensure!(!is_in(HANDLE, "server.log"), "the log names somebody: {seen:#?}");
    Ok(())
}

/// One canary for each place where people put words.
struct Words {
    name: Canary,
    passphrase: Canary,
    message: Canary,
    before_edit: Canary,
    edit: Canary,
    file_name: Canary,
    file: Canary,
    caption: Canary,
    draft: Canary,
}

impl Words {
    fn new() -> Self {
        Self {
            name: canary("display name"),
            passphrase: canary("passphrase"),
            message: canary("message"),
            before_edit: canary("message that was edited"),
            edit: canary("edit"),
            file_name: canary("file name"),
            file: canary("file"),
            caption: canary("caption"),
            draft: canary("draft"),
        }
    }

    fn all(&self) -> Vec<Canary> {
        let Self { name, passphrase, message, before_edit, edit, file_name, file, caption, draft } = self;
        [name, passphrase, message, before_edit, edit, file_name, file, caption, draft]
            .map(Clone::clone)
            .into()
    }
}

fn canary(label: &str) -> Canary {
    Canary::new(label, &mut System)
}

/// Says everything, and waits until the other has read it: what is looked for was truly there.
async fn plant(words: &Words, space: SpaceId, thea: &Person, mara: &Person) -> Result<()> {
    thea.until_in(space, 2).await?;
    thea.session.send_message(space, words.message.word(), None).await?;
    let edited = thea.session.send_message(space, words.before_edit.word(), None).await?;
    thea.until_sent().await?;
    thea.session.edit(space, edited, words.edit.word()).await?;
    let file = NewFile {
        name: format!("{}.txt", words.file_name.word()),
        media_type: "text/plain".into(),
        caption: words.caption.word().into(),
        ..NewFile::default()
    };
    let sheet = Sheet(format!("A diary. {} And more.", words.file.word()).repeat(40));
    let upload = thea.session.begin_upload(space, file, sheet.size())?;
    thea.session.upload(&upload, &sheet, &|_| (), &Cancel::default()).await?;
    thea.session.keep_draft(space, words.draft.word()).await;
    thea.until_sent().await?;

    let bodies = || mara.session.timeline(space, usize::MAX).items.into_iter().map(|item| item.body);
    let says = |word: &str| bodies().any(|body| matches!(body, Body::Text(text) if text == word));
    let sheet_of = || {
        bodies().find_map(|body| match body {
            Body::Attachment(attachment) => Some(attachment.file),
            _ => None,
        })
    };
    mara.until("everything that was said", |session| {
        let named = session.members(space).iter().any(|who| who.name.as_deref() == Some(words.name.word()));
        named && says(words.message.word()) && says(words.edit.word()) && sheet_of().is_some()
    })
    .await?;
    let mut got = Vec::new();
    let file = sheet_of().context("the file")?;
    ensure!(file.name.contains(words.file_name.word()), "the file has another name");
    mara.session
        .download(space, &file, &mut |part| got.extend_from_slice(part), &|_| (), &Cancel::default())
        .await?;
    ensure!(got == sheet.0.as_bytes(), "the file came as it was");
    ensure!(thea.session.draft(space).await.as_deref() == Some(words.draft.word()), "the draft is kept");
    Ok(())
}

/// Sends words where a sealed body belongs, and waits until the server has answered.
async fn say_unsealed(person: &Person, space: SpaceId, shown: &Canary) -> Result<()> {
    let socket = person.machine.connect().await?;
    socket.send(encode(&Up::Hello { version: VERSION })).await?;
    let body = shown.word().as_bytes().to_vec().into();
    socket.send(encode(&Up::Send { reference: 1, space, head: vec![0; 8].into(), body })).await?;
    while let Ok(frame) = socket.recv().await {
        if matches!(decode(&frame)?, Down::Refused { .. }) {
            break;
        }
    }
    Ok(())
}

/// A file in memory.
struct Sheet(String);

impl Source for Sheet {
    fn size(&self) -> u64 {
        self.0.len() as u64
    }

    fn read(&self, offset: u64, len: usize) -> LocalBoxFuture<'_, Result<Vec<u8>, ClientError>> {
        let from = usize::try_from(offset).unwrap();
        Box::pin(std::future::ready(Ok(self.0.as_bytes()[from..from + len].to_vec())))
    }
}

/// A server that tells all it may, and a proxy before it that keeps all that passes.
struct Stage {
    server: Server,
    recorder: Recorder,
    database: Option<Postgres>,
}

impl Stage {
    async fn set(database: Option<Postgres>) -> Result<Self> {
        let options = Options {
            database_url: database.as_ref().map(|database| database.url().to_owned()),
            settings: vec![("RAPPORT_LOG__FILTER".into(), LOG.into())],
        };
        let server = Server::start_with(options).await?;
        let recorder = Recorder::before(server.origin()).await?;
        Ok(Self { server, recorder, database })
    }

    /// An owner, and a client of theirs.
    async fn practice(&self, handle: &str, name: &Canary, passphrase: &Canary) -> Result<[Person; 2]> {
        let origin = self.recorder.origin();
        let owner = Name::new(handle, name.word(), passphrase.word());
        let owner = Person::sign_up(origin, &Link::parse(self.server.owner_link())?, &owner).await?;
        let invited = owner.session.invite_client(VALID_SECONDS).await?;
        let mara = Name::new("mara", "Mara", "rain on a tin roof tonight");
        let mara = Person::sign_up(origin, &invited.link, &mara).await?;
        mara.until_in(invited.space, 2).await?;
        Ok([owner, mara])
    }

    /// Looks everywhere: data folder, backup, dump, log, traffic, and what devices keep.
    async fn search(&mut self, canaries: &[Canary], people: &[&Person]) -> Result<Vec<Sighting>> {
        let evidence = tempfile::tempdir()?;
        let at = |name: &str| evidence.path().join(name);
        let mut backup = tokio::process::Command::from(self.server.command("backup")?);
        let made = backup.arg(at("backup.tar")).output().await?;
        ensure!(made.status.success(), "no backup: {}", String::from_utf8_lossy(&made.stderr));
        if let Some(database) = &self.database {
            fs::write(at("dump.sql"), database.dump().await?)?;
        }
        let log = self.server.log();
        ensure!(log.contains("TRACE") || log.contains("DEBUG"), "the log is kept closely:\n{log}");
        fs::write(at("server.log"), log)?;
        for (number, passed) in self.recorder.passed().iter().enumerate() {
            fs::write(at(&format!("traffic-{number}")), passed)?;
        }
        for (number, person) in people.iter().enumerate() {
            let kept = person.machine.vault_read(String::new()).await.map_err(|_| ClientError::Locked)?;
            ensure!(!kept.is_empty(), "a device keeps something");
            let kept: Vec<u8> =
                kept.into_iter().flat_map(|(name, bytes)| [name.into_bytes(), bytes].concat()).collect();
            fs::write(at(&format!("device-{number}")), kept)?;
        }
        let mut seen = search(evidence.path(), canaries)?;
        seen.extend(search(self.server.data(), canaries)?);
        Ok(seen)
    }
}
