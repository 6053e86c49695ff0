//! The server's media module in a process of its own, signalled by lines of JSON.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use rapport_media::{MediaConfig, MediaEvent, MediaHandle, start};
use rapport_wire::ParticipantId;
use rapport_wire::call::{Quality, Track};
use serde::{Deserialize, Serialize};

use rapport_media::sfu::{RoomId, Seat, Signal};

/// The one room of the bench.
const ROOM: RoomId = RoomId(1);

/// To the host.
#[derive(Debug, Serialize, Deserialize)]
pub enum Ask {
    /// Somebody joins.
    Join(ParticipantId, String),
    /// Somebody answers.
    Answer(ParticipantId, String),
    /// How many packets were forwarded?
    Count,
}

/// From the host.
#[derive(Debug, Serialize, Deserialize)]
pub enum Tell {
    /// The answer to an offer.
    Answer(ParticipantId, String),
    /// An offer to be answered.
    Offer(ParticipantId, String, Vec<Track>),
    /// What somebody's connection carries.
    Quality(ParticipantId, Quality),
    /// Something went wrong.
    Trouble(String),
    /// Packets forwarded, and datagrams thrown away.
    Count {
        /// Sent on, once for each receiver.
        forwarded: u64,
        /// Could not be sent.
        dropped: u64,
    },
}

/// The child: runs until its input ends.
pub fn run() -> Result<()> {
    let config = MediaConfig {
        bind: "127.0.0.1:0".parse()?,
        advertised: vec!["127.0.0.1".parse()?],
        advertised_tcp: Vec::new(),
    };
    let (media, mut events) = start(&config)?;
    let teller = std::thread::spawn(move || {
        while let Some(event) = events.blocking_recv() {
            if let Some(told) = told(event) {
                tell(&told);
            }
        }
    });
    for line in std::io::stdin().lock().lines() {
        obey(&media, serde_json::from_str(&line?)?)?;
    }
    drop(media);
    drop(teller.join());
    Ok(())
}

fn obey(media: &MediaHandle, ask: Ask) -> Result<()> {
    let seat = |participant| Seat { room: ROOM, participant };
    match ask {
        Ask::Join(who, offer) => media.join(seat(who), offer)?,
        Ask::Answer(who, answer) => media.answer(seat(who), answer)?,
        Ask::Count => {
            let counters = media.counters();
            tell(&Tell::Count { forwarded: counters.packets_forwarded, dropped: counters.outputs_dropped });
        }
    }
    Ok(())
}

fn told(event: MediaEvent) -> Option<Tell> {
    match event {
        MediaEvent::Refused { error, .. } => Some(Tell::Trouble(error.to_string())),
        MediaEvent::Signal { seat, signal } => match signal {
            Signal::Answer { sdp } => Some(Tell::Answer(seat.participant, sdp)),
            Signal::Offer { sdp, tracks } => Some(Tell::Offer(seat.participant, sdp, tracks)),
            Signal::Quality(quality) => Some(Tell::Quality(seat.participant, quality)),
            Signal::Closed(reason) => Some(Tell::Trouble(format!("somebody was removed: {reason:?}"))),
            Signal::Connected | Signal::Interrupted => None,
        },
    }
}

fn tell(told: &Tell) {
    if let Ok(line) = serde_json::to_string(told) {
        println!("{line}");
    }
}

/// The parent's end.
pub struct Client {
    child: Child,
    input: Option<ChildStdin>,
    told: Receiver<Tell>,
}

impl Client {
    /// Starts the host on the first core.
    pub fn start() -> Result<Self> {
        let program = std::env::current_exe()?;
        let mut pinned = Command::new("taskset");
        pinned.args(["-c", "0"]).arg(&program).arg("sfu-host");
        let mut free = Command::new(&program);
        free.arg("sfu-host");
        let mut child = spawn(&mut pinned).or_else(|_| spawn(&mut free)).context("starting the host")?;
        let input = child.stdin.take();
        let output = child.stdout.take().context("the host's output")?;
        let (sender, told) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let Ok(tell) = serde_json::from_str(&line) else { return };
                if sender.send(tell).is_err() {
                    return;
                }
            }
        });
        Ok(Self { child, input, told })
    }

    /// The host's process (taskset becomes it).
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks.
    pub fn ask(&mut self, ask: &Ask) -> Result<()> {
        let input = self.input.as_mut().context("the host was stopped")?;
        let mut line = serde_json::to_vec(ask)?;
        line.push(b'\n');
        input.write_all(&line)?;
        Ok(())
    }

    /// What it told meanwhile.
    pub fn told(&self) -> Option<Tell> {
        self.told.try_recv().ok()
    }

    /// Packets forwarded so far, up to a second ago.
    pub fn count(&mut self) -> Result<(u64, u64)> {
        self.ask(&Ask::Count)?;
        loop {
            match self.told.recv_timeout(Duration::from_secs(10)) {
                Ok(Tell::Count { forwarded, dropped }) => return Ok((forwarded, dropped)),
                Ok(_) => {}
                Err(_) => bail!("the host does not answer"),
            }
        }
    }

    /// Ends it.
    pub fn stop(mut self) -> Result<()> {
        drop(self.input.take());
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(command: &mut Command) -> std::io::Result<Child> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()
}
