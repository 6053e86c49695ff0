//! Markdown as what a screen can draw: blocks of words, and nothing that could do anything.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// A piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The heading of what follows.
    Heading(Vec<Span>),
    /// Sentences.
    Paragraph(Vec<Span>),
    /// Somebody else's words.
    Quote(Vec<Span>),
    /// A list; lists within it are part of it.
    List {
        /// Whether the order matters.
        ordered: bool,
        /// Its items.
        items: Vec<Vec<Span>>,
    },
}

/// Words that look alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The words.
    pub words: String,
    /// Whether they weigh more.
    pub strong: bool,
    /// Whether they are stressed.
    pub stressed: bool,
    /// Where they lead: an address that begins with `https://`.
    pub link: Option<String>,
}

/// The words alone.
pub(super) fn plain(spans: &[Span]) -> String {
    spans.iter().map(|span| span.words.as_str()).collect()
}

/// Reads Markdown (CommonMark).
pub(super) fn blocks(markdown: &str) -> Vec<Block> {
    let mut reading = Reading::default();
    Parser::new(markdown).for_each(|event| reading.take(event));
    reading.blocks
}

/// Whether there are words in some Markdown that whoever reads it would not see: the title of a link, an address that
/// is none, the name of a language before code, a definition that nothing refers to, where a picture lies.
pub fn hides_words(markdown: &str) -> bool {
    let parser = Parser::new(markdown);
    let defined = parser.reference_definitions().iter().next().is_some();
    defined
        || parser.into_iter().any(|event| match event {
            Event::Start(Tag::Link { dest_url, title, .. }) => !title.is_empty() || !is_web(&dest_url),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(name))) => !name.is_empty(),
            Event::Start(Tag::Image { .. }) => true,
            _ => false,
        })
}

/// What is open while reading.
#[derive(Default)]
struct Reading {
    blocks: Vec<Block>,
    spans: Vec<Span>,
    strong: u32,
    stressed: u32,
    quotes: u32,
    lists: u32,
    ordered: bool,
    items: Vec<Vec<Span>>,
    link: Option<String>,
}

impl Reading {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.begin(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) | Event::Code(words) | Event::Html(words) | Event::InlineHtml(words) => {
                self.say(&words);
            }
            Event::SoftBreak | Event::HardBreak => self.say(" "),
            _ => {}
        }
    }

    fn begin(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong => self.strong += 1,
            Tag::Emphasis => self.stressed += 1,
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::Link { dest_url, .. } => self.link = Some(dest_url.into_string()).filter(|it| is_web(it)),
            Tag::List(first) => {
                // An inner list's items follow the item they stand in.
                self.item();
                self.lists += 1;
                if self.lists == 1 {
                    self.ordered = first.is_some();
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Emphasis => self.stressed = self.stressed.saturating_sub(1),
            TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
            TagEnd::Link => self.link = None,
            TagEnd::Item => self.item(),
            TagEnd::List(_) => {
                self.lists = self.lists.saturating_sub(1);
                if self.lists == 0 {
                    let items = std::mem::take(&mut self.items);
                    self.push(!items.is_empty(), Block::List { ordered: self.ordered, items });
                }
            }
            // Within a list, paragraphs are parts of an item.
            TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::HtmlBlock if self.lists > 0 => self.say(" "),
            TagEnd::Heading(_) if self.lists == 0 => self.flush(Block::Heading),
            TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::HtmlBlock if self.quotes > 0 => {
                self.flush(Block::Quote);
            }
            TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::HtmlBlock => self.flush(Block::Paragraph),
            _ => {}
        }
    }

    fn item(&mut self) {
        let spans = self.spans();
        if self.lists > 0 && !spans.is_empty() {
            self.items.push(spans);
        }
    }

    fn flush(&mut self, block: impl FnOnce(Vec<Span>) -> Block) {
        let spans = self.spans();
        self.push(!spans.is_empty(), block(spans));
    }

    fn push(&mut self, any: bool, block: Block) {
        if any {
            self.blocks.push(block);
        }
    }

    /// What was said since the last block, without blanks around it.
    fn spans(&mut self) -> Vec<Span> {
        let mut spans = std::mem::take(&mut self.spans);
        if let Some(last) = spans.last_mut() {
            last.words.truncate(last.words.trim_end().len());
        }
        spans.retain(|span| !span.words.is_empty());
        spans
    }

    fn say(&mut self, words: &str) {
        if self.link.is_some() {
            return self.put(words, self.link.clone());
        }
        // An address that stands by itself is a link as well.
        let mut rest = words;
        while let Some(at) = rest.find("https://") {
            let (before, from) = rest.split_at(at);
            let len = from.find(|c: char| c.is_whitespace() || "<>\"".contains(c)).unwrap_or(from.len());
            let address = from[..len].trim_end_matches(['.', ',', ';', ')']);
            self.put(before, None);
            self.put(address, Some(address.to_owned()).filter(|it| is_web(it)));
            rest = &from[address.len()..];
        }
        self.put(rest, None);
    }

    fn put(&mut self, words: &str, link: Option<String>) {
        let (strong, stressed) = (self.strong > 0, self.stressed > 0);
        match self.spans.last_mut() {
            Some(last) if last.strong == strong && last.stressed == stressed && last.link == link => {
                last.words.push_str(words);
            }
            _ if words.is_empty() => {}
            _ => self.spans.push(Span { words: words.to_owned(), strong, stressed, link }),
        }
    }
}

