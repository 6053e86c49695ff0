//! The network: each person's link delays, loses, reorders and narrows both ways.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rapport_sfu::Transport;

/// Bytes between two addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Datagram {
    pub(crate) transport: Transport,
    pub(crate) from: SocketAddr,
    pub(crate) to: SocketAddr,
    pub(crate) payload: Vec<u8>,
}

/// One person's connection to the network.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub(crate) delay: Duration,
    /// Of a thousand datagrams, how many are lost.
    pub(crate) loss: u64,
    /// Up to this much later, at random: more than the distance of packets reorders them.
    pub(crate) jitter: Duration,
    /// What the link carries towards the person; queues up to 300 ms, then drops.
    pub(crate) down_bps: Option<u64>,
}

impl Link {
    pub(crate) const GOOD: Self =
        Self { delay: Duration::from_millis(15), loss: 0, jitter: Duration::ZERO, down_bps: None };
}

/// The network and what is under way in it.
pub(crate) struct Wire {
    links: HashMap<SocketAddr, Link>,
    free_at: HashMap<SocketAddr, Instant>,
    under_way: BinaryHeap<Reverse<(Instant, u64)>>,
    datagrams: HashMap<u64, Datagram>,
    sent: u64,
    dice: u64,
}

impl Wire {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            links: HashMap::new(),
            free_at: HashMap::new(),
            under_way: BinaryHeap::new(),
            datagrams: HashMap::new(),
            sent: 0,
            dice: seed,
        }
    }

    pub(crate) fn set_link(&mut self, address: SocketAddr, link: Link) {
        self.links.insert(address, link);
    }

    pub(crate) fn due(&self) -> Option<Instant> {
        self.under_way.peek().map(|Reverse((at, _))| *at)
    }

    pub(crate) fn send(&mut self, datagram: Datagram, now: Instant) {
        let (link, downwards) = match self.links.get(&datagram.to) {
            Some(link) => (*link, true),
            None => (self.links.get(&datagram.from).copied().unwrap_or(Link::GOOD), false),
        };
        if self.roll() % 1000 < link.loss {
            return;
        }
        let mut at = now;
        if let Some(bps) = link.down_bps.filter(|_| downwards) {
            let free = self.free_at.entry(datagram.to).or_insert(now);
            let start = (*free).max(now);
            if start - now > Duration::from_millis(300) {
                return;
            }
            let bits = (datagram.payload.len() as u64 + 28) * 8;
            *free = start + Duration::from_micros(bits * 1_000_000 / bps);
            at = *free;
        }
        at += link.delay + link.jitter.mul_f64((self.roll() % 1000) as f64 / 1000.0);
        self.sent += 1;
        self.under_way.push(Reverse((at, self.sent)));
        self.datagrams.insert(self.sent, datagram);
    }

    pub(crate) fn arrived(&mut self, now: Instant) -> Option<Datagram> {
        self.due().filter(|at| *at <= now)?;
        let Reverse((_, number)) = self.under_way.pop()?;
        self.datagrams.remove(&number)
    }

    /// splitmix64: the dice of this world.
    fn roll(&mut self) -> u64 {
        self.dice = self.dice.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.dice;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}
