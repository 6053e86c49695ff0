//! `kill -9` of the server, twenty times, under fifty people who write: what it acknowledged is there
//! afterwards, exactly once and in order.
//!
//! Each of the fifty is an account with a care space and a socket of its own, over the real client, which
//! keeps what is not yet acknowledged and sends it again when the server is back. The server is killed after
//! some further acknowledgements, while other entries are on their way; nothing here waits for a time.
//!
//! The process dies, not the machine: that an acknowledgement comes only after the commit is shown here; that
//! the disk keeps a commit through a power cut is not.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Write as _;
use std::rc::Rc;

use anyhow::{Context as _, Result, bail, ensure};
use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use rand_core::Rng as _;
use rapport_bot::load::{Noted, verify};
use rapport_bot::person::{Name, Person};
use rapport_care::conversation::Receipt;
use rapport_client::Link;
use rapport_client::platform::{Platform as _, Socket};
use rapport_envelope::EntryHead;
use rapport_testkit::server::Options;
use rapport_testkit::{Postgres, Server, chance};
use rapport_wire::socket::{Down, Up, VERSION, decode, encode};
use rapport_wire::space::{SpaceKind, StoredEntry};
use rapport_wire::{EntryId, Role, SpaceId};
use tokio::sync::watch;
use tokio::task::{LocalSet, spawn_local};

const WRITERS: usize = 50;
const KILLS: usize = 20;
/// At most so many further acknowledgements come before the next kill.
const FURTHER_MAX: u32 = 120;
/// Signing up takes 64 MiB and a core for a moment.
const SIGN_UPS_AT_ONCE: usize = 3;
const VALID_SECONDS: i64 = 3_600;

#[tokio::test]
async fn what_is_acknowledged_outlives_kills_on_sqlite() {
    LocalSet::new().run_until(outlives_kills(None)).await.unwrap();
}

#[tokio::test]
async fn what_is_acknowledged_outlives_kills_on_postgres() {
    let database = Postgres::start_durable().await.unwrap();
    LocalSet::new().run_until(outlives_kills(Some(database.url().to_owned()))).await.unwrap();
}

async fn outlives_kills(database_url: Option<String>) -> Result<()> {
    // Everybody knocks from one address here.
    let settings = vec![("RAPPORT_LIMITS__KNOCKS_PER_MINUTE".to_owned(), "100000".to_owned())];
    let mut server = Server::start_with(Options { database_url, settings }).await?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("acknowledged");
    let record = Rc::new(Record::new(&file)?);
    let writers = writers(&server, &record).await?;

    let writing: Vec<_> =
        writers.iter().map(|writer| spawn_local(writer.clone().write(record.clone()))).collect();
    let mut rng = chance::seeded(9);
    let mut cut = 0;
    for _ in 0..KILLS {
        record.further(1 + rng.next_u32() % FURTHER_MAX).await?;
        server.kill().await?;
        cut += writers.iter().map(|writer| writer.person.session.unsent()).sum::<usize>();
        server.start_again().await?;
        for writer in &writers {
            writer.person.session.reconnect_now();
        }
    }
    record.end.set(true);
    for task in writing {
        task.await??;
    }
    ensure!(cut >= KILLS, "the kills came while nobody wrote: {cut} entries were on their way");

    let acknowledged = record.acknowledged.take();
    let total: usize = acknowledged.values().map(Vec::len).sum();
    println!("{KILLS} kills, {total} entries acknowledged, {cut} on their way when the server died");
    everything_is_stored(&server, &acknowledged).await?;
    drop(writers);
    verify::run(server.origin(), &file).await
}

/// Somebody with a space to write to.
struct Writer {
    person: Person,
    space: SpaceId,
}

/// All of them, invited by the owner one by one.
async fn writers(server: &Server, record: &Record) -> Result<Vec<Rc<Writer>>> {
    let owner = Person::sign_up(server.origin(), &Link::parse(server.owner_link())?, &owner()).await?;
    let mut invited = Vec::new();
    for number in 0..WRITERS {
        let space = owner.session.begin_space(SpaceKind::Care).await?;
        owner.until_in(space, 1).await?;
        let link = owner.session.invite_into(space, Role::Client, VALID_SECONDS).await?.link;
        invited.push((number, space, link));
    }
    let signed_up = stream::iter(invited).map(async |(number, space, link)| {
        let passphrase = format!("twenty harbours at dusk {number}");
        let name = Name::new(&format!("writer-{number}"), &format!("Writer {number}"), &passphrase);
        let person = Person::sign_up(server.origin(), &link, &name).await?;
        person.until_in(space, 2).await?;
        person.until_sent().await?;
        record.note(&Noted::Writer { handle: name.handle, passphrase, space })?;
        anyhow::Ok(Rc::new(Writer { person, space }))
    });
    signed_up.buffer_unordered(SIGN_UPS_AT_ONCE).try_collect().await
}

fn owner() -> Name {
    Name::new("owner", "Owner", "seven lanterns by the quay")
}

