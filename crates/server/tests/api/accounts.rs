//! Signing up, in and out; the passphrase; the way back.

use ed25519_dalek::{Signer, SigningKey};
use rapport_seal::opaque::{self, Passphrase};
use rapport_wire::account::{
    GetKeyring, GetMe, PassphraseFinish, PassphraseStart, PutKeyring, PutRecovery, RecoverFinish,
    RecoverOpen, RecoverStart, Recovery, SignInFinish, SignInStart, SignOut,
};
use rapport_wire::device::{ListDevices, RevokeDevice};
use rapport_wire::socket::CLOSE_SIGNED_OUT;
use rapport_wire::{Bytes, Code, Role, limits};
use sha2::{Digest, Sha256};

use crate::support::person::{KEYRING, wire};
use crate::support::{Kind, Person, Server, Socket};

on_both! {
    async fn an_owner_signs_up_and_in(kind: Kind) {
        let mut server = Server::start(kind).await;
        let (mut owner, _) = Person::owner(&server).await;
        let me = server.ask(Some(&owner.cookie), &GetMe {}).await.unwrap();
        assert_eq!((me.handle.as_str(), me.role), ("thea", Role::Owner));
        assert_eq!(me.device_key.len(), 32);
        // The handle in another form is the same handle.
        " THEA ".clone_into(&mut owner.handle);
        let passphrase = owner.passphrase.clone();
        let (second, cookie) = owner.sign_in(&server, &passphrase, false).await.unwrap();
        assert_eq!(second.keyring, wire(KEYRING));
        assert_ne!(second.me.device_key, me.device_key);
        let devices = server.ask(cookie.as_deref(), &ListDevices {}).await.unwrap().devices;
        assert_eq!(devices.iter().map(|device| device.this).collect::<Vec<_>>(), [true, false]);
        // All of it is there after a restart, and no second owner can come in.
        server.stop().await;
        server.start_again().await;
        assert!(server.ask(cookie.as_deref(), &GetMe {}).await.is_ok());
        let again = Person::begin(&server, "eve", &server.owner_token.clone(), None).await.err().unwrap();
        assert_eq!(again.code, Code::InvitationUsed);
    }

    async fn a_wrong_passphrase_and_an_unknown_name_look_alike(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, _) = Person::owner(&server).await;
        let wrong = owner.sign_in(&server, "not it", false).await.unwrap_err();
        let passphrase = owner.passphrase.clone();
        "nobody".clone_into(&mut owner.handle);
        let unknown = owner.sign_in(&server, &passphrase, false).await.unwrap_err();
        assert_eq!(wrong, unknown);
        assert_eq!(wrong.code, Code::SignInRefused);
    }

    async fn a_revoked_device_is_out_at_once(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, _) = Person::owner(&server).await;
        let passphrase = owner.passphrase.clone();
        let (second, cookie) = owner.sign_in(&server, &passphrase, false).await.unwrap();
        let cookie = cookie.unwrap();
        let (mut socket, _) = Socket::hello(&server, &cookie).await;
        server.ask(Some(&owner.cookie), &RevokeDevice { device: second.me.device }).await.unwrap();
        assert_eq!(socket.closed().await, CLOSE_SIGNED_OUT);
        let refused = server.ask(Some(&cookie), &GetMe {}).await.unwrap_err();
        assert_eq!(refused.code, Code::SignedOut);
        assert!(server.ask(Some(&owner.cookie), &GetMe {}).await.is_ok());
    }

    async fn signing_out_ends_cookie_and_socket(kind: Kind) {
        let server = Server::start(kind).await;
        let (owner, _) = Person::owner(&server).await;
        let (mut socket, _) = Socket::hello(&server, &owner.cookie).await;
        let (_, cookie) = server.ask_whole(Some(&owner.cookie), &SignOut {}).await.unwrap();
        assert_eq!(cookie.as_deref(), Some("rapport="));
        assert_eq!(socket.closed().await, CLOSE_SIGNED_OUT);
        assert!(server.ask(Some(&owner.cookie), &GetMe {}).await.is_err());
    }

    async fn a_keyring_is_replaced_by_whoever_knows_the_last(kind: Kind) {
        let server = Server::start(kind).await;
        let (owner, _) = Person::owner(&server).await;
        let put = |replaces: &[u8], keyring: &[u8]| PutKeyring {
            replaces: wire(&Sha256::digest(replaces)),
            keyring: wire(keyring),
            recovery_keyring: wire(b"under the words"),
        };
        server.ask(Some(&owner.cookie), &put(KEYRING, b"the next")).await.unwrap();
        let refused = server.ask(Some(&owner.cookie), &put(KEYRING, b"another")).await.unwrap_err();
        assert_eq!(refused.code, Code::Stale);
        let stored = server.ask(Some(&owner.cookie), &GetKeyring {}).await.unwrap();
        assert_eq!(stored.keyring, wire(b"the next"));
        let large = vec![0; limits::KEYRING_BYTES_MAX + 1];
        let refused = server.ask(Some(&owner.cookie), &put(b"the next", &large)).await.unwrap_err();
        assert_eq!(refused.code, Code::TooLarge);
    }

    async fn a_passphrase_changes_for_whoever_proves_the_old_one(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, _) = Person::owner(&server).await;
        let old = owner.passphrase.clone();
        let (_, other) = owner.sign_in(&server, &old, false).await.unwrap();
        // The proof of the sign-up has grown old.
        server.clock.advance_seconds(limits::REAUTH_SECONDS_MAX + 1);
        let new = Passphrase::new("eight loud geese");
        let begun = opaque::registration_start(&new, &mut owner.rng).unwrap();
        let start = PassphraseStart { opaque_request: begun.request.clone().into() };
        let refused = server.ask(Some(&owner.cookie), &start).await.unwrap_err();
        assert_eq!(refused.code, Code::ReauthNeeded);
        owner.sign_in(&server, &old, true).await.unwrap();
        let started = server.ask(Some(&owner.cookie), &start).await.unwrap();
        let record =
            opaque::registration_finish(&begun.state, &new, &started.opaque_response, &mut owner.rng).unwrap();
        let finish = PassphraseFinish {
            opaque_record: record.record.into(),
            keyring: wire(b"sealed anew"),
            recovery: None,
        };
        server.ask(Some(&owner.cookie), &finish).await.unwrap();
        // Other devices are out, the old passphrase is void, the new one works.
        assert!(server.ask(other.as_deref(), &GetMe {}).await.is_err());
        assert!(server.ask(Some(&owner.cookie), &GetMe {}).await.is_ok());
        assert!(owner.sign_in(&server, &old, false).await.is_err());
        let (again, _) = owner.sign_in(&server, "eight loud geese", false).await.unwrap();
        assert_eq!(again.keyring, wire(b"sealed anew"));
    }

    async fn the_words_lead_back_in(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, _) = Person::owner(&server).await;
        let new = Passphrase::new("nine soft owls");
        let begun = opaque::registration_start(&new, &mut owner.rng).unwrap();
        let start = RecoverStart { handle: "thea".to_owned(), opaque_request: begun.request.clone().into() };

        // Wrong words: no keyring, and nothing has changed.
        let started = server.ask(None, &start).await.unwrap();
        let forged = ed25519_dalek::SigningKey::from_bytes(&[3; 32]);
        let open = |challenge: &Bytes, key: &ed25519_dalek::SigningKey| RecoverOpen {
            challenge: challenge.clone(),
            signature: wire(&key.sign(&[b"rapport/recover/v1", &**challenge].concat()).to_bytes()),
        };
        let refused = server.ask(None, &open(&started.challenge, &forged)).await.unwrap_err();
        assert_eq!(refused.code, Code::RecoveryRefused);
        // A challenge is tried once, even with the right words.
        let refused = server.ask(None, &open(&started.challenge, &owner.words)).await.unwrap_err();
        assert_eq!(refused.code, Code::RecoveryRefused);
        // A name nobody has gets a challenge too, and gets nowhere.
        let unknown = RecoverStart { handle: "nobody".to_owned(), ..start.clone() };
        let unknown = server.ask(None, &unknown).await.unwrap();
        let refused = server.ask(None, &open(&unknown.challenge, &owner.words)).await.unwrap_err();
        assert_eq!(refused.code, Code::RecoveryRefused);

        let started = server.ask(None, &start).await.unwrap();
        let record =
            opaque::registration_finish(&begun.state, &new, &started.opaque_response, &mut owner.rng).unwrap();
        let finish = RecoverFinish {
            challenge: started.challenge.clone(),
            opaque_record: record.record.into(),
            keyring: wire(b"sealed anew"),
            recovery_keyring: wire(b"sealed anew under the words"),
            device_label: "a new phone".to_owned(),
        };
        // Not before the words have been proven; that voids the challenge.
        assert_eq!(server.ask(None, &finish).await.unwrap_err().code, Code::RecoveryRefused);
        let started = server.ask(None, &start).await.unwrap();
        let opened = server.ask(None, &open(&started.challenge, &owner.words)).await.unwrap();
        assert_eq!(opened.keyring, wire(b"the same under the words"));
        let finish = RecoverFinish { challenge: started.challenge, ..finish };
        let (recovered, cookie) = server.ask_whole(None, &finish).await.unwrap();
        assert_eq!(recovered.me.account, owner.account);
        assert!(server.ask(Some(&owner.cookie), &GetMe {}).await.is_err(), "the old device is out");
        assert!(server.ask(cookie.as_deref(), &GetMe {}).await.is_ok());
        assert!(owner.sign_in(&server, "nine soft owls", false).await.is_ok());
    }

    async fn new_words_void_the_old_ones_at_once(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, _) = Person::owner(&server).await;
        let passphrase = owner.passphrase.clone();
        let (_, other) = owner.sign_in(&server, &passphrase, false).await.unwrap();
        let new_words = SigningKey::from_bytes(&[5; 32]);
        let put = PutRecovery {
            replaces: wire(&Sha256::digest(KEYRING)),
            keyring: wire(b"sealed anew"),
            recovery: Recovery {
                verify_key: wire(new_words.verifying_key().as_bytes()),
                keyring: wire(b"under the new words"),
            },
        };
        // Not by somebody who finds an open page, long after the passphrase was given.
        server.clock.advance_seconds(limits::REAUTH_SECONDS_MAX + 1);
        let refused = server.ask(Some(&owner.cookie), &put).await.unwrap_err();
        assert_eq!(refused.code, Code::ReauthNeeded);
        owner.sign_in(&server, &passphrase, true).await.unwrap();
        let no_key = Recovery { verify_key: wire(b"no key"), ..put.recovery.clone() };
        let refused = server.ask(Some(&owner.cookie), &PutRecovery { recovery: no_key, ..put.clone() }).await;
        assert_eq!(refused.unwrap_err().code, Code::Malformed);
        let behind = PutRecovery { replaces: wire(&[0; 32]), ..put.clone() };
        let refused = server.ask(Some(&owner.cookie), &behind).await.unwrap_err();
        assert_eq!(refused.code, Code::Stale);

        // Somebody has proven the old words, and is about to choose a passphrase.
        let chosen = Passphrase::new("nine soft owls");
        let begun = opaque::registration_start(&chosen, &mut owner.rng).unwrap();
        let start = RecoverStart { handle: "thea".to_owned(), opaque_request: begun.request.clone().into() };
        let open = |challenge: &Bytes, words: &SigningKey| RecoverOpen {
            challenge: challenge.clone(),
            signature: wire(&words.sign(&[b"rapport/recover/v1", &**challenge].concat()).to_bytes()),
        };
        let started = server.ask(None, &start).await.unwrap();
        server.ask(None, &open(&started.challenge, &owner.words)).await.unwrap();
        server.ask(Some(&owner.cookie), &put).await.unwrap();
        let record =
            opaque::registration_finish(&begun.state, &chosen, &started.opaque_response, &mut owner.rng).unwrap();
        let finish = RecoverFinish {
            challenge: started.challenge,
            opaque_record: record.record.into(),
            keyring: wire(b"taken over"),
            recovery_keyring: wire(b"taken over"),
            device_label: String::new(),
        };
        assert_eq!(server.ask(None, &finish).await.unwrap_err().code, Code::RecoveryRefused);
        // Nor do they open anything from the beginning; the new ones do, and nobody was signed out.
        let started = server.ask(None, &start).await.unwrap();
        let refused = server.ask(None, &open(&started.challenge, &owner.words)).await.unwrap_err();
        assert_eq!(refused.code, Code::RecoveryRefused);
        let started = server.ask(None, &start).await.unwrap();
        let opened = server.ask(None, &open(&started.challenge, &new_words)).await.unwrap();
        assert_eq!(opened.keyring, wire(b"under the new words"));
        for cookie in [Some(owner.cookie.as_str()), other.as_deref()] {
            assert_eq!(server.ask(cookie, &GetKeyring {}).await.unwrap().keyring, wire(b"sealed anew"));
        }
    }

    async fn new_words_are_asked_for_only_so_often(kind: Kind) {
        let server = Server::start(kind).await;
        let (owner, _) = Person::owner(&server).await;
        let put = PutRecovery {
            replaces: wire(&[0; 32]),
            keyring: wire(b"x"),
            recovery: Recovery { verify_key: wire(owner.words.verifying_key().as_bytes()), keyring: wire(b"x") },
        };
        let mut codes = Vec::new();
        for _ in 0..=limits::SIGN_IN_PER_MINUTE {
            codes.push(server.ask(Some(&owner.cookie), &put).await.unwrap_err().code);
        }
        assert_eq!((codes[0], codes.last()), (Code::Stale, Some(&Code::SlowDown)));
    }

    async fn an_attempt_is_finished_once_and_in_time(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, _) = Person::owner(&server).await;
        let passphrase = Passphrase::new(&owner.passphrase);
        for late in [false, true] {
            let begun = opaque::login_start(&passphrase, &mut owner.rng).unwrap();
            let start =
                SignInStart { handle: "thea".to_owned(), opaque_request: begun.request.clone().into() };
            let started = server.ask(None, &start).await.unwrap();
            let done =
                opaque::login_finish(&begun.state, &passphrase, &started.opaque_response, &mut owner.rng)
                    .unwrap();
            let finish = SignInFinish {
                attempt: started.attempt,
                opaque_finish: done.finish.into(),
                device_label: String::new(),
                reauth: false,
            };
            if late {
                server.clock.advance_seconds(limits::SIGN_IN_SECONDS_MAX + 1);
            } else {
                server.ask(None, &finish).await.unwrap();
            }
            assert_eq!(server.ask(None, &finish).await.unwrap_err().code, Code::SignInRefused);
        }
    }
}

