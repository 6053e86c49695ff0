//! The timed part: bare sockets, a window of unanswered entries each, readers on the other side.

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use rapport_client::platform::{Platform as _, Socket};
use rapport_wire::limits::ACCOUNT_SOCKETS_MAX;
use rapport_wire::socket::{Down, Up, VERSION, decode, encode};
use rapport_wire::{EntryId, SpaceId};
use serde_json::{Value, json};
use tokio::task::spawn_local;

use super::prepare::{Owner, WriterLine};
use super::serve::Host;
use crate::person::Person;

/// Where an entry's id stands in its head: version, class, flags, space, epoch, author before it.
const ID_AT: usize = 3 + 32 + 4 + 16;
/// Sockets that the reader spreads the spaces over.
const READERS: usize = ACCOUNT_SOCKETS_MAX - 2;
/// How long the last answers are waited for.
const DRAIN: Duration = Duration::from_secs(10);

/// What was measured in one row.
#[derive(Debug, Clone)]
pub(super) struct Figures {
    pub(super) writers: usize,
    acknowledged: usize,
    seconds: f64,
    cpu_us_per_entry: f64,
    p50_ms: f64,
    p99_ms: f64,
    ack_p99_ms: f64,
}

/// Shared by writers and readers of one thread.
struct Clocks {
    sent: RefCell<HashMap<EntryId, Instant>>,
    arrived: RefCell<Vec<f32>>,
    acknowledged: RefCell<Vec<f32>>,
    end: Instant,
}

/// Lets everybody write for `time`.
pub(super) async fn drive(
    host: &Host,
    owner: &Owner,
    lines: Vec<WriterLine>,
    window: usize,
    time: Duration,
) -> Result<Figures> {
    let writers = lines.len();
    let mut sockets = Vec::new();
    for line in lines {
        sockets.push((open(&line.person).await?, line));
    }
    let mut readers = Vec::new();
    for number in 0..READERS.min(writers) {
        let socket = open(&owner.person).await?;
        for (_, line) in sockets.iter().skip(number).step_by(READERS) {
            follow(&*socket, line.space, line.after).await?;
        }
        readers.push(socket);
    }
    let (cpu_before, began) = (host.cpu_time()?, Instant::now());
    let clocks = Rc::new(Clocks {
        sent: RefCell::default(),
        arrived: RefCell::default(),
        acknowledged: RefCell::default(),
        end: began + time,
    });
    for socket in readers {
        spawn_local(read(socket, Rc::clone(&clocks)));
    }
    let writing: Vec<_> = sockets
        .into_iter()
        .map(|(socket, line)| spawn_local(write(socket, line, window, Rc::clone(&clocks))))
        .collect();
    for task in writing {
        task.await??;
    }
    let (seconds, cpu) = (began.elapsed().as_secs_f64(), host.cpu_time()?.saturating_sub(cpu_before));
    let (mut answers, mut arrived) = (clocks.acknowledged.take(), clocks.arrived.take());
    let acknowledged = answers.len();
    if acknowledged == 0 {
        bail!("nothing was acknowledged");
    }
    Ok(Figures {
        writers,
        acknowledged,
        seconds,
        cpu_us_per_entry: cpu.as_secs_f64() * 1e6 / acknowledged as f64,
        p50_ms: percentile(&mut arrived, 0.50),
        p99_ms: percentile(&mut arrived, 0.99),
        ack_p99_ms: percentile(&mut answers, 0.99),
    })
}

async fn open(person: &Person) -> Result<Box<dyn Socket>> {
    let socket = person.machine.connect().await.context("a socket for the load")?;
    socket.send(encode(&Up::Hello { version: VERSION })).await?;
    match next(&*socket).await? {
        Down::Welcome { .. } => Ok(socket),
        other => bail!("instead of a welcome came {other:?}"),
    }
}

