//! How often a door may be knocked at: counted against the account's name and against the address.
//!
//! Invariant: memory is bounded. Keys at rest are forgotten; when all of them are busy, newcomers wait.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use rapport_wire::limits::RATE_KEYS_MAX;
use rapport_wire::{Code, Problem};

use crate::config;
use crate::http::{ClientAddress, Refusal};

/// Seconds to wait when there is no room to count another key.
const CROWDED_SECONDS: u32 = 60;

/// The limits of all doors.
pub(crate) struct Rates {
    addresses: Rate<IpAddr>,
    names: Rate<[u8; 32]>,
}

impl Rates {
    /// As configured.
    pub(crate) fn new(limits: &config::Limits) -> Self {
        Self {
            addresses: Rate::per_minute(limits.knocks_per_minute),
            names: Rate::per_minute(limits.sign_ins_per_minute),
        }
    }

    /// Counts an attempt against the address it comes from.
    pub(crate) fn knock(&self, from: ClientAddress) -> Result<(), Refusal> {
        self.addresses.count(&crate::http::holder(from.0))
    }

    /// Counts an attempt against a name, known here by its hash alone.
    pub(crate) fn name(&self, hash: [u8; 32]) -> Result<(), Refusal> {
        self.names.count(&hash)
    }
}

struct Rate<K: Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
}

impl<K: Hash + Eq + Clone> Rate<K> {
    fn per_minute(times: u32) -> Self {
        let times = NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN);
        Self { limiter: RateLimiter::keyed(Quota::per_minute(times)) }
    }

    fn count(&self, key: &K) -> Result<(), Refusal> {
        if self.limiter.len() >= RATE_KEYS_MAX {
            self.limiter.retain_recent();
            if self.limiter.len() >= RATE_KEYS_MAX {
                return Err(slow_down(CROWDED_SECONDS));
            }
        }
        self.limiter.check_key(key).map_err(|not_until| {
            let wait = not_until.wait_time_from(DefaultClock::default().now());
            slow_down(u32::try_from(wait.as_secs()).unwrap_or(CROWDED_SECONDS).saturating_add(1))
        })
    }
}

fn slow_down(seconds: u32) -> Refusal {
    Problem { retry_after_seconds: Some(seconds), ..Problem::new(Code::SlowDown) }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates() -> Rates {
        Rates::new(&config::Limits { knocks_per_minute: 3, sign_ins_per_minute: 2 })
    }

    #[test]
    fn one_name_is_slowed_and_another_is_not() {
        let rates = rates();
        assert!(rates.name([1; 32]).is_ok() && rates.name([1; 32]).is_ok());
        let Err(Refusal::Problem(problem)) = rates.name([1; 32]) else { panic!("let through") };
        assert_eq!(problem.code, Code::SlowDown);
        assert!((1..=31).contains(&problem.retry_after_seconds.unwrap()));
        assert!(rates.name([2; 32]).is_ok());
    }

    #[test]
    fn a_flood_of_names_takes_bounded_room() {
        let rates = rates();
        for i in 0..=RATE_KEYS_MAX as u64 {
            let mut hash = [0; 32];
            hash[..8].copy_from_slice(&i.to_be_bytes());
            let _ = rates.name(hash);
        }
        assert!(rates.names.limiter.len() <= RATE_KEYS_MAX);
    }

    #[test]
    fn neighbours_in_one_ipv6_network_share_a_count() {
        let rates = rates();
        for i in 0..3 {
            assert!(rates.knock(ClientAddress(format!("2001:db8::{i}").parse().unwrap())).is_ok());
        }
        assert!(rates.knock(ClientAddress("2001:db8::9".parse().unwrap())).is_err());
    }
}
