//! Measures the way of an entry through the store: how many a second, and what each costs the processor.
//!
//! `cargo run --release -p rapport-store --example entries -- [DATABASE] [WRITERS] [ENTRIES]`
//!
//! Without a database it makes a SQLite file in the current folder and removes it afterwards. Every
//! writer sends on while [`WINDOW`] of its entries are unanswered, as a busy socket would.

use std::collections::VecDeque;
use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rapport_store::writer::CHAIN_START;
use rapport_store::{
    Done, Entrance, EntryWriter, MemberChange, NewDevice, NewEntry, NewRecord, NewSpace, Outcome, SignUp,
    Store,
};
use rapport_wire::account::Recovery;
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, Bytes, DeviceId, EntryId, InvitationId, Role, SpaceId, Timestamp};
use tokio::sync::Semaphore;

/// Entries of one writer that are unanswered at once.
const WINDOW: usize = 8;
/// Sealed bytes of an entry: a short message, padded.
const BODY_BYTES: usize = 512;
/// Header and signature.
const HEAD_BYTES: usize = 300;
/// Whether entry ids rise with time, or are spread at random as clients choose them.
const ORDERED_IDS: bool = false;
/// Clock ticks a second in /proc (`getconf CLK_TCK`, 100 on every Linux there is).
const TICKS: f64 = 100.0;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = format!("entries-{}.db", std::process::id());
    let url = arguments.next().filter(|url| !url.is_empty()).unwrap_or_else(|| file.clone());
    let writers: usize = arguments.next().map_or(Ok(100), |text| text.parse())?;
    let entries: usize = arguments.next().map_or(Ok(200_000), |text| text.parse())?;

    let store = Store::open(&url, now(0)).await?;
    let owner = sign_up_owner(&store).await?;
    let mut spaces = Vec::new();
    for number in 0..writers {
        spaces.push(make_space(&store, owner, number).await?);
    }
    measure(store.clone(), owner, spaces, entries).await?;
    store.close().await?;
    for end in ["", "-wal", "-shm"] {
        std::fs::remove_file(format!("{file}{end}")).ok();
    }
    Ok(())
}

struct Tag {
    window: Arc<Semaphore>,
    sent: Instant,
}

