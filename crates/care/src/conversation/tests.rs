use proptest::prelude::*;

use super::*;
use crate::content::{Edit, Message, Profile, Withdraw};

const MARA: AccountId = AccountId([1; 16]);
const JONAS: AccountId = AccountId([2; 16]);

fn id(n: u8) -> EntryId {
    EntryId([n; 16])
}

fn event(position: u64, author: AccountId, content: Content) -> Event {
    let what = What::Said(content);
    Event { position, received_at: position as i64, author, id: id(position as u8), what }
}

fn says(position: u64, author: AccountId, text: &str) -> Event {
    event(position, author, Content::Message(Message { text: text.into(), reply_to: None }))
}

fn edits(position: u64, author: AccountId, of: u8, text: &str) -> Event {
    event(position, author, Content::Edit(Edit { of: id(of), text: text.into() }))
}

fn withdraws(position: u64, author: AccountId, of: u8) -> Event {
    event(position, author, Content::Withdraw(Withdraw { of: id(of) }))
}

fn talk(events: impl IntoIterator<Item = Event>) -> Conversation {
    let mut all = Conversation::default();
    events.into_iter().for_each(|e| all.insert(e));
    all
}

fn look(all: &Conversation) -> View {
    all.view(&Looking { me: MARA, others: &[], read_to: 0, pending: &[], items_max: 100 })
}

fn bodies(view: &View) -> Vec<Body> {
    view.items.iter().map(|item| item.body.clone()).collect()
}

#[test]
fn only_the_author_edits_and_the_newest_edit_stands() {
    let all = talk([
        says(1, MARA, "Helo"),
        edits(2, JONAS, 1, "I am a fool"),
        edits(4, MARA, 1, "Hello!"),
        edits(3, MARA, 1, "Hello"),
    ]);
    let view = look(&all);
    assert_eq!(bodies(&view), [Body::Text("Hello!".into())]);
    assert!(view.items[0].edited);
}

#[test]
fn only_the_author_withdraws_and_nothing_brings_it_back() {
    let all = talk([
        says(1, MARA, "one"),
        says(2, MARA, "two"),
        withdraws(3, JONAS, 1),
        withdraws(4, MARA, 2),
        edits(5, MARA, 2, "two, again"),
    ]);
    assert_eq!(bodies(&look(&all)), [Body::Text("one".into()), Body::Withdrawn]);
    assert_eq!(all.preview().map(|(_, line, _)| line), Some("one".into()));
    assert!(all.search(&Query::new("again")).is_empty());
}

#[test]
fn erased_words_are_gone_and_an_erased_edit_gives_way_to_the_one_before() {
    let mut all = talk([says(1, MARA, "a"), edits(2, MARA, 1, "b"), edits(3, MARA, 1, "c")]);
    all.erase(3);
    assert_eq!(bodies(&look(&all))[0], Body::Text("b".into()));
    all.erase(2);
    all.erase(1);
    assert_eq!(bodies(&look(&all))[0], Body::Erased);
    all.insert(withdraws(4, MARA, 1));
    assert_eq!(bodies(&look(&all))[0], Body::Withdrawn);
}

#[test]
fn an_answer_quotes_what_now_stands() {
    let answer = Message { text: "yes".into(), reply_to: Some(id(1)) };
    let lost = Message { text: "no".into(), reply_to: Some(id(99)) };
    let all = talk([
        says(1, JONAS, "Shall  we\nmeet?"),
        event(2, MARA, Content::Message(answer)),
        edits(3, JONAS, 1, "Shall we meet at nine?"),
        event(4, MARA, Content::Message(lost)),
    ]);
    let replies: Vec<_> = look(&all).items.into_iter().filter_map(|item| item.reply_to).collect();
    assert_eq!(replies[0].preview, "Shall we meet at nine?");
    assert_eq!((replies[0].author, replies[1].author), (Some(JONAS), None));
}

