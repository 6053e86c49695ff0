use super::*;
use crate::pins::{Seen, Trust};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use rapport_wire::{InvitationId, SpaceId, Timestamp};

fn made(seed: u64) -> (Keyring, RecoveryWords, Key, ChaCha20Rng) {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let words = RecoveryWords::generate(&mut rng);
    let key = Key::random(&mut rng);
    let identity = SecretIdentity::generate(&mut rng);
    let keyring = Keyring::create(AccountId::from_bytes([1; 16]), identity, "Mara", &words, &key, &mut rng);
    (keyring, words, key, rng)
}

#[test]
fn opens_by_passphrase_by_words_and_by_body_key() {
    let (mut keyring, words, key, mut rng) = made(1);
    keyring.pins_mut().pin(AccountId::from_bytes([2; 16]), [3; 32], Trust::Compared).unwrap();
    keyring.confirm_words();
    let sealed = keyring.seal(&mut rng).unwrap();
    let by_words = Keyring::recover(&sealed.recovery, &words).unwrap();
    let by_key = Keyring::open_unlocked(&sealed.keyring, keyring.body_key()).unwrap();
    for again in [Keyring::open(&sealed.keyring, &key).unwrap(), by_words, by_key] {
        assert_eq!(again.identity().public(), keyring.identity().public());
        assert_eq!(again.pins(), keyring.pins());
        assert!(again.words_confirmed());
        assert_eq!(again.mark(), keyring.mark());
    }
    assert_eq!(Keyring::open(&sealed.recovery, &key).unwrap_err(), KeyringError::DoesNotOpen);
    assert_eq!(Keyring::recover(&sealed.keyring, &words).unwrap_err(), KeyringError::DoesNotOpen);
}

#[test]
fn recovery_needs_a_new_passphrase_and_ends_the_old_one() {
    let (mut keyring, words, old, mut rng) = made(2);
    let first = keyring.seal(&mut rng).unwrap();
    let mut recovered = Keyring::recover(&first.recovery, &words).unwrap();
    assert_eq!(recovered.seal(&mut rng).err(), Some(KeyringError::NeedsPassphrase));
    let new = Key::random(&mut rng);
    recovered.lock(&new, &mut rng);
    let second = recovered.seal(&mut rng).unwrap();
    assert_eq!(Keyring::open(&second.keyring, &old).unwrap_err(), KeyringError::DoesNotOpen);
    let unlocked = Keyring::open_unlocked(&second.keyring, keyring.body_key());
    assert_eq!(unlocked.unwrap_err(), KeyringError::DoesNotOpen);
    let again = Keyring::open(&second.keyring, &new).unwrap();
    assert_eq!(again.check_follows(&keyring.mark()), Ok(()));
    assert!(Keyring::recover(&second.recovery, &words).is_ok());
}

#[test]
fn a_rollback_and_a_fork_are_noticed() {
    let (mut keyring, _, key, mut rng) = made(3);
    let first = keyring.seal(&mut rng).unwrap();
    let mut other_device = Keyring::open(&first.keyring, &key).unwrap();
    let at_first = keyring.mark();
    keyring.set_display_name("Mara B.");
    let second = keyring.seal(&mut rng).unwrap();

    let old = Keyring::open(&first.keyring, &key).unwrap();
    assert_eq!(old.check_follows(&keyring.mark()), Err(KeyringError::RolledBack { known: 2, got: 1 }));
    assert_eq!(Keyring::open(&second.keyring, &key).unwrap().check_follows(&at_first), Ok(()));

    let forked = other_device.seal(&mut rng).unwrap();
    let forked = Keyring::open(&forked.keyring, &key).unwrap();
    assert_eq!(forked.check_follows(&keyring.mark()), Err(KeyringError::Forked));
    let third = other_device.seal(&mut rng).unwrap();
    let third = Keyring::open(&third.keyring, &key).unwrap();
    assert_eq!(third.check_follows(&keyring.mark()), Err(KeyringError::Forked));
}

#[test]
fn two_devices_merge() {
    let (mut keyring, _, key, mut rng) = made(4);
    let sealed = keyring.seal(&mut rng).unwrap();
    let mut phone = Keyring::open(&sealed.keyring, &key).unwrap();
    let (here, there) = (SpaceId::from_bytes([1; 32]), SpaceId::from_bytes([2; 32]));
    keyring.pins_mut().saw(here, Seen { position: 5, ..Seen::default() });
    phone.pins_mut().saw(there, Seen { position: 9, ..Seen::default() });
    phone.merge(&keyring).unwrap();
    assert_eq!(
        (phone.pins().seen(&here).unwrap().position, phone.pins().seen(&there).unwrap().position),
        (5, 9)
    );
    assert_eq!(phone.merge(&made(5).0), Err(KeyringError::SomebodyElse));
}

#[test]
fn a_full_memory_still_fits() {
    let (mut keyring, _, _, mut rng) = made(6);
    for n in 0..600u16 {
        let [a, b] = n.to_be_bytes();
        let mut account = [a; 16];
        account[15] = b;
        keyring.pins_mut().pin(AccountId::from_bytes(account), [b; 32], Trust::Invitation).unwrap();
        let mut space = [a; 32];
        space[31] = b;
        let seen = Seen { log_index: u64::MAX, log_head: [9; 32], position: u64::MAX, transcript: [9; 32] };
        keyring.pins_mut().saw(SpaceId::from_bytes(space), seen);
    }
    for n in 0..200u8 {
        let (id, at) = (InvitationId::from_bytes([n; 16]), Timestamp::from_millis(i64::MAX / 1_000));
        keyring.notes_mut().name_invitation(id, &"\u{10ffff}".repeat(500), at);
    }
    assert!(keyring.seal(&mut rng).is_ok());
}

#[test]
fn new_words_open_what_comes_next_and_the_old_ones_do_not() {
    let (mut keyring, old, key, mut rng) = made(8);
    keyring.confirm_words();
    let first = keyring.seal(&mut rng).unwrap();
    let new = RecoveryWords::generate(&mut rng);
    keyring.set_words(&new);
    let second = keyring.seal(&mut rng).unwrap();
    assert_eq!(Keyring::recover(&second.recovery, &old).unwrap_err(), KeyringError::DoesNotOpen);
    assert!(Keyring::recover(&second.recovery, &new).unwrap().words_confirmed());
    // Another device that has not heard of it yet adds nothing of the old words.
    let behind = Keyring::open(&first.keyring, &key).unwrap();
    let mut next = Keyring::open(&second.keyring, &key).unwrap();
    next.merge(&behind).unwrap();
    assert!(next.words_confirmed());
    assert_eq!(next.recovery(), keyring.recovery());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_flipped_bit_and_no_cut_is_accepted(at: prop::sample::Index, bit in 0..8u32) {
        let (mut keyring, words, key, mut rng) = made(7);
        let sealed = keyring.seal(&mut rng).unwrap();
        for (bytes, by_words) in [(sealed.keyring, false), (sealed.recovery, true)] {
            let open = |bytes: &[u8]| {
                if by_words { Keyring::recover(bytes, &words) } else { Keyring::open(bytes, &key) }
            };
            let at = at.index(bytes.len());
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            prop_assert!(open(&flipped).is_err());
            prop_assert!(open(&bytes[..at]).is_err());
            prop_assert!(open(&bytes).is_ok());
        }
    }
}
