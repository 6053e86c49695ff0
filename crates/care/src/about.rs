//! What appointments are about, in the words of those who take part. Everybody has words of their own, so
//! nobody writes over another's.

use std::collections::BTreeMap;

use crate::content::Content;
use crate::conversation::{Conversation, Pending, What};
use crate::ids::AccountId;

/// What somebody would like an appointment to be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About<'a> {
    /// The appointment's id.
    pub appointment: [u8; 16],
    /// Whose words.
    pub by: AccountId,
    /// The words; never blank.
    pub words: &'a str,
}

/// What the appointments of a space are about, by appointment and person. What `me` has written and not sent
/// yet counts as said.
pub fn abouts<'a>(all: &'a Conversation, me: AccountId, pending: &'a [Pending]) -> Vec<About<'a>> {
    let said = all.events().filter(|event| !all.is_withdrawn(event)).filter_map(|event| match &event.what {
        What::Said(content) => Some((event.author, content)),
        _ => None,
    });
    let waiting = pending.iter().map(|it| (me, &it.content));
    let mut newest = BTreeMap::new();
    for (by, content) in said.chain(waiting) {
        if let Content::AppointmentAbout(it) = content {
            newest.insert((it.appointment, by), it.words.trim());
        }
    }
    newest.retain(|_, words| !words.is_empty());
    newest.into_iter().map(|((appointment, by), words)| About { appointment, by, words }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{AppointmentAbout, Withdraw};
    use crate::conversation::{Event, Sending};
    use crate::ids::EntryId;

    const MARA: AccountId = AccountId([1; 16]);
    const ALEX: AccountId = AccountId([2; 16]);

    fn about(appointment: u8, words: &str) -> Content {
        Content::AppointmentAbout(AppointmentAbout { appointment: [appointment; 16], words: words.into() })
    }

    fn space(said: impl IntoIterator<Item = (AccountId, Content)>) -> Conversation {
        let mut all = Conversation::default();
        for (position, (author, content)) in (1u64..).zip(said) {
            let id = EntryId([position as u8; 16]);
            all.insert(Event { position, received_at: 0, author, id, what: What::Said(content) });
        }
        all
    }

    fn told(all: &Conversation, pending: &[Pending]) -> Vec<(u8, AccountId, String)> {
        abouts(all, ALEX, pending).iter().map(|it| (it.appointment[0], it.by, it.words.to_owned())).collect()
    }

    #[test]
    fn everybodys_newest_words_stand_and_blank_ones_take_back() {
        let mut said =
            vec![(ALEX, about(7, "the move")), (MARA, about(7, "sleep")), (ALEX, about(7, " my sister "))];
        let both = || vec![(7, MARA, "sleep".into()), (7, ALEX, "my sister".into())];
        assert_eq!(told(&space(said.clone()), &[]), [both()[0].clone(), both()[1].clone()]);
        said.push((MARA, about(7, "  ")));
        assert_eq!(told(&space(said.clone()), &[]), both()[1..]);
        said.push((ALEX, Content::Withdraw(Withdraw { of: EntryId([3; 16]) })));
        assert_eq!(told(&space(said), &[]), [(7, ALEX, "the move".into())]);
    }

    #[test]
    fn what_waits_to_be_sent_counts_and_is_no_item_of_the_conversation() {
        let all = space([(ALEX, about(7, "the move"))]);
        let pending = [Pending {
            id: EntryId([9; 16]),
            written_at: 0,
            content: about(7, "my sister"),
            sending: Sending::Waiting,
        }];
        assert_eq!(told(&all, &pending), [(7, ALEX, "my sister".into())]);
        let looking = crate::conversation::Looking {
            me: ALEX,
            others: &[],
            read_to: 0,
            pending: &pending,
            items_max: 10,
        };
        assert_eq!(all.view(&looking).items, []);
    }
}
