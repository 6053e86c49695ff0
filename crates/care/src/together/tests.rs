use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::content::{Content, FormName, PageClosed, PageTogether};
use crate::conversation::{Conversation, Event, What};
use crate::form::{Answer, Form, Responses};
use crate::ids::{EntryId, PageId};
use crate::limits::{TOGETHER_BYTES_MAX, TOGETHER_KEPT_BYTES_MAX, TOGETHER_PIECE_CHARS};
use crate::worksheet;

const ALEX: AccountId = AccountId([1; 16]);
const THEA: AccountId = AccountId([2; 16]);
const FIELD: &str = "situation";

static FORM: LazyLock<&Form> = LazyLock::new(|| worksheet::find("thought-record").unwrap());

/// Somebody with a page open, seeing what they hold of it.
#[derive(Clone)]
struct Desk {
    hand: Hand,
    by: AccountId,
    page: Together,
    seen: Version,
}

impl Desk {
    fn new(hand: u64, by: AccountId) -> Self {
        Self { hand: Hand(hand), by, page: Together::default(), seen: Version::new() }
    }

    fn words(&self) -> String {
        words(&self.page)
    }

    /// Sees what the device holds.
    fn look(&mut self) {
        self.seen = self.page.version();
    }

    /// The page as they see it.
    fn sees(&self) -> Responses {
        self.page.read_at(&FORM, Some(&self.seen))
    }

    /// Makes this of what they saw.
    fn make(&mut self, words: &str) {
        let mut answers = self.sees();
        match words {
            "" => drop(answers.remove(FIELD)),
            words => drop(answers.insert(FIELD.into(), Answer::Text(words.into()))),
        }
        self.seen = self.page.write(self.hand, self.by, &FORM, &self.seen, &answers).unwrap();
    }
}

fn words(page: &Together) -> String {
    match page.read(&FORM).remove(FIELD) {
        Some(Answer::Text(words)) => words,
        _ => String::new(),
    }
}

/// What happens at one of three desks.
#[derive(Debug, Clone)]
enum Happens {
    /// Somebody replaces a part of what they see.
    Type { who: usize, from: Index, to: Index, words: String },
    /// A desk sends another what it lacks; some of it is lost on the way, some of it comes twice.
    Send { from: usize, to: usize, lost: usize, twice: bool },
    /// A desk shows what it holds.
    Look { who: usize },
    /// A page is loaded again: what was kept is there, under a new hand.
    Reload { who: usize },
}

