//! Entries, epochs, frames, passphrases.

use argon2::{Algorithm, Argon2, Params, Version};
use getrandom::SysRng;
use rand_core::UnwrapErr;
use rapport_envelope::{Chain, Log};
use rapport_seal::entry::{self, Draft, Place};
use rapport_seal::frame::{Codec, FrameOpener, FrameSealer};
use rapport_seal::opaque::{ARGON2_LANES, ARGON2_MEMORY_KIB, ARGON2_PASSES, Passphrase, registration_start};
use rapport_seal::space::{self, Author};
use rapport_seal::{Epochs, Key, SecretIdentity, code};
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, EntryId, Role};

use crate::stopwatch::Stopwatch;
use crate::{Fault, Row};

/// Clear bytes of the entry that is measured.
const ENTRY_BYTES: usize = 1_024;
/// Bytes of the media frame that is measured: a packet's worth of VP8.
const FRAME_BYTES: usize = 1_100;
/// Frames that are opened, once each, since a frame opens once.
const FRAMES: usize = 10_000;

/// Times every operation, each for `each_ms`. `clock` gives milliseconds from any beginning.
///
/// # Errors
/// An operation refused what another had made.
pub fn seal(clock: impl FnMut() -> f64, each_ms: f64) -> Result<Vec<Row>, Fault> {
    let mut watch = Stopwatch::new(clock, each_ms);
    let mut rows = entries(&mut watch)?;
    rows.extend(passphrases(&mut watch)?);
    rows.extend(frames(&mut watch)?);
    Ok(rows)
}

fn chance() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

fn entries(watch: &mut Stopwatch<impl FnMut() -> f64>) -> Result<Vec<Row>, Fault> {
    let (me, identity) = (AccountId::from_bytes([1; 16]), SecretIdentity::generate(&mut chance()));
    let genesis = space::genesis(SpaceKind::Care, Role::Therapist, me, &identity, &mut chance())?;
    let wraps = genesis.wraps.clone().unwrap_or_default();
    let id = Log::space_of(&genesis.record);
    let log = Log::begin(id, &genesis.record, Some(&wraps))?;
    let mut epochs = Epochs::default();
    epochs.learn(&log, &wraps, me, &identity)?;
    let chain = Chain::new(id);
    let author = Author { log: &log, account: me, identity: &identity };
    let content = vec![7; ENTRY_BYTES];
    let place = Place::next(&chain, me);
    let draft = Draft { id: EntryId::from_bytes([2; 16]), urgent: false, place, content: &content };
    let sealed = entry::seal(&author, &epochs, &draft, &mut chance())?;
    let append = || chain.clone().append(&log, 1, &sealed.head, Some(&sealed.body));
    let head = append()?;
    let row = |operation, micros| Row { operation, micros };
    Ok(vec![
        row("entry_seal_and_sign", watch.time(|| entry::seal(&author, &epochs, &draft, &mut chance()))),
        row("entry_verify", watch.time(append)),
        row("entry_open", watch.time(|| entry::open(&epochs, &head, &sealed.body))),
        row("epoch_wrap_for_one", watch.time(|| space::rotate(&author, &epochs, &mut chance()))),
        row("epoch_unwrap", watch.time(|| Epochs::default().learn(&log, &wraps, me, &identity))),
        row("identity_generate", watch.time(|| SecretIdentity::generate(&mut chance()))),
        row("six_words", watch.time(|| code::words(&identity.public()))),
    ])
}

fn passphrases(watch: &mut Stopwatch<impl FnMut() -> f64>) -> Result<Vec<Row>, Fault> {
    let passphrase = Passphrase::new("seven quiet herons");
    // As OPAQUE's finish runs it.
    let params = Params::new(ARGON2_MEMORY_KIB, ARGON2_PASSES, ARGON2_LANES, Some(64));
    let params = params.map_err(|error| error.to_string())?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut out = [0; 64];
    Ok(vec![
        Row {
            operation: "opaque_start",
            micros: watch.time(|| registration_start(&passphrase, &mut chance())),
        },
        Row {
            operation: "passphrase_stretch",
            micros: watch.time(|| argon2.hash_password_into(&[7; 64], &[0; 16], &mut out)),
        },
    ])
}

fn frames(watch: &mut Stopwatch<impl FnMut() -> f64>) -> Result<Vec<Row>, Fault> {
    let key = Key::from_bytes([3; 32]);
    let (mut sealer, mut opener) = (FrameSealer::new(1, &key)?, FrameOpener::default());
    opener.add(1, &key)?;
    let frame = vec![0; FRAME_BYTES];
    let mut out = Vec::new();
    let seal = watch.time(|| sealer.seal(Codec::Vp8, &frame, &mut out));
    let mut ready = Vec::new();
    for _ in 0..FRAMES {
        let mut one = Vec::new();
        sealer.seal(Codec::Vp8, &frame, &mut one)?;
        ready.push(one);
    }
    let mut refused = 0_usize;
    let open = watch.time_once(&ready, |one| {
        refused += usize::from(opener.open(Codec::Vp8, one, &mut out).is_err());
    });
    if refused > 0 {
        return Err(format!("{refused} frames did not open").into());
    }
    Ok(vec![Row { operation: "frame_seal", micros: seal }, Row { operation: "frame_open", micros: open }])
}
