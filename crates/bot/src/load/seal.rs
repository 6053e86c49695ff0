//! `rapport-bot bench seal`: what one operation of encryption costs on this machine, one thread.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use rapport_envelope::{Chain, Log};
use rapport_seal::entry::{self, Draft, Place};
use rapport_seal::frame::{Codec, FrameOpener, FrameSealer};
use rapport_seal::opaque::{Passphrase, registration_start};
use rapport_seal::space::{self, Author};
use rapport_seal::{Epochs, Key, SecretIdentity, code};
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, EntryId, Role};
use serde_json::{Map, Value, json};

use crate::chance::System;

/// How long each operation is repeated.
const MEASURE: Duration = Duration::from_millis(400);
/// Clear bytes of the entry that is measured.
const ENTRY_BYTES: usize = 1_024;
/// Bytes of the media frame that is measured: a packet's worth of VP8.
const FRAME_BYTES: usize = 1_100;

/// Measures, prints a table, and writes the figures where xtask reads them.
pub fn run(json: Option<&Path>) -> Result<()> {
    let rows = measure()?;
    let mut figures = Map::new();
    let mut table = Vec::new();
    for (name, micros) in rows {
        println!("{name:<28} {micros:>10.1} µs");
        figures.insert(format!("{name}_us"), json!(micros));
        table.push(json!({ "operation": name, "us": micros }));
    }
    if let Some(file) = json {
        let report: Value = json!({ "figures": figures, "rows": table });
        fs::write(file, serde_json::to_vec_pretty(&report)?)?;
    }
    Ok(())
}

fn measure() -> Result<Vec<(&'static str, f64)>> {
    let rng = &mut System;
    let (me, identity) = (AccountId::from_bytes([1; 16]), SecretIdentity::generate(rng));
    let genesis = space::genesis(SpaceKind::Care, Role::Therapist, me, &identity, rng)?;
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
    let sealed = entry::seal(&author, &epochs, &draft, rng)?;
    let head = chain.clone().append(&log, 1, &sealed.head, Some(&sealed.body))?;
    let passphrase = Passphrase::new("seven quiet herons");
    let frame = vec![0; FRAME_BYTES];

    let mut rows = vec![
        ("entry_seal_and_sign", timed(|| entry::seal(&author, &epochs, &draft, &mut System))),
        ("entry_verify", timed(|| chain.clone().append(&log, 1, &sealed.head, Some(&sealed.body)))),
        ("entry_open", timed(|| entry::open(&epochs, &head, &sealed.body))),
        ("epoch_wrap_for_one", timed(|| space::rotate(&author, &epochs, &mut System))),
        ("epoch_unwrap", timed(|| Epochs::default().learn(&log, &wraps, me, &identity))),
        ("identity_generate", timed(|| SecretIdentity::generate(&mut System))),
        ("six_words", timed(|| code::words(&identity.public()))),
        ("opaque_start", timed(|| registration_start(&passphrase, &mut System))),
        ("passphrase_stretch", timed(stretch)),
    ];
    rows.extend(frames(&frame)?);
    Ok(rows)
}

/// Argon2id with the parameters of the suite, as OPAQUE's finish runs it.
fn stretch() -> Option<Vec<u8>> {
    use argon2::{Algorithm, Argon2, Params, Version};
    use rapport_seal::opaque::{ARGON2_LANES, ARGON2_MEMORY_KIB, ARGON2_PASSES};
    let params = Params::new(ARGON2_MEMORY_KIB, ARGON2_PASSES, ARGON2_LANES, Some(64)).ok()?;
    let mut out = vec![0; 64];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into(&[7; 64], &[0; 16], &mut out).ok()?;
    Some(out)
}

fn frames(frame: &[u8]) -> Result<Vec<(&'static str, f64)>> {
    let key = Key::from_bytes([3; 32]);
    let (mut sealer, mut opener) = (FrameSealer::new(1, &key)?, FrameOpener::default());
    opener.add(1, &key)?;
    let mut out = Vec::new();
    let seal = timed(|| sealer.seal(Codec::Vp8, frame, &mut out));
    // Each frame opens once, so as many are sealed first as will be opened.
    let mut ready = Vec::new();
    for _ in 0..20_000 {
        let mut one = Vec::new();
        sealer.seal(Codec::Vp8, frame, &mut one)?;
        ready.push(one);
    }
    let began = Instant::now();
    for one in &ready {
        opener.open(Codec::Vp8, one, &mut out)?;
    }
    let open = began.elapsed().as_secs_f64() * 1e6 / ready.len() as f64;
    Ok(vec![("frame_seal", seal), ("frame_open", open)])
}

/// Mean microseconds of one run.
fn timed<T>(mut run: impl FnMut() -> T) -> f64 {
    black_box(run());
    let (began, mut count) = (Instant::now(), 0_u32);
    while began.elapsed() < MEASURE || count < 3 {
        black_box(run());
        count += 1;
    }
    began.elapsed().as_secs_f64() * 1e6 / f64::from(count)
}