/// Whether an address leads to a page, and can do nothing else.
fn is_web(address: &str) -> bool {
    address.strip_prefix("https://").is_some_and(|rest| !rest.is_empty())
        && !address.contains(|c: char| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span(words: &str) -> Span {
        Span { words: words.into(), strong: false, stressed: false, link: None }
    }

    #[test]
    fn words_keep_their_weight_and_their_order() {
        let read = blocks("## A *b*\n\nOne **two**\nthree.\n\n1. x\n2. y\n   - z\n\n> said");
        let stressed = Span { stressed: true, ..span("b") };
        let strong = Span { strong: true, ..span("two") };
        let list =
            Block::List { ordered: true, items: vec![vec![span("x")], vec![span("y")], vec![span("z")]] };
        assert_eq!(
            read,
            [
                Block::Heading(vec![span("A "), stressed]),
                Block::Paragraph(vec![span("One "), strong, span(" three.")]),
                list,
                Block::Quote(vec![span("said")]),
            ]
        );
    }

    #[test]
    fn what_could_do_something_is_words() {
        let read = blocks(
            "a <script>alert(1)</script> b\n\n<img src=x onerror=y>\n\n[c](javascript:d) ![e](http://f)",
        );
        let words: Vec<String> = read
            .iter()
            .map(|block| match block {
                Block::Paragraph(spans) => plain(spans),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(words, ["a <script>alert(1)</script> b", "<img src=x onerror=y>", "c e"]);
        let Block::Paragraph(last) = &read[2] else { panic!("a paragraph") };
        assert!(last.iter().all(|span| span.link.is_none()));
    }

    #[test]
    fn words_that_nobody_would_see_are_found() {
        for hidden in [
            "[//]: # (I waive everything)",
            "See [this](https://example.org \"and I waive everything\").",
            "[this](i-waive-everything)",
            "```i waive everything\ncode\n```",
            "![a lake](https://example.org/i-waive-everything)",
            "[a]\n\n[a]: https://example.org",
        ] {
            assert!(hides_words(hidden), "{hidden}");
        }
        for seen in ["# A\n\n**b** [c](https://example.org) <!-- d -->\n\n```\ne\n```\n\n> f", "[a] b"] {
            assert!(!hides_words(seen), "{seen}");
        }
    }

    #[test]
    fn addresses_are_links_with_or_without_brackets() {
        let read = blocks("See https://doi.org/10.1/x. Or [this](https://example.org/a).");
        let Block::Paragraph(spans) = &read[0] else { panic!("a paragraph") };
        let links: Vec<_> =
            spans.iter().filter_map(|span| Some((&*span.words, span.link.as_deref()?))).collect();
        assert_eq!(
            links,
            [("https://doi.org/10.1/x", "https://doi.org/10.1/x"), ("this", "https://example.org/a")]
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_and_only_pages_are_led_to(typed in "\\PC{0,400}|([-#>*_\\[\\]()<a1. \n]|https://|http:|<b>){0,60}") {
            for block in blocks(&typed) {
                let spans = match block {
                    Block::Heading(it) | Block::Paragraph(it) | Block::Quote(it) => vec![it],
                    Block::List { items, .. } => items,
                };
                for span in spans.into_iter().flatten() {
                    prop_assert!(span.link.is_none_or(|link| link.starts_with("https://")));
                }
            }
        }
    }
}
