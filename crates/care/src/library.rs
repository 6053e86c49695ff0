//! Articles to read between sessions: those that come with Rapport, in our words and with their sources, and
//! those a practice writes itself in Markdown.
//!
//! ```
//! let article = rapport_care::library::find("sleep").unwrap();
//! assert_eq!(article.title, "Sleep");
//! ```

mod own;
mod text;

use std::sync::LazyLock;

use crate::limits::ARTICLE_CHARS_MAX;

pub use own::{Own, put_away, written};
pub use text::{Block, Span, hides_words};

/// Words that somebody reads in a minute, without hurry: Brysbaert (2019) finds 238 for adults reading
/// non-fiction in English, doi:10.1016/j.jml.2019.104047; a tired person reads more slowly.
const WORDS_PER_MINUTE: usize = 180;

/// In the order that a list shows them.
const FILES: [(&str, &str); 12] = [
    ("how-therapy-works", include_str!("../library/how-therapy-works.md")),
    ("online-therapy", include_str!("../library/online-therapy.md")),
    ("your-words", include_str!("../library/your-words.md")),
    ("anxiety", include_str!("../library/anxiety.md")),
    ("panic", include_str!("../library/panic.md")),
    ("low-mood", include_str!("../library/low-mood.md")),
    ("sleep", include_str!("../library/sleep.md")),
    ("stress", include_str!("../library/stress.md")),
    ("grief", include_str!("../library/grief.md")),
    ("anger", include_str!("../library/anger.md")),
    ("trauma", include_str!("../library/trauma.md")),
    ("relationships", include_str!("../library/relationships.md")),
];

// A test reads every file, so none is left out here.
static SHELF: LazyLock<Vec<Shelved>> = LazyLock::new(|| {
    let read = |&(id, file): &(&'static str, &str)| Some(Shelved { id, article: Article::read(file).ok()? });
    FILES.iter().filter_map(read).collect()
});

/// An article that comes with Rapport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelved {
    /// Its name for programs.
    pub id: &'static str,
    /// The article.
    pub article: Article,
}

/// Something to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// What it is called.
    pub title: String,
    /// What it is about, in a sentence.
    pub lead: String,
    /// The rest.
    pub body: Vec<Block>,
    /// How long it takes to read, in minutes, at least one.
    pub minutes: usize,
}

/// Why Markdown is no article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ArticleError {
    /// It is longer than [`ARTICLE_CHARS_MAX`].
    #[error("an article has at most {ARTICLE_CHARS_MAX} characters")]
    TooLong,
    /// It does not begin with a heading.
    #[error("an article begins with its title, a line that starts with #")]
    NoTitle,
    /// The title is followed by no sentence.
    #[error("after the title comes a sentence on what the article is about")]
    NoLead,
}

impl Article {
    /// Reads Markdown: a heading, a paragraph that says what it is about, and the rest. Nothing in it can do
    /// anything: HTML stands there as it was typed, pictures are their description, and only addresses that
    /// begin with `https://` are links.
    pub fn read(markdown: &str) -> Result<Self, ArticleError> {
        if markdown.len() > ARTICLE_CHARS_MAX * 4 || markdown.chars().count() > ARTICLE_CHARS_MAX {
            return Err(ArticleError::TooLong);
        }
        let mut blocks = text::blocks(markdown).into_iter();
        let Some(Block::Heading(title)) = blocks.next() else { return Err(ArticleError::NoTitle) };
        let Some(Block::Paragraph(lead)) = blocks.next() else { return Err(ArticleError::NoLead) };
        let minutes = markdown.split_whitespace().count().div_ceil(WORDS_PER_MINUTE);
        Ok(Self { title: text::plain(&title), lead: text::plain(&lead), body: blocks.collect(), minutes })
    }
}

/// Every article that comes with Rapport.
pub fn shelf() -> &'static [Shelved] {
    &SHELF
}

/// An article by its name.
pub fn find(id: &str) -> Option<&'static Article> {
    shelf().iter().find(|it| it.id == id).map(|it| &it.article)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_article_can_be_read_and_says_where_it_comes_from() {
        for (id, file) in FILES {
            let article = Article::read(file).unwrap_or_else(|wrong| panic!("{id}: {wrong}"));
            let sources = article
                .body
                .iter()
                .position(|block| matches!(block, Block::Heading(words) if text::plain(words) == "Sources"));
            let after = sources.map(|at| &article.body[at + 1..]).unwrap_or_default();
            let [Block::List { items, .. }] = after else { panic!("{id} ends with its sources") };
            assert!(items.len() >= 2, "{id}: one source is an opinion");
            assert!((2..=4).contains(&article.minutes), "{id}: {} minutes", article.minutes);
        }
        assert_eq!(shelf().len(), FILES.len());
    }

    #[test]
    fn articles_speak_gently() {
        for (id, file) in FILES {
            for word in ["!", "patient", "disorder is", "sufferer", "symptom"] {
                assert!(!file.contains(word), "{id} says {word:?}");
            }
        }
    }

    #[test]
    fn what_is_no_article_says_why() {
        assert_eq!(Article::read("words"), Err(ArticleError::NoTitle));
        assert_eq!(Article::read("# Title\n\n- a list"), Err(ArticleError::NoLead));
        assert_eq!(Article::read(&"x".repeat(ARTICLE_CHARS_MAX + 1)), Err(ArticleError::TooLong));
    }
}
