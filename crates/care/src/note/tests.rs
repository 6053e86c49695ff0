use proptest::prelude::*;

use super::*;
use crate::content::{Content, NoteAdded, NoteDrafted, NoteMark, Withdraw};
use crate::conversation::{Conversation, Event, What};

const MARA: AccountId = AccountId([1; 16]);
const TRAINEE: AccountId = AccountId([2; 16]);
const SUPERVISOR: AccountId = AccountId([3; 16]);
const CLIENT: AccountId = AccountId([4; 16]);
const NOTE: NoteId = NoteId([9; 16]);

fn role(event: &Event) -> Role {
    match event.author {
        MARA => Role::Clinician,
        TRAINEE => Role::Trainee,
        SUPERVISOR => Role::Supervisor,
        _ => Role::Other,
    }
}

fn id(n: u8) -> EntryId {
    EntryId([n; 16])
}

fn body(words: &str) -> NoteBody {
    let parts = [words, "", "", "See her on Tuesday."].map(str::to_owned).to_vec();
    NoteBody { form: NoteForm::Soap, parts }
}

fn drafts(words: &str) -> Content {
    Content::NoteDrafted(NoteDrafted { note: NOTE, session: None, body: body(words), held: None })
}

const fn mark(n: u8) -> NoteMark {
    NoteMark { note: NOTE, entry: EntryId([n; 16]) }
}

const fn signs(n: u8) -> Content {
    Content::NoteSigned(mark(n))
}

const fn cosigns(n: u8) -> Content {
    Content::NoteCosigned(mark(n))
}

const fn locks(n: u8) -> Content {
    Content::NoteLocked(mark(n))
}

fn adds(words: &str) -> Content {
    Content::NoteAdded(NoteAdded { note: NOTE, words: words.into() })
}

/// Entries in the order given: the first is entry 1 at position 1.
fn space(said: impl IntoIterator<Item = (AccountId, Content)>) -> Conversation {
    let mut all = Conversation::default();
    for (position, (author, content)) in (1u64..).zip(said) {
        content.check().unwrap();
        let (received_at, id) = (position as i64, id(position as u8));
        all.insert(Event { position, received_at, author, id, what: What::Said(content) });
    }
    all
}

fn note(said: impl IntoIterator<Item = (AccountId, Content)>) -> Note {
    let mut notes = notes(&space(said), role);
    assert_eq!(notes.len(), 1);
    notes.remove(0)
}

fn whys(note: &Note) -> Vec<Why> {
    note.refused.iter().map(|it| it.why).collect()
}

#[test]
fn a_note_is_drafted_signed_locked_and_added_to() {
    let all = [
        (MARA, drafts("Slept.")),
        (MARA, drafts("Slept better.")),
        (MARA, signs(2)),
        (MARA, locks(2)),
        (MARA, adds("She called later.")),
    ];
    for (some, state) in [(1, State::Draft), (2, State::Draft), (3, State::Signed), (4, State::Locked)] {
        assert_eq!(note(all[..some].to_vec()).state, state);
    }
    let whole = note(all);
    assert_eq!(whole.body.parts[0], "Slept better.");
    assert_eq!(whole.locked, Some(Signature { by: MARA, at: 4 }));
    assert_eq!(whole.added[0].words, "She called later.");
    assert_eq!(whys(&whole), []);
}

#[test]
fn two_devices_sign_once_and_never_what_the_other_changed() {
    let twice = note([(MARA, drafts("a")), (MARA, signs(1)), (MARA, signs(1))]);
    assert_eq!((twice.signed.map(|it| it.at), whys(&twice)), (Some(2), vec![]));
    let changed = note([(MARA, drafts("a")), (MARA, drafts("b")), (MARA, signs(1))]);
    assert_eq!((changed.state, whys(&changed)), (State::Draft, vec![Why::Changed]));
    let undone = note([(MARA, drafts("a")), (MARA, signs(1)), (MARA, drafts("b")), (MARA, locks(1))]);
    assert_eq!((undone.state, undone.signed, whys(&undone)), (State::Draft, None, vec![Why::Changed]));
}

#[test]
fn nothing_in_a_locked_note_changes() {
    let locked = [(MARA, drafts("a")), (MARA, signs(1)), (MARA, locks(1))];
    let after = [(MARA, drafts("b")), (MARA, signs(4)), (MARA, locks(1))];
    let whole = note(locked.clone().into_iter().chain(after));
    assert_eq!((whole.state, whole.body.parts[0].as_str()), (State::Locked, "a"));
    assert_eq!(whys(&whole), [Why::Locked, Why::Locked]);
    let withdrawn = note(locked.into_iter().chain([(MARA, Content::Withdraw(Withdraw { of: id(1) }))]));
    assert_eq!((withdrawn.state, withdrawn.body.parts[0].as_str()), (State::Locked, "a"));
}

