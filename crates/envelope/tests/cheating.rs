//! What a lying server can do with true bytes: each way is refused, and by its own name.
//!
//! The bytes are those of `docs/vectors/space.json`, whose secrets are not used here.

use proptest::prelude::*;
use rapport_envelope::{
    Act, Chain, ChainError, EntryHead, FormatError, Identity, Log, LogError, Mark, Record, WrapSet,
};
use rapport_wire::{SpaceId, Timestamp};
use serde_json::Value;

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

struct Told {
    space: SpaceId,
    records: Vec<(Vec<u8>, Vec<u8>)>,
    entries: Vec<(Vec<u8>, Vec<u8>)>,
    mark: Vec<u8>,
}

fn told() -> Told {
    let v: Value = serde_json::from_str(include_str!("../../../docs/vectors/space.json")).unwrap();
    let pairs = |list: &str, one: &str, two: &str| {
        v[list].as_array().unwrap().iter().map(|r| (bytes(&r[one]), bytes(&r[two]))).collect()
    };
    Told {
        space: v["space"].as_str().unwrap().parse().unwrap(),
        records: pairs("records", "record", "wraps"),
        entries: pairs("entries", "head", "body"),
        mark: bytes(&v["mark"]["bytes"]),
    }
}

impl Told {
    /// The log up to, and without, the record at `end`.
    fn log(&self, end: usize) -> Log {
        let (genesis, wraps) = &self.records[0];
        let mut log = Log::begin(self.space, genesis, Some(wraps)).unwrap();
        for (record, wraps) in &self.records[1..end] {
            log.append(record, Some(wraps), None).unwrap();
        }
        log
    }

    fn whole_log(&self) -> Log {
        self.log(self.records.len())
    }
}

#[test]
fn a_space_cannot_begin_otherwise() {
    let told = told();
    let (genesis, wraps) = &told.records[0];
    let other = SpaceId::from_bytes([0; 32]);
    assert_eq!(Log::begin(other, genesis, Some(wraps)), Err(LogError::NotThisSpace));
    assert_eq!(Log::begin(told.space, genesis, None), Err(LogError::Wraps));
    let (second, wraps) = &told.records[1];
    assert_eq!(Log::begin(Log::space_of(second), second, Some(wraps)), Err(LogError::NotThisSpace));
}

#[test]
fn records_cannot_be_repeated_dropped_or_given_other_keys() {
    let told = told();
    let (record, wraps) = &told.records[2];
    assert_eq!(told.whole_log().append(record, Some(wraps), None), Err(LogError::Broken));
    assert_eq!(told.log(1).append(record, Some(wraps), None), Err(LogError::Broken));
    assert_eq!(told.log(2).append(record, Some(&told.records[1].1), None), Err(LogError::Wraps));
    assert_eq!(told.log(2).append(record, None, None), Err(LogError::Wraps));
    let late = Some(Timestamp::from_millis(1_000_001));
    assert_eq!(told.log(2).append(record, Some(wraps), late), Err(LogError::Invitation));
    let in_time = Some(Timestamp::from_millis(1_000_000));
    assert_eq!(told.log(2).append(record, Some(wraps), in_time), Ok(()));
}

#[test]
fn a_refused_record_changes_nothing() {
    let told = told();
    let mut log = told.log(2);
    let before = log.clone();
    let (record, _) = &told.records[2];
    log.append(record, None, None).unwrap_err();
    assert_eq!(log, before);
}

#[test]
fn the_log_remembers_its_heads_and_epochs() {
    let log = told().whole_log();
    assert_eq!((log.next_index(), log.epoch()), (4, 3));
    assert_eq!([0, 1, 2, 3].map(|index| log.epoch_at(index)), [1, 1, 2, 3]);
    for index in 0..4 {
        assert_eq!(log.index_of(&log.head_at(index).unwrap()), Some(index));
    }
    assert_eq!(log.head_at(4), None);
    assert_eq!(log.epoch_info(0), None);
}