async fn measure(
    store: Store,
    owner: AccountId,
    spaces: Vec<SpaceId>,
    entries: usize,
) -> Result<(), Box<dyn Error>> {
    let (report, reports) = std::sync::mpsc::channel();
    let done = move |batch: Vec<Done<Tag>>| {
        let waits: VecDeque<Duration> = batch.iter().map(|done| done.tag.sent.elapsed()).collect();
        let accepted = batch.iter().filter(|done| matches!(done.outcome, Outcome::Accepted { .. })).count();
        for done in &batch {
            done.tag.window.add_permits(1);
        }
        report.send((accepted, waits)).ok();
    };
    let (writer, handle) = EntryWriter::start(store, done);
    let (begun, cpu) = (Instant::now(), cpu_seconds());
    let each = entries / spaces.len();
    let people = spaces.into_iter().map(|space| tokio::spawn(write(writer.clone(), owner, space, each)));
    for person in people.collect::<Vec<_>>() {
        person.await?;
    }
    drop(writer);
    handle.await?;
    let took = begun.elapsed().as_secs_f64();
    let [own, kernel] = cpu_seconds();
    let [own, kernel] = [own - cpu[0], kernel - cpu[1]];

    let (mut accepted, mut batches, mut waits) = (0, 0, Vec::new());
    for (count, times) in reports {
        accepted += count;
        batches += 1;
        waits.extend(times);
    }
    waits.sort_unstable();
    let at = |share: f64| waits[((waits.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!("entries            {accepted}");
    println!("entries_per_second {:.0}", accepted as f64 / took);
    let each = |seconds: f64| seconds * 1e6 / accepted as f64;
    println!("cpu_us_per_entry   {:.1} ({:.1} in the kernel)", each(own + kernel), each(kernel));
    println!("entries_per_commit {:.0}", accepted as f64 / f64::from(batches));
    println!("p50_ms {:.1}  p99_ms {:.1}", at(0.5), at(0.99));
    Ok(())
}

async fn write(writer: EntryWriter<Tag>, author: AccountId, space: SpaceId, count: usize) {
    let window = Arc::new(Semaphore::new(WINDOW));
    let (head, body) = (Bytes::from(vec![7; HEAD_BYTES]), Bytes::from(vec![9; BODY_BYTES]));
    let mut prev = CHAIN_START;
    for seq in 1..=count as u64 {
        let Ok(permit) = window.acquire().await else { return };
        permit.forget();
        let hash = mixed(seq, space.as_bytes()[0]);
        let mut id = [0; 16];
        let number = if ORDERED_IDS { seq } else { seq.wrapping_mul(0x9e37_79b9_7f4a_7c15) };
        id[..8].copy_from_slice(&number.to_be_bytes());
        let entry = NewEntry {
            space,
            author,
            entry_id: EntryId::from_bytes(id),
            seq,
            prev,
            hash,
            log_head: *space.as_bytes(),
            head: head.clone(),
            body: body.clone(),
            received_at: now(1),
        };
        prev = hash;
        let tag = Tag { window: window.clone(), sent: Instant::now() };
        if writer.send(tag, entry).await.is_err() {
            return;
        }
    }
}

/// Bytes that look like a hash, cheaply: what is measured is the store.
fn mixed(number: u64, salt: u8) -> [u8; 32] {
    let mut bytes = [salt; 32];
    bytes[..8].copy_from_slice(&number.wrapping_mul(0xd6e8_feb8_6659_fd93).to_be_bytes());
    bytes[8..16].copy_from_slice(&number.to_be_bytes());
    bytes
}

async fn sign_up_owner(store: &Store) -> Result<AccountId, Box<dyn Error>> {
    let owner = AccountId::from_bytes([1; 16]);
    let link = InvitationId::from_bytes([1; 16]);
    store.create_owner_invitation(link, &[1; 32], now(1_000_000), now(0)).await?;
    let entrance = Entrance::Genesis(space(owner, [1; 32], SpaceKind::Practice));
    let device = NewDevice {
        id: DeviceId::from_bytes([1; 16]),
        token_hash: [1; 32],
        device_key: [1; 32],
        label: "bench".to_owned(),
        at: now(0),
    };
    let recovery = Recovery { verify_key: Bytes::default(), keyring: Bytes::default() };
    let sign_up = SignUp {
        account: owner,
        handle: "owner".to_owned(),
        opaque_record: Bytes::default(),
        identity: Bytes::default(),
        keyring: Bytes::default(),
        recovery,
        device,
        token_hash: [1; 32],
        entrance,
        now: now(0),
    };
    store.sign_up(sign_up).await?;
    Ok(owner)
}

async fn make_space(store: &Store, owner: AccountId, number: usize) -> Result<SpaceId, Box<dyn Error>> {
    let new = space(owner, mixed(number as u64 + 1, 2), SpaceKind::Care);
    let id = new.id;
    store.create_space(new).await?;
    Ok(id)
}

fn space(owner: AccountId, id: [u8; 32], kind: SpaceKind) -> NewSpace {
    let genesis = NewRecord {
        index: 0,
        hash: id,
        record: Bytes::default(),
        wraps: None,
        changes: vec![MemberChange::Enter { account: owner, role: Role::Owner }],
        received_at: now(0),
    };
    NewSpace { id: SpaceId::from_bytes(id), kind, genesis }
}

fn now(seconds: i64) -> Timestamp {
    Timestamp::from_millis(1_760_000_000_000).plus_seconds(seconds)
}

/// Processor time of this process so far, in its own code and in the kernel's.
fn cpu_seconds() -> [f64; 2] {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let mut ticks = after_name.split_whitespace().skip(11).filter_map(|text| text.parse::<f64>().ok());
    [(); 2].map(|()| ticks.next().unwrap_or(0.0) / TICKS)
}
