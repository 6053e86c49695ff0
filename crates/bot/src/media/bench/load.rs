//! A room full of people who look at their watches.

use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use rapport_wire::ParticipantId;
use rapport_wire::call::{Media, Quality};

use super::figures::{Figures, percentile_ms};
use super::host::{Ask, Client, Tell};
use super::machine;
use crate::media::participant::Frames;
use crate::media::room::Room;

/// Joining a room of fifteen on a busy machine.
const JOIN_TIME_MAX: Duration = Duration::from_mins(1);
/// Frames under way when the measurement ends may still arrive.
const GRACE: Duration = Duration::from_secs(1);
/// A frame's time stands behind the bytes that stay clear.
const STAMP_BYTES: usize = 8;

/// What a watch saw.
#[derive(Clone, Copy, Debug)]
enum Seen {
    Sent(Instant),
    Received { sent: Instant, latency: Duration },
}

/// Puts the time into each frame instead of sealing it.
struct Stamp {
    start: Instant,
    seen: Sender<Seen>,
}

impl Frames for Stamp {
    fn seal(&mut self, media: Media, frame: &[u8], now: Instant) -> Option<Vec<u8>> {
        let clear = clear_bytes(media, frame);
        let mut stamped = Vec::with_capacity(frame.len() + STAMP_BYTES);
        stamped.extend(&frame[..clear]);
        stamped.extend((now - self.start).as_nanos().to_be_bytes().last_chunk::<STAMP_BYTES>()?);
        stamped.extend(&frame[clear..]);
        self.seen.send(Seen::Sent(now)).ok()?;
        Some(stamped)
    }

    fn open(&mut self, _: ParticipantId, media: Media, frame: &[u8], now: Instant) -> Option<Vec<u8>> {
        let stamp = frame.get(clear_bytes(media, frame)..)?.first_chunk::<STAMP_BYTES>()?;
        let sent = self.start + Duration::from_nanos(u64::from_be_bytes(*stamp));
        self.seen.send(Seen::Received { sent, latency: now.saturating_duration_since(sent) }).ok()?;
        Some(Vec::new())
    }
}

/// What frame encryption leaves clear.
fn clear_bytes(media: Media, frame: &[u8]) -> usize {
    match media {
        Media::Audio => 1,
        Media::Video if frame.first().is_some_and(|first| first & 1 == 0) => 10,
        Media::Video => 3,
    }
}

/// Fills a room and measures it.
pub(super) fn measure(host: &mut Client, people: u32, settle: Duration, time: Duration) -> Result<Figures> {
    let start = Instant::now();
    let (sender, seen) = channel();
    let mut crowd = Crowd { room: Room::new()?, voice_only: HashSet::new() };
    for number in 1..=people {
        let id = ParticipantId(number);
        let stamp = Box::new(Stamp { start, seen: sender.clone() });
        let offer = crowd.room.seat(id, IpAddr::V4(Ipv4Addr::LOCALHOST), stamp)?;
        host.ask(&Ask::Join(id, offer))?;
    }
    let join_ms = crowd.until_all_see_all(host, start)?.as_secs_f64() * 1000.0;
    crowd.run(host, settle)?;

    let (forwarded_before, dropped_before) = host.count()?;
    let cpu_before = machine::cpu_time(host.pid())?;
    let from = Instant::now();
    crowd.run(host, time)?;
    let until = Instant::now();
    let cpu = machine::cpu_time(host.pid())?.saturating_sub(cpu_before);
    crowd.run(host, GRACE)?;
    let rss_mib = machine::rss_mib(host.pid())?;
    let (forwarded, dropped) = host.count()?;
    if dropped > dropped_before {
        eprintln!("the server dropped {} datagrams", dropped - dropped_before);
    }
    if !crowd.voice_only.is_empty() {
        eprintln!("{} of {people} connections were held to voices only", crowd.voice_only.len());
    }

    let (sent, mut latencies) = tally(&seen, from, until);
    latencies.sort_unstable();
    // Totals are published once a second and cover the grace as well: scale to the window.
    let counted = (forwarded - forwarded_before) as f64;
    let packets = counted * time.as_secs_f64() / (time + GRACE).as_secs_f64();
    Ok(Figures {
        people,
        cpu_us_per_packet: cpu.as_secs_f64() * 1e6 / packets,
        cpu_percent: cpu.as_secs_f64() / time.as_secs_f64() * 100.0,
        packets_per_second: packets / time.as_secs_f64(),
        p50_ms: percentile_ms(&latencies, 0.5),
        p99_ms: percentile_ms(&latencies, 0.99),
        max_ms: percentile_ms(&latencies, 1.0),
        delivered_percent: latencies.len() as f64 * 100.0 / (sent * u64::from(people - 1)) as f64,
        join_ms,
        rss_mib,
    })
}

/// Frames sent within the window, and the latencies of their arrivals.
fn tally(seen: &Receiver<Seen>, from: Instant, until: Instant) -> (u64, Vec<Duration>) {
    let mut sent = 0;
    let mut latencies = Vec::new();
    for seen in seen.try_iter() {
        match seen {
            Seen::Sent(at) if (from..until).contains(&at) => sent += 1,
            Seen::Received { sent, latency } if (from..until).contains(&sent) => latencies.push(latency),
            _ => {}
        }
    }
    (sent, latencies)
}

/// Everybody in this process.
struct Crowd {
    room: Room,
    voice_only: HashSet<ParticipantId>,
}

impl Crowd {
    fn until_all_see_all(&mut self, host: &mut Client, start: Instant) -> Result<Duration> {
        while start.elapsed() < JOIN_TIME_MAX {
            self.step(host)?;
            let seats = self.room.seats();
            let all = seats.iter().all(|me| {
                seats.iter().filter(|other| other.id != me.id).all(|other| {
                    [Media::Audio, Media::Video]
                        .into_iter()
                        .all(|media| me.participant.received(other.id, media).opened > 0)
                })
            });
            if all {
                return Ok(start.elapsed());
            }
        }
        bail!("not everybody received everybody within {} seconds", JOIN_TIME_MAX.as_secs())
    }

    fn run(&mut self, host: &mut Client, time: Duration) -> Result<()> {
        let until = Instant::now() + time;
        while Instant::now() < until {
            self.step(host)?;
        }
        Ok(())
    }

    fn step(&mut self, host: &mut Client) -> Result<()> {
        self.room.run(Duration::from_millis(5))?;
        while let Some(tell) = host.told() {
            self.hear(host, tell)?;
        }
        Ok(())
    }

    fn hear(&mut self, host: &mut Client, tell: Tell) -> Result<()> {
        let now = Instant::now();
        match tell {
            Tell::Answer(who, sdp) => {
                if let Some(participant) = self.room.participant(who) {
                    participant.answered(&sdp, now)?;
                }
            }
            Tell::Offer(who, sdp, tracks) => {
                if let Some(participant) = self.room.participant(who) {
                    let answer = participant.offered(&sdp, tracks, now)?;
                    host.ask(&Ask::Answer(who, answer))?;
                }
            }
            Tell::Quality(who, Quality::VoiceOnly) => drop(self.voice_only.insert(who)),
            Tell::Trouble(what) => bail!(what),
            Tell::Quality(..) | Tell::Count { .. } => {}
        }
        Ok(())
    }
}