#[tokio::test]
async fn messages_that_are_none_are_refused_and_nothing_falls_over() {
    let server = Server::start(Kind::Sqlite).await;
    let (owner, _) = Person::owner(&server).await;
    for length in [0, 1, 31, 32, 95, 96, 97, 5_000] {
        let start = SignInStart { handle: "thea".to_owned(), opaque_request: vec![0xff; length].into() };
        // Ten attempts a minute for one name; the eighth is still within.
        assert_eq!(server.ask(None, &start).await.unwrap_err().code, Code::Malformed, "{length}");
    }
    assert!(server.ask(Some(&owner.cookie), &GetMe {}).await.is_ok());
}

#[tokio::test]
async fn a_device_unused_for_long_is_signed_out() {
    let server = Server::start(Kind::Sqlite).await;
    let (owner, _) = Person::owner(&server).await;
    server.clock.advance_seconds(limits::DEVICE_DAYS_MAX * 24 * 3600 - 3600);
    assert!(server.ask(Some(&owner.cookie), &GetMe {}).await.is_ok());
    server.clock.advance_seconds(limits::DEVICE_DAYS_MAX * 24 * 3600 + 3600);
    assert_eq!(server.ask(Some(&owner.cookie), &GetMe {}).await.unwrap_err().code, Code::SignedOut);
}