#[test]
fn what_comes_too_early_or_from_somebody_else_is_refused() {
    assert_eq!(whys(&note([(MARA, drafts("a")), (MARA, locks(1))])), [Why::NotSigned]);
    assert_eq!(whys(&note([(MARA, drafts("a")), (MARA, adds("b"))])), [Why::NotLocked]);
    let others =
        note([(MARA, drafts("a")), (TRAINEE, drafts("b")), (TRAINEE, signs(1)), (TRAINEE, locks(1))]);
    assert_eq!(whys(&others), [Why::NotYours; 3]);
    assert_eq!(others.author, MARA);
    assert!(notes(&space([(CLIENT, drafts("a")), (MARA, signs(1))]), role).is_empty());
}

#[test]
fn a_trainees_note_waits_for_a_supervisor() {
    let signed = [(TRAINEE, drafts("a")), (TRAINEE, signs(1))];
    let early = note(signed.clone().into_iter().chain([(TRAINEE, locks(1)), (MARA, cosigns(1))]));
    assert_eq!(early.state, State::AwaitsCosignature);
    assert_eq!(whys(&early), [Why::NotCosigned, Why::NotSupervisor]);
    let cosigned = signed.into_iter().chain([(SUPERVISOR, cosigns(1)), (TRAINEE, locks(1))]);
    let added = cosigned.clone().chain([(TRAINEE, adds("b"))]);
    let waits = note(added.clone());
    assert_eq!((waits.state, waits.cosigned.map(|it| it.by)), (State::Locked, Some(SUPERVISOR)));
    assert!(waits.added[0].awaits_cosignature);
    let done = note(added.chain([(TRAINEE, cosigns(5)), (SUPERVISOR, cosigns(5))]));
    assert_eq!((done.added[0].awaits_cosignature, whys(&done)), (false, vec![Why::NotSupervisor]));
    let changed = note([
        (TRAINEE, drafts("a")),
        (TRAINEE, signs(1)),
        (TRAINEE, drafts("b")),
        (SUPERVISOR, cosigns(1)),
        (SUPERVISOR, cosigns(3)),
    ]);
    assert_eq!((changed.cosigned, whys(&changed)), (None, vec![Why::Changed, Why::NotSigned]));
    let own = note([(SUPERVISOR, drafts("a")), (SUPERVISOR, signs(1)), (SUPERVISOR, cosigns(1))]);
    assert_eq!(whys(&own), [Why::NotSupervisor]);
}

#[test]
fn a_draft_can_be_taken_back_and_a_signed_one_cannot() {
    let withdraw = |of| (MARA, Content::Withdraw(Withdraw { of: id(of) }));
    let back = note([(MARA, drafts("a")), (MARA, drafts("b")), withdraw(2)]);
    assert_eq!(back.body.parts[0], "a");
    assert!(notes(&space([(MARA, drafts("a")), withdraw(1)]), role).is_empty());
    let signed = note([(MARA, drafts("a")), (MARA, signs(1)), withdraw(1), withdraw(2)]);
    assert_eq!(signed.state, State::Signed);
}

#[test]
fn notes_are_as_their_form_has_them() {
    let check = |form, parts: &[&str]| {
        let body = NoteBody { form, parts: parts.iter().map(|part| (*part).to_owned()).collect() };
        Content::NoteDrafted(NoteDrafted { note: NOTE, session: None, body, held: None }).check()
    };
    for form in [NoteForm::Soap, NoteForm::Dap, NoteForm::Birp, NoteForm::Girp, NoteForm::Free] {
        let mut parts = vec!["words"; form.parts().len()];
        assert_eq!(check(form, &parts), Ok(()));
        parts.push("one more");
        assert!(check(form, &parts).is_err());
        assert!(check(form, &vec![" "; form.parts().len()]).is_err());
    }
    assert!(check(NoteForm::Dap, &["", &"x".repeat(20_001), ""]).is_err());
}

fn any_step() -> impl Strategy<Value = (AccountId, Content)> {
    let author = prop::sample::select(vec![MARA, TRAINEE, SUPERVISOR, CLIENT]);
    let content = (0u8..6, 1u8..10).prop_map(|(kind, n)| match kind {
        0 => drafts(&n.to_string()),
        1 => signs(n),
        2 => cosigns(n),
        3 => locks(n),
        4 => adds("more"),
        _ => Content::Withdraw(Withdraw { of: id(n) }),
    });
    (author, content)
}

proptest! {
    #[test]
    fn whatever_arrives_a_lock_holds_and_was_earned(
        steps in proptest::collection::vec(any_step(), 1..14),
        more in proptest::collection::vec(any_step(), 1..6),
    ) {
        // Withdrawals are left out of what comes later: taking a draft back rewrites what came after it.
        let more = more.into_iter().filter(|(_, it)| !matches!(it, Content::Withdraw(_)));
        let before = notes(&space(steps.clone()), role);
        let after = notes(&space(steps.into_iter().chain(more)), role);
        for note in before.iter().filter(|it| it.state == State::Locked) {
            prop_assert!(note.signed.is_some_and(|it| it.by == note.author) && note.locked.is_some());
            prop_assert!(note.author != TRAINEE || note.cosigned.is_some_and(|it| it.by == SUPERVISOR));
            let later = after.iter().find(|it| it.id == note.id);
            let words = |note: &Note| (note.state, note.entry, note.body.clone(), note.signed, note.locked);
            prop_assert_eq!(later.map(words), Some(words(note)));
        }
    }
}
