//! What page and worker say to each other, as bytes.

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// Which way frames go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// Out: one's own.
    Seal,
    /// In: somebody else's.
    Open,
}

/// What a transformer carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Route {
    /// Out or in.
    pub(crate) way: Way,
    /// Pictures (VP8) or sound (Opus).
    pub(crate) video: bool,
    /// Whose frames these are; 0 for one's own.
    pub(crate) participant: u32,
}

/// From the page.
#[derive(Serialize, Deserialize)]
pub(crate) enum Order {
    /// Seal one medium with this key from now on.
    Seal {
        /// Pictures or sound.
        video: bool,
        /// Number of the key; rises.
        generation: u64,
        /// The key.
        key: [u8; 32],
    },
    /// A key that opens one medium of somebody's.
    Open {
        /// Whose.
        participant: u32,
        /// Pictures or sound.
        video: bool,
        /// Number of the key.
        generation: u64,
        /// The key.
        key: [u8; 32],
    },
    /// Another call, or another place in it: every key of before is void.
    Anew,
    /// Somebody left: forget their keys.
    Forget {
        /// Who.
        participant: u32,
    },
}

impl Order {
    /// The message.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// From a message.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}

impl Drop for Order {
    fn drop(&mut self) {
        match self {
            Self::Seal { key, .. } | Self::Open { key, .. } => key.zeroize(),
            Self::Anew | Self::Forget { .. } => {}
        }
    }
}

/// What the worker has done so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Report {
    /// Frames that left, sealed.
    pub(crate) sealed: u64,
    /// Frames that arrived and were opened.
    pub(crate) opened: u64,
    /// Frames that were dropped: no key, or not what the key sealed.
    pub(crate) refused: u64,
    /// Bytes of the frames that passed.
    pub(crate) bytes: u64,
}

impl Report {
    /// Counts a frame: the length it passed with, or none when it was dropped.
    pub(crate) fn count(&mut self, way: Way, passed: Option<usize>) {
        match (passed, way) {
            (None, _) => self.refused += 1,
            (Some(_), Way::Seal) => self.sealed += 1,
            (Some(_), Way::Open) => self.opened += 1,
        }
        self.bytes += passed.unwrap_or(0) as u64;
    }

    /// All frames seen.
    pub(crate) const fn frames(&self) -> u64 {
        self.sealed + self.opened + self.refused
    }

    /// The message.
    pub(crate) fn to_bytes(self) -> Vec<u8> {
        postcard::to_allocvec(&self).unwrap_or_default()
    }

    /// From a message.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_counts_what_passed_and_what_did_not() {
        let mut report = Report::default();
        report.count(Way::Seal, Some(10));
        report.count(Way::Open, Some(5));
        report.count(Way::Open, None);
        assert_eq!(Report::from_bytes(&report.to_bytes()), Some(report));
        assert_eq!(report, Report { sealed: 1, opened: 1, refused: 1, bytes: 15 });
    }

    #[test]
    fn orders_read_back_and_noise_does_not() {
        let order = Order::Open { participant: 3, video: true, generation: 9, key: [7; 32] };
        match Order::from_bytes(&order.to_bytes()).as_ref() {
            Some(Order::Open { participant: 3, video: true, generation: 9, key }) => {
                assert_eq!(*key, [7; 32]);
            }
            _ => panic!("another order came out"),
        }
        assert!(Order::from_bytes(&[9, 9]).is_none());
    }
}