#[test]
fn names_are_the_newest_and_erased_ones_step_back() {
    let profile = |n, name: &str| event(n, MARA, Content::Profile(Profile { display_name: name.into() }));
    let mut all = talk([profile(2, "Mara Lindt"), profile(1, "M.")]);
    assert_eq!(all.name_of(MARA), Some("Mara Lindt"));
    all.erase(2);
    assert_eq!(all.name_of(MARA), Some("M."));
    assert_eq!(all.name_of(JONAS), None);
}

#[test]
fn receipts_are_as_far_as_the_slowest_of_the_others() {
    let all = talk([says(1, MARA, "a"), says(2, MARA, "b"), says(3, MARA, "c"), says(4, MARA, "d")]);
    let others = [
        Progress { account: JONAS, delivered: 4, read: 2 },
        Progress { account: AccountId([3; 16]), delivered: 3, read: 1 },
    ];
    let pending = [Pending {
        id: id(9),
        written_at: 9,
        content: Content::Message(Message { text: "e".into(), reply_to: None }),
        sending: Sending::Waiting,
    }];
    let view = all.view(&Looking { me: MARA, others: &others, read_to: 4, pending: &pending, items_max: 9 });
    let receipts: Vec<_> = view.items.iter().filter_map(|item| item.receipt).collect();
    assert_eq!(
        receipts,
        [Receipt::Read, Receipt::Delivered, Receipt::Delivered, Receipt::Sent, Receipt::Waiting]
    );
}

#[test]
fn the_unread_marker_stands_before_the_first_of_the_others_words() {
    let all = talk([says(1, JONAS, "a"), says(2, MARA, "b"), says(3, JONAS, "c"), withdraws(4, JONAS, 3)]);
    let at = |read_to, items_max| {
        let view = all.view(&Looking { me: MARA, others: &[], read_to, pending: &[], items_max });
        (view.first_unread, view.unread, view.earlier)
    };
    assert_eq!(at(0, 9), (Some(0), 1, 0));
    assert_eq!(at(1, 9), (None, 0, 0));
    assert_eq!(at(0, 2), (None, 1, 1), "it lies above what is shown");
}

fn any_event() -> impl Strategy<Value = (AccountId, EntryId, What)> {
    let author = prop_oneof![Just(MARA), Just(JONAS)];
    let name = (0u8..6).prop_map(id);
    let what = (0u8..7, 0u8..6, "[a-c]{1,3}").prop_map(|(kind, of, text)| match kind {
        0 | 1 => What::Said(Content::Message(Message { text, reply_to: Some(id(of)) })),
        2 | 3 => What::Said(Content::Edit(Edit { of: id(of), text })),
        4 => What::Said(Content::Withdraw(Withdraw { of: id(of) })),
        5 => What::Said(Content::Profile(Profile { display_name: text })),
        _ => What::Unverified,
    });
    (author, name, what)
}

proptest! {
    #[test]
    fn the_order_of_arrival_does_not_matter(
        events in proptest::collection::vec(any_event(), 0..24),
        order in proptest::collection::vec(any::<prop::sample::Index>(), 24),
        items_max in 0usize..30,
    ) {
        let events: Vec<Event> = events
            .into_iter()
            .zip(1u64..)
            .map(|((author, id, what), position)| Event { position, received_at: 0, author, id, what })
            .collect();
        let mut shuffled = events.clone();
        for (i, index) in order.iter().enumerate().take(events.len()) {
            shuffled.swap(i, index.index(events.len()));
        }
        let (a, b) = (talk(events), talk(shuffled));
        let looking = Looking { me: MARA, others: &[], read_to: 3, pending: &[], items_max };
        prop_assert_eq!(a.view(&looking), b.view(&looking));
        prop_assert!(a.view(&looking).items.len() <= items_max);
        prop_assert_eq!(a.search(&Query::new("a b")), b.search(&Query::new("a b")));
    }
}
