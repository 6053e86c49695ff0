//! Every parser, given any bytes: it reads them or refuses them, never fails otherwise, and what it reads it
//! would write the same.

use proptest::prelude::*;
use rapport_envelope::codec::Reader;
use rapport_envelope::{BoxPublic, CallHello, EntryHead, Identity, Mark, Record, SealedBox, WrapSet};

/// Bytes that get past the first checks often enough to matter: a version, a small kind, then anything.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let tail = proptest::collection::vec(any::<u8>(), 0..3_000);
    (0..3u8, 0..10u8, tail).prop_map(|(version, kind, tail)| [&[version, kind][..], &tail].concat())
}

proptest! {
    #[test]
    fn what_is_read_is_written_the_same(bytes in bytes()) {
        if let Ok(read) = Record::from_bytes(&bytes) { prop_assert_eq!(read.to_bytes(), &bytes[..]); }
        if let Ok(read) = WrapSet::from_bytes(&bytes) { prop_assert_eq!(read.to_bytes(), &bytes[..]); }
        if let Ok(read) = EntryHead::from_bytes(&bytes) { prop_assert_eq!(read.to_bytes(), &bytes[..]); }
        if let Ok(read) = Mark::from_bytes(&bytes) { prop_assert_eq!(read.to_bytes(), &bytes[..]); }
        if let Ok(read) = CallHello::from_bytes(&bytes) { prop_assert_eq!(read.to_bytes(), &bytes[..]); }
        if let Ok(read) = Identity::from_bytes(&bytes) { prop_assert_eq!(read.to_bytes(), &bytes[..]); }
        if let Ok(read) = SealedBox::from_bytes(&bytes) { prop_assert_eq!(read.to_bytes(), &bytes[..]); }
        if let Ok(read) = BoxPublic::from_bytes(&bytes) { prop_assert_eq!(&read.as_bytes()[..], &bytes[..]); }
    }

    #[test]
    fn entry_heads_of_the_right_length_round_trip(mut bytes in proptest::collection::vec(any::<u8>(), EntryHead::LEN)) {
        bytes[..3].copy_from_slice(&[1, 1, 0]);
        // The body's length stands before its hash and the signature.
        bytes[EntryHead::LEN - 100..EntryHead::LEN - 98].fill(0);
        prop_assert_eq!(EntryHead::from_bytes(&bytes).unwrap().to_bytes(), bytes);
    }

    #[test]
    fn a_reader_never_passes_its_end(bytes in proptest::collection::vec(any::<u8>(), 0..40), max in 0..64_usize) {
        let mut r = Reader::new(&bytes);
        if let Ok(read) = r.bytes(max) {
            prop_assert!(read.len() <= max && read.len() + 4 <= bytes.len());
        }
        let mut r = Reader::new(&bytes);
        prop_assert_eq!(r.u64().is_ok(), bytes.len() >= 8);
    }
}
