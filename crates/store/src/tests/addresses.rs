use rapport_wire::limits;
use rapport_wire::reminder::{Quiet, Reminders};

use super::practice::*;
use super::{Db, at, on_both};
use crate::{AddressError, Hash, NewAddress, Settled, What};

on_both!(
    an_address_counts_once_its_code_came_back,
    a_code_is_missed_five_times_and_no_more,
    so_many_codes_go_out_in_a_day,
    a_choice_reads_back,
);

fn given(mail: &str, digits: &str, seconds: i64) -> NewAddress {
    NewAddress {
        account: person(1),
        mail: mail.to_owned(),
        digits: digits.to_owned(),
        code_hash: code(digits),
        now: at(seconds),
    }
}

fn code(digits: &str) -> Hash {
    hash(digits.parse().unwrap())
}

async fn an_address_counts_once_its_code_came_back(db: Db) {
    with_people(&db.store, 1).await;
    assert!(matches!(
        db.store.confirm_address(person(1), &code("1"), at(0)).await,
        Err(AddressError::NoCode)
    ));
    db.store.give_address(given("a@example.org", "111111", 0)).await.unwrap();
    let taken = db.store.take_out(at(1)).await.unwrap().unwrap();
    assert_eq!(taken.what, What::Code { digits: "111111".to_owned(), at: at(0) });
    db.store.settle_out(&taken, Settled::Sent, at(1)).await.unwrap();
    assert_eq!(db.store.confirmed_address(person(1)).await.unwrap(), None);
    // Another address takes the place of the first, and the first's code is worth nothing.
    db.store.give_address(given("b@example.org", "222222", 5)).await.unwrap();
    let wrong = db.store.confirm_address(person(1), &code("111111"), at(6)).await;
    assert!(matches!(wrong, Err(AddressError::Wrong)));
    db.store.confirm_address(person(1), &code("222222"), at(7)).await.unwrap();
    assert_eq!(db.store.confirmed_address(person(1)).await.unwrap().as_deref(), Some("b@example.org"));
    let again = db.store.confirm_address(person(1), &code("222222"), at(8)).await;
    assert!(matches!(again, Err(AddressError::NoCode)));
    db.store.forget_address(person(1), at(9)).await.unwrap();
    assert!(db.store.mail_address(person(1)).await.unwrap().is_none());
    assert_eq!(db.store.take_out(at(9)).await.unwrap(), None, "a forgotten address gets no code");
}

async fn a_code_is_missed_five_times_and_no_more(db: Db) {
    with_people(&db.store, 1).await;
    db.store.give_address(given("a@example.org", "111111", 0)).await.unwrap();
    for _ in 0..limits::ADDRESS_CODE_ATTEMPTS_MAX {
        let wrong = db.store.confirm_address(person(1), &code("999999"), at(1)).await;
        assert!(matches!(wrong, Err(AddressError::Wrong)));
    }
    let right = db.store.confirm_address(person(1), &code("111111"), at(1)).await;
    assert!(matches!(right, Err(AddressError::NoCode)));
    // A code that is too old is none.
    db.store.give_address(given("a@example.org", "333333", 2)).await.unwrap();
    let late = at(3 + limits::ADDRESS_CODE_SECONDS);
    assert!(matches!(
        db.store.confirm_address(person(1), &code("333333"), late).await,
        Err(AddressError::NoCode)
    ));
}

async fn so_many_codes_go_out_in_a_day(db: Db) {
    with_people(&db.store, 1).await;
    for _ in 0..limits::ADDRESS_CODES_PER_DAY {
        db.store.give_address(given("a@example.org", "111111", 0)).await.unwrap();
        // Forgetting the address does not forget the count.
        db.store.forget_address(person(1), at(0)).await.unwrap();
    }
    let more = db.store.give_address(given("a@example.org", "111111", 0)).await;
    assert!(matches!(more, Err(AddressError::TooMany)));
    db.store.give_address(given("a@example.org", "111111", 24 * 3600)).await.unwrap();
}

async fn a_choice_reads_back(db: Db) {
    with_people(&db.store, 1).await;
    assert_eq!(db.store.reminders(person(1)).await.unwrap(), None);
    let mut chosen = Reminders {
        before_minutes: vec![1440, 60],
        zone: "Europe/London".to_owned(),
        quiet: Some(Quiet { from_minute: 1260, to_minute: 480 }),
        invitations: true,
        due: true,
    };
    db.store.put_reminders(person(1), &chosen, at(0)).await.unwrap();
    assert_eq!(db.store.reminders(person(1)).await.unwrap().as_ref(), Some(&chosen));
    (chosen.before_minutes, chosen.quiet) = (Vec::new(), None);
    db.store.put_reminders(person(1), &chosen, at(0)).await.unwrap();
    assert_eq!(db.store.reminders(person(1)).await.unwrap(), Some(chosen));
}