#[test]
fn entries_cannot_be_moved_repeated_dropped_or_changed() {
    let told = told();
    let log = told.whole_log();
    let [(first, body), (second, other_body)] = &told.entries[..] else { panic!() };
    let mut elsewhere = Chain::new(SpaceId::from_bytes([1; 32]));
    assert_eq!(elsewhere.append(&log, 1, first, Some(body)), Err(ChainError::Moved));
    let mut chain = Chain::new(told.space);
    assert_eq!(chain.append(&log, 2, first, Some(body)), Err(ChainError::Position));
    assert_eq!(chain.append(&log, 1, first, Some(other_body)), Err(ChainError::Body));
    assert_eq!(chain.append(&told.log(3), 1, first, Some(body)), Err(ChainError::UnknownMembership));
    // The second acknowledges the first, which this device was not given.
    assert_eq!(chain.append(&log, 1, second, Some(other_body)), Err(ChainError::Withheld));
    assert_eq!(chain, Chain::new(told.space));
    chain.append(&log, 1, first, Some(body)).unwrap();
    assert_eq!(chain.append(&log, 2, first, Some(body)), Err(ChainError::Sequence));
    chain.append(&log, 2, second, None).unwrap();
    assert_eq!(chain.position(), 2);
}

#[test]
fn another_history_is_a_fork() {
    let told = told();
    let log = told.whole_log();
    let mut chain = Chain::new(told.space);
    chain.append(&log, 1, &told.entries[0].0, None).unwrap();
    assert_eq!(chain.check_seen(1, &chain.transcript()), Ok(()));
    assert_eq!(chain.check_seen(1, &[0; 32]), Err(ChainError::Forked));
    assert_eq!(chain.check_seen(2, &[0; 32]), Err(ChainError::Withheld));
    // A first entry with another signature is skipped here and was taken there: the next honest entry tells.
    let mut forged = told.entries[0].0.clone();
    *forged.last_mut().unwrap() ^= 1;
    let mut misled = Chain::new(told.space);
    assert_eq!(misled.append(&log, 1, &forged, None), Err(ChainError::Signature));
    misled.skip(&log, 1, &forged).unwrap();
    assert_eq!(misled.append(&log, 2, &told.entries[1].0, None), Err(ChainError::Forked));
}

#[test]
fn one_value_has_one_encoding() {
    let told = told();
    for (record, wraps) in &told.records {
        let read = Record::from_bytes(record).unwrap();
        assert_eq!(read.to_bytes(), *record);
        assert_eq!(WrapSet::from_bytes(wraps).unwrap().to_bytes(), *wraps);
        if let Act::Genesis { identity, .. } = read.act {
            assert_eq!(Identity::from_bytes(&identity.to_bytes()), Ok(identity));
        }
        let longer = [&record[..], &[0]].concat();
        assert_eq!(Record::from_bytes(&longer), Err(FormatError::Trailing));
    }
    let mut newer = told.entries[0].0.clone();
    newer[0] = 2;
    assert_eq!(EntryHead::from_bytes(&newer), Err(FormatError::Version(2)));
    assert_eq!(Mark::from_bytes(&told.mark).unwrap().to_bytes(), told.mark);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_flipped_bit_of_a_record_is_taken(which in 0..4_usize, at: prop::sample::Index, bit in 0..8u32) {
        let told = told();
        let (mut record, mut wraps) = told.records[which].clone();
        let at = at.index(record.len() + wraps.len());
        if at < record.len() { record[at] ^= 1 << bit } else { wraps[at - record.len()] ^= 1 << bit }
        let taken = match which {
            0 => Log::begin(told.space, &record, Some(&wraps)).map(drop),
            _ => told.log(which).append(&record, Some(&wraps), None),
        };
        prop_assert!(taken.is_err());
        prop_assert!(Record::from_bytes(&told.records[which].0[..at.min(told.records[which].0.len() - 1)]).is_err());
    }

    #[test]
    fn no_flipped_bit_of_an_entry_is_taken(at: prop::sample::Index, bit in 0..8u32) {
        let told = told();
        let log = told.whole_log();
        let (mut head, mut body) = told.entries[0].clone();
        let at = at.index(head.len() + body.len());
        if at < head.len() { head[at] ^= 1 << bit } else { body[at - head.len()] ^= 1 << bit }
        prop_assert!(Chain::new(told.space).append(&log, 1, &head, Some(&body)).is_err());
    }
}
