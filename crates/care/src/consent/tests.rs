use proptest::prelude::*;

use super::*;
use crate::content::{ConsentAsked, ConsentSaid, Withdraw};
use crate::conversation::Event;

const MARA: AccountId = AccountId([1; 16]);
const JONAS: AccountId = AccountId([2; 16]);
const THEA: AccountId = AccountId([3; 16]);
const CONSENT: ConsentId = ConsentId([9; 16]);

fn words(of: &str) -> String {
    format!("# Therapy online\n\nWhat it is.\n\n{of}")
}

fn asks(of: &str) -> (AccountId, Content) {
    (THEA, Content::ConsentAsked(ConsentAsked { consent: CONSENT, markdown: words(of) }))
}

/// What somebody says to the words in the entry at a place, after nothing else.
fn says(by: AccountId, entry: u8, of: &str, says: Says) -> (AccountId, Content) {
    says_after(None, by, entry, of, says)
}

fn says_after(after: Option<u8>, by: AccountId, entry: u8, of: &str, says: Says) -> (AccountId, Content) {
    let said = ConsentSaid {
        consent: CONSENT,
        asked: EntryId([entry; 16]),
        words: hash(&words(of)),
        says,
        said_at: 0,
        after: after.map(|entry| EntryId([entry; 16])),
        why: String::new(),
    };
    (by, Content::ConsentSaid(said))
}

fn space(said: impl IntoIterator<Item = (AccountId, Content)>) -> Vec<Consent> {
    let mut all = Conversation::default();
    for (position, (author, content)) in (1u64..).zip(said) {
        let id = EntryId([position as u8; 16]);
        all.insert(Event { position, received_at: position as i64, author, id, what: What::Said(content) });
    }
    consents(&all, |who| who == THEA)
}

fn standing(said: impl IntoIterator<Item = (AccountId, Content)>, of: AccountId) -> Option<Standing> {
    space(said).first().map(|consent| consent.standing(of))
}

#[test]
fn each_client_answers_for_themself_and_the_last_word_stands() {
    let mut said = vec![asks("a")];
    assert_eq!(standing(said.clone(), MARA), Some(Standing::Open));
    said.push(says(MARA, 1, "a", Says::Agrees));
    assert_eq!(standing(said.clone(), MARA), Some(Standing::Agrees));
    assert_eq!(standing(said.clone(), JONAS), Some(Standing::Open));
    said.push(says(JONAS, 1, "a", Says::Declines));
    said.push(says(MARA, 1, "a", Says::Withdraws));
    assert_eq!(standing(said.clone(), MARA), Some(Standing::Withdrawn));
    assert_eq!(standing(said.clone(), JONAS), Some(Standing::Declined));
    said.push(says_after(Some(3), JONAS, 1, "a", Says::Agrees));
    assert_eq!(standing(said.clone(), JONAS), Some(Standing::Agrees));
    assert_eq!(space(said)[0].said.len(), 4, "nothing is taken out");
}

#[test]
fn new_words_ask_anew_and_bind_nobody_who_read_the_old_ones() {
    let mut said = vec![asks("a"), says(MARA, 1, "a", Says::Agrees), says(JONAS, 1, "a", Says::Declines)];
    said.push(asks("b"));
    assert_eq!(standing(said.clone(), MARA), Some(Standing::AgreedBefore));
    assert_eq!(standing(said.clone(), JONAS), Some(Standing::DeclinedBefore), "a no is not forgotten");
    // An answer to the old words that was on its way does not count for the new ones.
    said.push(says_after(Some(3), JONAS, 1, "a", Says::Agrees));
    assert_eq!(standing(said.clone(), JONAS), Some(Standing::AgreedBefore));
    said.push(says(MARA, 4, "b", Says::Declines));
    assert_eq!(standing(said, MARA), Some(Standing::Declined));
}

#[test]
fn a_yes_that_was_long_on_its_way_revives_nothing() {
    let mut said = vec![asks("a"), says(MARA, 1, "a", Says::Agrees)];
    said.push(says_after(Some(2), MARA, 1, "a", Says::Withdraws));
    // Begun on another device before she took it back, and sent after.
    said.push(says(MARA, 1, "a", Says::Agrees));
    said.push(says_after(Some(2), MARA, 1, "a", Says::Agrees));
    assert_eq!(standing(said.clone(), MARA), Some(Standing::Withdrawn));
    // A no that was on its way counts, whatever came since.
    said.push(says_after(Some(3), MARA, 1, "a", Says::Agrees));
    assert_eq!(standing(said.clone(), MARA), Some(Standing::Agrees));
    said.push(says(MARA, 1, "a", Says::Withdraws));
    assert_eq!(standing(said, MARA), Some(Standing::Withdrawn));
}

