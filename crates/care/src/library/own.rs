//! The articles that a practice wrote itself.
//!
//! They travel as entries, as its forms do: [`Content::ArticleWritten`] in the practice's space is on the
//! practice's shelf; in a care space it is what somebody was given to read, and stays theirs when the practice
//! puts it away.

use std::collections::BTreeMap;

use super::Article;
use crate::content::Content;
use crate::conversation::{Conversation, Event, What};

/// An article with the words it was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// Its name for programs.
    pub id: String,
    /// Its words, as they were typed.
    pub markdown: String,
    /// The article.
    pub article: Article,
}

/// The articles that stand in a space, the newest words of each, by title; those that were put away are left
/// out. `counts` says whose words do.
pub fn written(all: &Conversation, counts: impl Fn(&Event) -> bool) -> Vec<Own> {
    newest(all, counts, false)
}

/// Those that were put away, with the words they had, by title.
pub fn put_away(all: &Conversation, counts: impl Fn(&Event) -> bool) -> Vec<Own> {
    newest(all, counts, true)
}

fn newest(all: &Conversation, counts: impl Fn(&Event) -> bool, wanted_away: bool) -> Vec<Own> {
    let mut newest: BTreeMap<&str, (Own, bool)> = BTreeMap::new();
    for event in all.events().filter(|event| !all.is_withdrawn(event) && counts(event)) {
        match &event.what {
            What::Said(Content::ArticleWritten(it)) => {
                let Some(article) = it.read() else { continue };
                let own = Own { id: it.article.clone(), markdown: it.markdown.clone(), article };
                newest.insert(&it.article, (own, false));
            }
            What::Said(Content::ArticlePutAway(it)) => {
                if let Some((_, away)) = newest.get_mut(it.article.as_str()) {
                    *away = true;
                }
            }
            _ => {}
        }
    }
    let found = newest.into_values().filter(|(_, away)| *away == wanted_away).map(|(own, _)| own);
    let mut found: Vec<Own> = found.collect();
    found.sort_by(|a, b| (&a.article.title, &a.id).cmp(&(&b.article.title, &b.id)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{ArticlePutAway, ArticleWritten, Withdraw};
    use crate::ids::{AccountId, EntryId};

    const STAFF: AccountId = AccountId([1; 16]);
    const CLIENT: AccountId = AccountId([2; 16]);

    fn words(id: &str, title: &str) -> Content {
        let markdown = format!("# {title}\n\nWhat it is about.\n\nMore.");
        Content::ArticleWritten(ArticleWritten { article: id.into(), markdown })
    }

    fn titles(said: impl IntoIterator<Item = (AccountId, Content)>) -> Vec<String> {
        let all = conversation(said);
        written(&all, |event| event.author == STAFF).into_iter().map(|it| it.article.title).collect()
    }

    fn conversation(said: impl IntoIterator<Item = (AccountId, Content)>) -> Conversation {
        let mut all = Conversation::default();
        for (position, (author, content)) in (1u64..).zip(said) {
            let id = EntryId([u8::try_from(position).unwrap(); 16]);
            all.insert(Event { position, received_at: 1, author, id, what: What::Said(content) });
        }
        all
    }

    #[test]
    fn the_newest_words_stand_and_what_was_put_away_or_taken_back_does_not() {
        let away = || Content::ArticlePutAway(ArticlePutAway { article: "a".into() });
        assert_eq!(
            titles([
                (STAFF, words("b", "Rest")),
                (STAFF, words("a", "Before")),
                (STAFF, words("a", "After"))
            ]),
            ["After", "Rest"]
        );
        let gone = [(STAFF, words("a", "Rest")), (STAFF, away())];
        assert!(titles(gone.clone()).is_empty());
        let kept = put_away(&conversation(gone), |event| event.author == STAFF);
        assert_eq!((kept.len(), kept[0].article.title.as_str()), (1, "Rest"), "it can be brought back");
        let never = [(STAFF, words("a", "Rest"))];
        assert!(put_away(&conversation(never), |event| event.author == STAFF).is_empty());
        assert_eq!(
            titles([(STAFF, words("a", "Rest")), (STAFF, away()), (STAFF, words("a", "Again"))]),
            ["Again"]
        );
        let back = Content::Withdraw(Withdraw { of: EntryId([2; 16]) });
        assert_eq!(
            titles([(STAFF, words("a", "Before")), (STAFF, words("a", "After")), (STAFF, back)]),
            ["Before"]
        );
    }

    #[test]
    fn only_staff_write_for_the_shelf_and_what_is_no_article_is_left_out() {
        assert!(titles([(CLIENT, words("a", "Mine"))]).is_empty());
        let bare =
            Content::ArticleWritten(ArticleWritten { article: "a".into(), markdown: "no title".into() });
        assert!(titles([(STAFF, bare)]).is_empty());
        let away = Content::ArticlePutAway(ArticlePutAway { article: "a".into() });
        assert_eq!(titles([(STAFF, words("a", "Rest")), (CLIENT, away)]), ["Rest"]);
    }
}