fn event() -> impl Strategy<Value = Happens> {
    let at = any::<Index>;
    prop_oneof![
        4 => (0..3usize, at(), at(), "[a-zéß🌿]{0,6}").prop_map(|(who, from, to, words)| Happens::Type { who, from, to, words }),
        3 => (0..3usize, 0..3usize, 0..4usize, any::<bool>()).prop_map(|(from, to, lost, twice)| Happens::Send { from, to, lost, twice }),
        2 => (0..3usize).prop_map(|who| Happens::Look { who }),
        1 => (0..3usize).prop_map(|who| Happens::Reload { who }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    /// Whatever is dropped, repeated and late: in the end all read the same, and every character is there that
    /// was written and that nobody erased.
    #[test]
    fn nothing_is_lost_and_all_end_the_same(events in proptest::collection::vec(event(), 0..60)) {
        let mut desks = [Desk::new(1, ALEX), Desk::new(2, THEA), Desk::new(3, THEA)];
        let (mut written, mut hands) = (String::new(), 10);
        let mut erased: Vec<char> = Vec::new();
        for event in events {
            match event {
                Happens::Type { who, from, to, words: typed } => {
                    let desk = &mut desks[who];
                    let before: Vec<char> = match desk.sees().remove(FIELD) {
                        Some(Answer::Text(words)) => words.chars().collect(),
                        _ => Vec::new(),
                    };
                    let (a, b) = (from.index(before.len() + 1), to.index(before.len() + 1));
                    let (a, b) = (a.min(b), a.max(b));
                    let after: String = before[..a].iter().copied().chain(typed.chars()).chain(before[b..].iter().copied()).collect();
                    written.push_str(&typed);
                    erased.extend(&before[a..b]);
                    desk.make(&after);
                    prop_assert_eq!(desk.sees().remove(FIELD), Some(Answer::Text(after)).filter(|it| *it != Answer::Text(String::new())), "one sees what one wrote");
                }
                Happens::Send { from, to, lost, twice } => {
                    let lacks = desks[from].page.since(&desks[to].page.version());
                    for (n, portion) in portions(lacks).into_iter().enumerate() {
                        if n >= 3 && n - 3 == lost { continue; }
                        for run in &portion {
                            let taken = desks[to].page.take(run);
                            prop_assert!(matches!(taken, Ok(_) | Err(NotTaken::Missing)), "{:?}", taken);
                            if twice { prop_assert!(!matches!(desks[to].page.take(run), Ok(true)), "twice is once"); }
                        }
                    }
                }
                Happens::Look { who } => desks[who].look(),
                Happens::Reload { who } => {
                    hands += 1;
                    desks[who].hand = Hand(hands);
                    desks[who].look();
                }
            }
        }
        let mut orders = [[0, 1, 2], [2, 1, 0], [1, 0, 2]].map(|order| {
            let mut page = Together::default();
            for n in order { page.join(&desks[n].page); }
            page
        });
        prop_assert_eq!(&orders[0], &orders[1]);
        prop_assert_eq!(&orders[0], &orders[2]);
        let twice = orders[1].clone();
        orders[1].join(&twice);
        prop_assert_eq!(&orders[0], &orders[1], "joining again changes nothing");
        prop_assert_eq!(&Together::of(&orders[0].since(&Version::new())), &orders[0], "kept and read again");

        // Two may erase the same character, so at least so many of each stand as were written and not erased; and
        // never more than were written.
        let ends = words(&orders[0]);
        let count = |all: &str, it: char| all.chars().filter(|c| *c == it).count();
        for it in written.chars().chain(ends.chars()) {
            let (had, has) = (count(&written, it), count(&ends, it));
            let gone = erased.iter().filter(|c| **c == it).count();
            prop_assert!(has <= had && has + gone >= had, "{it}: {had} written, {gone} erased, {has} stand in {ends:?}");
        }
    }

    /// Two at the same place at once: each one's words stay together.
    #[test]
    fn words_written_in_one_place_stand_side_by_side(first in "[a-m]{1,20}", second in "[n-z]{1,20}", backwards in any::<bool>()) {
        let mut desks = [Desk::new(1, ALEX), Desk::new(2, THEA)];
        desks[0].make("( )");
        let page = desks[0].page.clone();
        desks[1].page.join(&page);
        desks[1].look();
        for (desk, words) in desks.iter_mut().zip([&first, &second]) {
            for n in 1..=words.len() {
                // A key at a time, to the end or always at the front.
                let typed = if backwards { &words[words.len() - n..] } else { &words[..n] };
                desk.make(&format!("({typed} )"));
            }
        }
        let other = desks[1].page.clone();
        desks[0].page.join(&other);
        let ends = desks[0].words();
        let both = [format!("({first}{second} )"), format!("({second}{first} )")];
        prop_assert!(both.contains(&ends), "{ends}");
    }

    #[test]
    fn what_comes_in_pieces_fits_and_is_the_same(words in "[a-z🌿]{1,3000}") {
        let mut desk = Desk::new(1, ALEX);
        desk.make(&words);
        let mut page = Together::default();
        for portion in portions(desk.page.since(&Version::new())) {
            prop_assert!(portion.iter().flat_map(|run| &run.steps).map(Step::atoms).sum::<u32>() <= TOGETHER_PIECE_CHARS);
            let live = Live::Steps { page: PageId([0; 16]), runs: portion };
            prop_assert_eq!(&Live::from_bytes(&live.to_bytes()), &Ok(live.clone()));
            let Live::Steps { runs, .. } = live else { unreachable!() };
            for run in &runs { prop_assert_eq!(page.take(run), Ok(true)); }
        }
        prop_assert_eq!(page, desk.page);
    }

    #[test]
    fn any_bytes_of_a_live_message_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(Live::Steps { runs, .. }) = Live::from_bytes(&bytes) {
            drop(Together::of(&runs).read(&FORM));
        }
    }
}

#[test]
fn what_others_did_while_somebody_looked_at_less_stays() {
    let mut desk = Desk::new(1, ALEX);
    desk.make("I was late");
    let mut other = Desk::new(2, THEA);
    other.page.join(&desk.page);
    other.look();
    other.make("I was late, again");
    desk.page.join(&other.page);
    // What is shown is older than what is held, as while a word is composed.
    desk.make("I was not late");
    assert_eq!(desk.words(), "I was not late, again");
}

#[test]
fn a_gap_is_noticed_and_not_filled_with_anything() {
    let mut desk = Desk::new(1, ALEX);
    desk.make("one");
    let had = desk.page.version();
    desk.make("one two");
    let mut late = Together::default();
    let runs = desk.page.since(&had);
    assert_eq!(late.take(&runs[0]), Err(NotTaken::Missing));
    assert_eq!(late, Together::default());
}

#[test]
fn the_later_choice_stands_and_options_stand_side_by_side() {
    let form = worksheet::find("mood-diary").unwrap();
    let many = form.questions().find_map(|(_, it)| match &it.kind {
        crate::form::Kind::Choice(options) if options.many => Some((it.id.clone(), options.of.clone())),
        _ => None,
    });
    let (many, options) = many.unwrap();
    let chosen = |n: &[usize]| Answer::Chosen(n.iter().map(|n| options[*n].0.clone()).collect(), None);
    let said = |mood: i16, n: &[usize]| {
        Responses::from([("mood".to_owned(), Answer::Scale(mood)), (many.clone(), chosen(n))])
    };
    let mut desk = Together::default();
    let seen = desk.write(Hand(1), ALEX, form, &Version::new(), &said(3, &[0])).unwrap();
    let mut phone = desk.clone();
    desk.write(Hand(1), ALEX, form, &seen, &said(5, &[0, 1])).unwrap();
    let again = phone.write(Hand(2), THEA, form, &seen, &said(6, &[2])).unwrap();
    phone.write(Hand(2), THEA, form, &again, &said(7, &[2])).unwrap();
    desk.join(&phone);
    assert_eq!(desk.read(form), said(7, &[1, 2]), "each ticked what they ticked; the one let go of is gone");
    assert_eq!(desk.writers(), [ALEX, THEA]);
}

#[test]
fn a_full_page_refuses_words_and_lets_them_be_erased() {
    let (mut page, mut seen) = (Together::default(), Version::new());
    let long = |n: usize| Responses::from([(FIELD.to_owned(), Answer::Text("€".repeat(n)))]);
    let all = TOGETHER_BYTES_MAX / 3 - 100;
    assert!(page.write(Hand(1), ALEX, &FORM, &seen, &long(all)).is_err(), "longer than answers may be");
    let mut words = String::new();
    while let Ok(next) = {
        words.push_str(&"€".repeat(2_000));
        page.write(
            Hand(1),
            ALEX,
            &FORM,
            &seen,
            &Responses::from([(FIELD.to_owned(), Answer::Text(words.clone()))]),
        )
    } {
        seen = next;
    }
    assert!(page.bytes() <= TOGETHER_BYTES_MAX, "what was refused is not there");
    page.write(Hand(1), ALEX, &FORM, &seen, &Responses::new()).unwrap();
    assert_eq!(page.read(&FORM), Responses::new());
    assert!(page.bytes() <= TOGETHER_KEPT_BYTES_MAX);
}

#[test]
fn what_was_begun_alone_is_brought_in_behind_what_stands() {
    let text = |it: &str| Answer::Text(it.into());
    let page = Responses::from([("a".to_owned(), text("both")), ("c".to_owned(), Answer::Scale(3))]);
    let mine = [("a", text("mine")), ("b", text("new")), ("c", Answer::Scale(9))];
    let begun = mine.map(|(id, it)| (id.to_owned(), it)).into();
    let whole = bring_in(&page, &begun);
    let ends = [("a", text("both\nmine")), ("b", text("new")), ("c", Answer::Scale(3))];
    assert_eq!(whole, ends.map(|(id, it)| (id.to_owned(), it)).into());
    assert_eq!(bring_in(&whole, &begun), whole, "twice is once");
}

/// A space with what was said in it.
struct Entries(Conversation, u64);

impl Entries {
    fn say(&mut self, author: AccountId, content: &Content) -> EntryId {
        content.check().unwrap();
        let content = Content::from_bytes(&content.to_bytes()).unwrap();
        self.1 += 1;
        let id = EntryId([self.1 as u8; 16]);
        let (position, received_at) = (self.1, self.1 as i64);
        self.0.insert(Event { position, received_at, author, id, what: What::Said(content) });
        id
    }

    fn keep(&mut self, desk: &Desk) -> EntryId {
        let form = FormName { id: FORM.id.clone(), version: FORM.version };
        let runs = desk.page.since(&Version::new());
        let (page, checksum) = (PageId([7; 16]), FORM.checksum());
        let is = PageTogether { page, form, checksum, opened_by: ALEX, asked: None, runs };
        self.say(desk.by, &Content::PageTogether(is))
    }
}

#[test]
fn a_space_holds_what_either_kept_until_somebody_who_saw_it_all_closes_it() {
    let mut space = Entries(Conversation::default(), 0);
    let (mut alex, mut thea) = (Desk::new(1, ALEX), Desk::new(2, THEA));
    alex.make("the bus");
    let first = space.keep(&alex);
    thea.page.join(&alex.page);
    thea.look();
    thea.make("the bus home");
    space.keep(&thea);
    alex.make("late for the bus");
    let second = space.keep(&alex);
    let page = open(&space.0).remove(0);
    assert_eq!(words(&page.done), "late for the bus home");
    assert_eq!((page.replaced(ALEX), page.replaced(THEA)), (vec![first], vec![]));
    assert_eq!(page.kept_by(ALEX), [first, second]);

    // Alex has not seen what Thea wrote: it stays open. Once he has, it is closed.
    let close = |desk: &Desk| {
        let (page, with) = (PageId([7; 16]), desk.page.writers());
        Content::PageClosed(PageClosed {
            page,
            kept: Some(EntryId([9; 16])),
            with,
            seen: desk.page.version(),
        })
    };
    space.say(ALEX, &close(&alex));
    assert!(open(&space.0)[0].closed.is_none());
    alex.page.join(&thea.page);
    space.say(ALEX, &close(&alex));
    assert!(open(&space.0)[0].closed.is_some());
    let marks = close_marks(&space.0);
    assert_eq!(marks[&(EntryId([9; 16]), ALEX)].with, [ALEX, THEA]);

    // What comes after that opens it again.
    thea.make("the bus home, in the rain");
    space.keep(&thea);
    assert!(open(&space.0)[0].closed.is_none());
}