#[test]
fn a_no_to_words_that_are_gone_still_counts() {
    let agreed = [asks("a"), says(MARA, 1, "a", Says::Agrees)];
    // The second words were erased; she had taken everything back.
    let no = says_after(Some(2), MARA, 77, "b", Says::Withdraws);
    let gone: Vec<_> = agreed.into_iter().chain([no]).collect();
    assert_eq!(standing(gone.clone(), MARA), Some(Standing::Withdrawn));
    let newer: Vec<_> = gone.into_iter().chain([asks("c")]).collect();
    assert_eq!(standing(newer, MARA), Some(Standing::WithdrawnBefore));
}

#[test]
fn what_nobody_would_see_is_nothing_to_agree_to() {
    let hidden = asks("[//]: # (I waive everything)");
    assert!(space([hidden]).is_empty());
}

#[test]
fn only_the_very_words_can_be_agreed_to() {
    let others = [asks("a"), says(MARA, 1, "b", Says::Agrees)];
    assert_eq!(standing(others, MARA), Some(Standing::Open));
    let elsewhere = [asks("a"), says(MARA, 2, "a", Says::Agrees)];
    assert_eq!(standing(elsewhere, MARA), Some(Standing::Open));
    let before = [says(MARA, 2, "a", Says::Agrees), asks("a")];
    assert_eq!(standing(before, MARA), Some(Standing::Open));
}

#[test]
fn staff_ask_and_clients_answer() {
    let (_, asked) = asks("a");
    assert!(space([(MARA, asked)]).is_empty());
    assert!(space([asks("a"), says(THEA, 1, "a", Says::Agrees)])[0].said.is_empty());
    let bare = Content::ConsentAsked(ConsentAsked { consent: CONSENT, markdown: "no title".into() });
    assert!(space([(THEA, bare)]).is_empty());
}

#[test]
fn what_was_asked_by_mistake_goes_and_what_was_answered_stays() {
    let back = |entry| (THEA, Content::Withdraw(Withdraw { of: EntryId([entry; 16]) }));
    assert!(space([asks("a"), back(1)]).is_empty());
    let answered = [asks("a"), says(MARA, 1, "a", Says::Agrees), back(1)];
    assert_eq!(standing(answered, MARA), Some(Standing::Agrees));
    let renewed = [asks("a"), asks("b"), says(MARA, 2, "b", Says::Agrees), back(1)];
    let found = space(renewed);
    assert_eq!((found[0].asked.len(), found[0].standing(MARA)), (1, Standing::Agrees));
    let renewal = [asks("a"), says(MARA, 1, "a", Says::Agrees), asks("b"), back(3)];
    assert_eq!(standing(renewal, MARA), Some(Standing::Agrees));
    let theirs = [asks("a"), says(MARA, 1, "a", Says::Agrees)];
    let own_back = (MARA, Content::Withdraw(Withdraw { of: EntryId([2; 16]) }));
    assert_eq!(standing(theirs.into_iter().chain([own_back]), MARA), Some(Standing::Agrees));
}

#[test]
fn whoever_has_not_answered_is_told_after_a_while_and_nobody_else() {
    let due = |said: Vec<_>, of| falls_due(&space(said), of, 3 * PATIENCE_US).collect::<Vec<_>>();
    let mut said = vec![asks("a")];
    assert_eq!(due(said.clone(), MARA), [PATIENCE_US + 1]);
    assert!(falls_due(&space(said.clone()), MARA, PATIENCE_US).next().is_none(), "not yet");
    said.push(says(MARA, 1, "a", Says::Declines));
    assert!(due(said.clone(), MARA).is_empty());
    said.push(asks("b"));
    assert_eq!(due(said.clone(), MARA), [PATIENCE_US + 3]);
    assert_eq!(due(said, JONAS), [PATIENCE_US + 3]);
}

proptest! {
    /// Whatever is said in whatever order: nobody agrees who did not, and every answer is to words there are.
    #[test]
    fn nobody_agrees_who_did_not(
        steps in proptest::collection::vec((0u8..4, 1u8..12, any::<bool>(), 0u8..3), 0..12),
    ) {
        let mut agreed = false;
        let said: Vec<_> = steps.into_iter().map(|(what, entry, b, how)| {
            let after = (entry > 6).then(|| entry - 3);
            let of = if b { "b" } else { "a" };
            match what {
                0 => asks(of),
                1 => (THEA, Content::Withdraw(Withdraw { of: EntryId([entry; 16]) })),
                _ => {
                    let how = [Says::Agrees, Says::Declines, Says::Withdraws][usize::from(how)];
                    agreed |= how == Says::Agrees;
                    says_after(after, MARA, entry % 6, of, how)
                }
            }
        }).collect();
        for consent in space(said.clone()) {
            prop_assert!(agreed || !consent.standing(MARA).holds());
            prop_assert!(!consent.standing(JONAS).holds());
            prop_assert!(consent.said.iter().all(|said| said.to.is_none_or(|to| to < consent.asked.len())));
        }
        let no = says(MARA, 99, "c", Says::Withdraws);
        for consent in space(said.into_iter().chain([no])) {
            prop_assert!(consent.standing(MARA).is_no(), "whatever came before, a no is a no");
        }
    }
}