async fn follow(socket: &dyn Socket, space: SpaceId, after: u64) -> Result<()> {
    // The log is known; more records than there are ask for none.
    Ok(socket.send(encode(&Up::Follow { space, log_from: 3, after })).await?)
}

async fn next(socket: &dyn Socket) -> Result<Down> {
    let frame = socket.recv().await.map_err(|closed| anyhow::anyhow!("the socket ended: {closed:?}"))?;
    Ok(decode(&frame)?)
}

/// Sends while there is time, at most `window` unanswered; then waits for the last answers.
async fn write(socket: Box<dyn Socket>, line: WriterLine, window: usize, clocks: Rc<Clocks>) -> Result<()> {
    let mut waiting: VecDeque<Instant> = VecDeque::new();
    let mut entries = line.entries.into_iter().zip(1_u32..);
    loop {
        while waiting.len() < window && Instant::now() < clocks.end {
            let Some(((id, sealed), reference)) = entries.next() else { break };
            let (head, body) = (sealed.head.into(), sealed.body.into());
            let frame = encode(&Up::Send { reference, space: line.space, head, body });
            let now = Instant::now();
            clocks.sent.borrow_mut().insert(id, now);
            waiting.push_back(now);
            socket.send(frame).await?;
        }
        let Some(sent) = waiting.front().copied() else { return Ok(()) };
        match tokio::time::timeout(DRAIN, next(&*socket)).await?? {
            Down::Accepted { .. } => {
                waiting.pop_front();
                clocks.acknowledged.borrow_mut().push(millis(sent));
            }
            Down::Refused { code, .. } => bail!("refused: {}", code.as_str()),
            _ => {}
        }
    }
}

/// Notes when each entry arrives.
async fn read(socket: Box<dyn Socket>, clocks: Rc<Clocks>) -> Result<()> {
    let mut behind: HashMap<SpaceId, u64> = HashMap::new();
    loop {
        let Down::Entries { space, entries, more } = next(&*socket).await? else { continue };
        for entry in entries {
            let id = entry.head.get(ID_AT..ID_AT + EntryId::LEN).and_then(|id| EntryId::from_slice(id).ok());
            let sent = id.and_then(|id| clocks.sent.borrow_mut().remove(&id));
            if let Some(sent) = sent {
                clocks.arrived.borrow_mut().push(millis(sent));
            }
            behind.insert(space, entry.position);
        }
        if more {
            let after = behind.get(&space).copied().unwrap_or(0);
            socket.send(encode(&Up::Page { space, after })).await?;
        }
    }
}

fn millis(since: Instant) -> f32 {
    since.elapsed().as_secs_f32() * 1_000.0
}

fn percentile(samples: &mut [f32], part: f64) -> f64 {
    if samples.is_empty() {
        return 0.0;
    }
    let at = ((samples.len() - 1) as f64 * part).round() as usize;
    f64::from(*samples.select_nth_unstable_by(at, f32::total_cmp).1)
}

impl Figures {
    pub(super) fn named(&self) -> Vec<(&'static str, f64)> {
        vec![
            ("entries_per_second", self.acknowledged as f64 / self.seconds),
            ("p50_ms", self.p50_ms),
            ("p99_ms", self.p99_ms),
            ("acknowledged_p99_ms", self.ack_p99_ms),
            ("cpu_us_per_entry", self.cpu_us_per_entry),
        ]
    }

    pub(super) fn row(&self) -> Value {
        let mut row = serde_json::Map::from_iter([("writers".to_owned(), json!(self.writers))]);
        row.extend(self.named().into_iter().map(|(name, value)| (name.to_owned(), json!(value))));
        Value::Object(row)
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:>4} writers  {:>8.0} entries/s  p50 {:>6.1} ms  p99 {:>6.1} ms  {:>6.1} µs CPU/entry",
            self.writers,
            self.acknowledged as f64 / self.seconds,
            self.p50_ms,
            self.p99_ms,
            self.cpu_us_per_entry
        )
    }
}