impl Writer {
    /// Writes as fast as it is answered.
    async fn write(self: Rc<Self>, record: Rc<Record>) -> Result<()> {
        let Self { person, space } = &*self;
        let handle = person.session.handle();
        let mut count = 0;
        while !record.end.get() {
            let text = format!("{handle} {count}");
            let id = person.session.send_message(*space, &text, None).await?;
            person
                .until("an acknowledgement", |session| {
                    let view = session.timeline(*space, 4);
                    view.items.iter().any(|item| item.id == id && item.receipt >= Some(Receipt::Sent))
                })
                .await?;
            record.acknowledge(*space, &handle, EntryId::from_bytes(id.0), text)?;
            count += 1;
        }
        Ok(())
    }
}

/// What was acknowledged: by space, and in the file that `verify` reads.
struct Record {
    file: RefCell<File>,
    acknowledged: RefCell<BTreeMap<SpaceId, Vec<EntryId>>>,
    count: watch::Sender<u32>,
    end: Cell<bool>,
}

impl Record {
    fn new(file: &std::path::Path) -> Result<Self> {
        Ok(Self {
            file: RefCell::new(File::create(file)?),
            acknowledged: RefCell::default(),
            count: watch::Sender::new(0),
            end: Cell::new(false),
        })
    }

    fn note(&self, noted: &Noted) -> Result<()> {
        let mut line = serde_json::to_vec(noted)?;
        line.push(b'\n');
        Ok(self.file.borrow_mut().write_all(&line)?)
    }

    fn acknowledge(&self, space: SpaceId, handle: &str, entry: EntryId, text: String) -> Result<()> {
        self.note(&Noted::Acknowledged { handle: handle.to_owned(), entry, text })?;
        self.acknowledged.borrow_mut().entry(space).or_default().push(entry);
        self.count.send_modify(|count| *count += 1);
        Ok(())
    }

    /// Waits for so many more acknowledgements.
    async fn further(&self, more: u32) -> Result<()> {
        let mut count = self.count.subscribe();
        let target = *count.borrow() + more;
        let reached = tokio::time::timeout(rapport_testkit::wait::PATIENCE, count.wait_for(|c| *c >= target));
        reached.await.context("nothing more is acknowledged")??;
        Ok(())
    }
}

/// What the server has, as its owner gets it on a bare socket: no gap, nothing twice, nothing missing.
async fn everything_is_stored(server: &Server, acknowledged: &BTreeMap<SpaceId, Vec<EntryId>>) -> Result<()> {
    let owner = Person::sign_in(server.origin(), &owner()).await?;
    let socket = owner.machine.connect().await?;
    socket.send(encode(&Up::Hello { version: VERSION })).await?;
    let Down::Welcome { spaces, .. } = next(&*socket).await? else { bail!("no welcome came") };
    ensure!(acknowledged.len() == WRITERS, "{} wrote", acknowledged.len());
    let mut ids = BTreeSet::new();
    for (space, expected) in acknowledged {
        let newest = spaces.iter().find(|head| head.space == *space).context("a space is gone")?.position;
        let entries = fetch(&*socket, *space, newest).await?;
        let mut seqs = BTreeMap::new();
        let mut stored = Vec::new();
        for (entry, position) in entries.iter().zip(1_u64..) {
            ensure!(entry.position == position, "{} stands where {position} should", entry.position);
            let head = EntryHead::from_bytes(&entry.head)?;
            let header = head.header();
            let seq = seqs.entry(header.author).or_insert(0_u64);
            *seq += 1;
            ensure!(header.seq == *seq, "an author's {} follows {}", header.seq, *seq - 1);
            ensure!(ids.insert(header.id), "{} is there twice", header.id);
            ensure!(head.fits(entry.body.as_ref().context("nothing was erased")?), "a body is another's");
            stored.push(header.id);
        }
        let wanted: BTreeSet<_> = expected.iter().collect();
        stored.retain(|id| wanted.contains(id));
        ensure!(stored == *expected, "{space}: acknowledged {expected:?}, stored {stored:?}");
    }
    Ok(())
}

/// Every entry of a space, up to the newest.
async fn fetch(socket: &dyn Socket, space: SpaceId, newest: u64) -> Result<Vec<StoredEntry>> {
    let mut all: Vec<StoredEntry> = Vec::new();
    socket.send(encode(&Up::Follow { space, log_from: 0, after: 0 })).await?;
    while all.last().is_none_or(|entry| entry.position < newest) {
        let Down::Entries { space: of, entries, more } = next(socket).await? else { continue };
        if of != space {
            continue;
        }
        all.extend(entries);
        if more {
            let after = all.last().map_or(0, |entry| entry.position);
            socket.send(encode(&Up::Page { space, after })).await?;
        }
    }
    Ok(all)
}

async fn next(socket: &dyn Socket) -> Result<Down> {
    let frame = socket.recv().await.map_err(|closed| anyhow::anyhow!("the socket ended: {closed:?}"))?;
    Ok(decode(&frame)?)
}
