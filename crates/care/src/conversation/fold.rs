//! The fold itself.

use super::view::{Body, Item, Looking, Pending, Receipt, Reply, Sending, View};
use super::{Conversation, Event, What};
use crate::content::Content;
use crate::ids::{AccountId, EntryId};
use crate::limits::PREVIEW_CHARS;

pub(super) fn view(all: &Conversation, looking: &Looking<'_>) -> View {
    let shown = |e: &&Event| is_item(&e.what);
    // What is not sent yet is no more an item than it will be once it is.
    let pending: Vec<_> = looking.pending.iter().filter(|p| is_said_item(&p.content)).collect();
    let total = all.events.values().filter(shown).count() + pending.len();
    let skip = total.saturating_sub(looking.items_max);
    let mut items: Vec<Item> =
        all.events.values().filter(shown).skip(skip).map(|e| item(all, looking, e)).collect();
    let pending_skip = skip.saturating_sub(total - pending.len());
    items.extend(pending.into_iter().skip(pending_skip).map(|p| waiting(all, looking, p)));

    let is_unread = |position: u64| position > looking.read_to;
    let first_unread = items.iter().position(|item| {
        let news = item.position.filter(|p| is_unread(*p)).and_then(|p| all.event(p));
        !item.mine && news.is_some_and(|e| all.is_news(e))
    });
    let unread = all.unread(looking.me, looking.read_to.saturating_add(1)..=u64::MAX);
    View { items, earlier: skip, first_unread, unread }
}

impl Conversation {
    /// Whether a person would want to be told of it.
    pub(super) fn is_news(&self, event: &Event) -> bool {
        matches!(
            body(self, event),
            Body::Text(_) | Body::Attachment(_) | Body::VoiceNote(_) | Body::Newer | Body::Unverified
        ) && is_item(&event.what)
    }

    /// The words of an event as they now stand.
    pub(super) fn words_of(&self, event: &Event) -> Option<String> {
        match body(self, event) {
            _ if !is_item(&event.what) => None,
            Body::Text(text) => Some(text),
            Body::Attachment(it) => Some(it.file.name + " " + &it.caption),
            _ => None,
        }
    }
}

/// Whether an event stands in the conversation by itself; the others only change what does.
const fn is_item(what: &What) -> bool {
    match what {
        What::Said(content) => is_said_item(content),
        What::Erased | What::Unverified | What::Closed => true,
    }
}

const fn is_said_item(content: &Content) -> bool {
    !matches!(content, Content::Profile(_) | Content::Edit(_) | Content::Withdraw(_)) && !content.is_record()
}

fn item(all: &Conversation, looking: &Looking<'_>, event: &Event) -> Item {
    let mine = event.author == looking.me;
    Item {
        id: event.id,
        position: Some(event.position),
        author: event.author,
        mine,
        at: event.received_at,
        body: body(all, event),
        edited: edit_of(all, event).is_some() && !is_withdrawn(all, event),
        reply_to: answered(&event.what).map(|id| reply(all, id)),
        receipt: mine.then(|| receipt(looking, event.position)),
    }
}

fn waiting(all: &Conversation, looking: &Looking<'_>, pending: &Pending) -> Item {
    let what = What::Said(pending.content.clone());
    Item {
        id: pending.id,
        position: None,
        author: looking.me,
        mine: true,
        at: pending.written_at,
        body: plain_body(&what),
        edited: false,
        reply_to: answered(&what).map(|id| reply(all, id)),
        receipt: Some(match pending.sending {
            Sending::Waiting => Receipt::Waiting,
            Sending::Taken => Receipt::Sent,
            Sending::Failed => Receipt::Failed,
        }),
    }
}

/// What to show of an event, edits and withdrawals applied.
pub(super) fn body(all: &Conversation, event: &Event) -> Body {
    if is_withdrawn(all, event) {
        return Body::Withdrawn;
    }
    match edit_of(all, event) {
        Some(text) => Body::Text(text.to_owned()),
        None => plain_body(&event.what),
    }
}

fn plain_body(what: &What) -> Body {
    match what {
        What::Said(content) => match content {
            Content::Message(it) => Body::Text(it.text.clone()),
            Content::Attachment(it) => Body::Attachment(it.clone()),
            Content::VoiceNote(it) => Body::VoiceNote(it.clone()),
            Content::CallNote(it) => Body::Call(it.clone()),
            Content::CodeCompared(it) => Body::CodeCompared(it.clone()),
            // Never items: they change others. Shown as words they would be a defect above, not a secret.
            Content::Edit(it) => Body::Text(it.text.clone()),
            // What is newer; and profiles, withdrawals and the record, which are never items either.
            _ => Body::Newer,
        },
        What::Erased => Body::Erased,
        What::Unverified => Body::Unverified,
        What::Closed => Body::Closed,
    }
}

pub(super) fn is_withdrawn(all: &Conversation, event: &Event) -> bool {
    all.withdrawn.contains_key(&(event.id, event.author)) && is_named(all, event)
}

/// The words that now stand in place of a message's own.
fn edit_of<'a>(all: &'a Conversation, event: &Event) -> Option<&'a str> {
    if !matches!(event.what, What::Said(Content::Message(_))) || !is_named(all, event) {
        return None;
    }
    let position = all.edits.get(&(event.id, event.author))?;
    match &all.event(*position)?.what {
        What::Said(Content::Edit(edit)) => Some(&edit.text),
        _ => None,
    }
}

/// Whether the event is the one its name means (see [`Conversation::insert`]).
fn is_named(all: &Conversation, event: &Event) -> bool {
    all.position_of(event.id, event.author) == Some(event.position)
}

const fn answered(what: &What) -> Option<EntryId> {
    match what {
        What::Said(Content::Message(it)) => it.reply_to,
        What::Said(Content::Attachment(it)) => it.reply_to,
        What::Said(Content::VoiceNote(it)) => it.reply_to,
        _ => None,
    }
}

fn reply(all: &Conversation, id: EntryId) -> Reply {
    let lowest = AccountId([0; 16]);
    let place = all.places.range((id, lowest)..).next().filter(|((found, _), _)| *found == id);
    match place.and_then(|(_, position)| all.event(*position)) {
        Some(event) => Reply { id, author: Some(event.author), preview: preview(&body(all, event)) },
        None => Reply { id, author: None, preview: String::new() },
    }
}

/// A body's beginning, on one line.
pub(super) fn preview(body: &Body) -> String {
    let words = match body {
        Body::Text(text) => text.as_str(),
        Body::Attachment(it) if !it.caption.trim().is_empty() => &it.caption,
        Body::Attachment(it) => &it.file.name,
        _ => return String::new(),
    };
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(PREVIEW_CHARS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

fn receipt(looking: &Looking<'_>, position: u64) -> Receipt {
    let others = looking.others;
    if others.is_empty() {
        Receipt::Sent
    } else if others.iter().all(|p| p.read >= position) {
        Receipt::Read
    } else if others.iter().all(|p| p.delivered.max(p.read) >= position) {
        Receipt::Delivered
    } else {
        Receipt::Sent
    }
}
