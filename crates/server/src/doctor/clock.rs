//! Whether the clock can be right.

use rapport_wire::Timestamp;

use super::Finding;

/// 2026-01-01: this software is younger than that.
const EARLIEST: Timestamp = Timestamp::from_millis(1_767_225_600_000);
/// 2100-01-01.
const LATEST: Timestamp = Timestamp::from_millis(4_102_444_800_000);

pub(super) fn look(now: Timestamp) -> Finding {
    if now < EARLIEST || now > LATEST {
        return Finding::bad(
            "clock",
            "the date is impossible: set it, or sign-ins, invitations and certificates will not work",
        );
    }
    match is_kept() {
        Some(false) => Finding::soon("clock", "the system says that no time server keeps it: start one"),
        _ => Finding::good("clock", "possible"),
    }
}

/// Whether the kernel's clock is kept by a time server, where that can be told.
fn is_kept() -> Option<bool> {
    // systemd-timesyncd and chrony's unit both make this file once the clock has been set.
    let systemd = std::path::Path::new("/run/systemd/timesync");
    systemd.exists().then(|| systemd.join("synchronized").exists())
}
