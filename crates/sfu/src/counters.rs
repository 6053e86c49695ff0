//! How much went through. No names, no addresses: these become public metrics.

/// Totals since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Datagrams handed in.
    pub datagrams_in: u64,
    /// Of these, datagrams that belonged to nobody or made no sense.
    pub datagrams_ignored: u64,
    /// Media packets taken from participants.
    pub packets_in: u64,
    /// Media packets sent on, counted once for each receiver.
    pub packets_forwarded: u64,
    /// Datagrams thrown away because the driver did not poll.
    pub outputs_dropped: u64,
}
