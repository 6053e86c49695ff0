//! A [`Tale`] on pages: A4, one column, one typeface that knows many alphabets.
//!
//! The typeface is in the file, cut to what is used, and each glyph says which letters it stands for: the text
//! can be searched, copied and read aloud. A letter that DejaVu has no glyph for is a box on the page, and is
//! whole in `bundle.json`. Lines of right-to-left letters begin at the right.

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::Point;
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};

use crate::tale::{Line, Tale};

/// A4, in points.
const PAGE: (f32, f32) = (595.28, 841.89);
const MARGIN: f32 = 62.0;
/// Longest line, so that an eye finds back.
const WIDTH: f32 = PAGE.0 - 2.0 * MARGIN;

/// A paragraph of at most so many lines is not torn; of a longer one so many stay with what leads to it.
const WHOLE_LINES: usize = 10;
const BEGIN_LINES: usize = 2;

struct Look {
    size: f32,
    above: f32,
    shade: u8,
    role: Role,
}

/// What a paragraph is there for.
enum Role {
    /// To be read.
    Words,
    /// To say what comes.
    Leads,
}

const TITLE: Look = Look { size: 22.0, above: 0.0, shade: 20, role: Role::Leads };
const HEADING: Look = Look { size: 15.0, above: 22.0, shade: 20, role: Role::Leads };
const SUB: Look = Look { size: 12.0, above: 14.0, shade: 20, role: Role::Leads };
const WORDS: Look = Look { size: 10.5, above: 2.0, shade: 25, role: Role::Words };
const BESIDE: Look = Look { size: 8.5, above: 9.0, shade: 95, role: Role::Leads };

/// The pages; none when they could not be laid out.
pub fn write(tale: &Tale) -> Option<Vec<u8>> {
    let face = Face::new()?;
    let title = std::iter::once((&tale.title, &TITLE));
    let lines = tale.lines.iter().map(|line| match line {
        Line::Heading(words) => (words, &HEADING),
        Line::Sub(words) => (words, &SUB),
        Line::Words(words) => (words, &WORDS),
        Line::Beside(words) => (words, &BESIDE),
    });
    let blocks = title.chain(lines).map(|(words, look)| Block { lines: face.lines(words, look.size), look });
    let pages = paged(blocks.collect());
    drawn(&face, &tale.title, &pages)
}

/// A paragraph, cut into lines.
struct Block {
    lines: Vec<String>,
    look: &'static Look,
}

impl Block {
    const fn line_height(&self) -> f32 {
        self.look.size * 1.45
    }

    /// Stays with what comes after it: whoever reads a heading, or who said it and when, reads on.
    const fn leads(&self) -> bool {
        !matches!(self.look.role, Role::Words)
    }

    /// How much of it belongs on one page: all of a short one, so that an answer stands under its question,
    /// and the first lines of a long one.
    fn together(&self) -> f32 {
        let lines = if self.lines.len() > WHOLE_LINES { BEGIN_LINES } else { self.lines.len() };
        self.look.above + lines as f32 * self.line_height()
    }
}

/// Lays paragraphs on pages: nothing that leads stands at a page's end, and no short paragraph is torn.
fn paged(blocks: Vec<Block>) -> Vec<Vec<Placed>> {
    // From the last to the first: what each needs, with all that it leads to.
    let mut needs = vec![0.0; blocks.len()];
    for (at, block) in blocks.iter().enumerate().rev() {
        let next = needs.get(at + 1).filter(|_| block.leads()).copied().unwrap_or_default();
        needs[at] = block.together() + next;
    }
    let mut pages: Vec<Vec<Placed>> = vec![Vec::new()];
    let mut y = MARGIN;
    for (block, needs) in blocks.into_iter().zip(needs) {
        let height = block.line_height();
        let (begun, fits) = (y > MARGIN, y + needs <= PAGE.1 - MARGIN);
        // What no page could hold at once begins where it is.
        if begun && !fits && needs <= PAGE.1 - 2.0 * MARGIN {
            pages.push(Vec::new());
            y = MARGIN;
        } else {
            y += block.look.above;
        }
        for line in block.lines {
            if y + height > PAGE.1 - MARGIN {
                pages.push(Vec::new());
                y = MARGIN;
            }
            y += height;
            if let Some(page) = pages.last_mut() {
                page.push(Placed { y, size: block.look.size, shade: block.look.shade, line });
            }
        }
    }
    pages
}

struct Placed {
    y: f32,
    size: f32,
    shade: u8,
    line: String,
}

fn drawn(face: &Face, title: &str, pages: &[Vec<Placed>]) -> Option<Vec<u8>> {
    let mut document = Document::new();
    document.set_metadata(Metadata::new().title(title.to_owned()).creator("Rapport".into()));
    for (number, lines) in (1..).zip(pages) {
        let mut page = document.start_page_with(PageSettings::from_wh(PAGE.0, PAGE.1)?);
        let mut surface = page.surface();
        for it in lines {
            face.draw(&mut surface, it);
        }
        let line = format!("{number} / {}", pages.len());
        face.draw(&mut surface, &Placed { y: PAGE.1 - MARGIN / 2.0, size: 8.0, shade: 95, line });
        surface.finish();
        page.finish();
    }
    document.finish().ok()
}

/// The typeface, and how wide its letters are.
struct Face {
    font: Font,
    widths: FontRef<'static>,
}

impl Face {
    fn new() -> Option<Self> {
        let bytes = dejavu::sans::regular();
        let font = Font::new(bytes.into(), 0)?;
        Some(Self { font, widths: FontRef::new(bytes).ok()? })
    }

    fn width(&self, words: &str, size: f32) -> f32 {
        let map = self.widths.charmap();
        let glyphs = self.widths.glyph_metrics(Size::new(size), LocationRef::default());
        let width = |c: char| glyphs.advance_width(map.map(c).unwrap_or_default()).unwrap_or(size);
        words.chars().map(width).sum()
    }

    /// Words as lines that fit. What was indented stays so; a word longer than a line is cut.
    fn lines(&self, words: &str, size: f32) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in words.lines() {
            // A tab has no width in a typeface, and other control characters have no form.
            let paragraph: String = paragraph.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let mut line = String::new();
            let mut wide = 0.0;
            for word in paragraph.split_inclusive(' ') {
                let width = self.width(word, size);
                if wide + width > WIDTH && !line.trim().is_empty() {
                    lines.push(std::mem::take(&mut line));
                    wide = 0.0;
                }
                for c in word.chars() {
                    let one = self.width(c.encode_utf8(&mut [0; 4]), size);
                    if wide + one > WIDTH {
                        lines.push(std::mem::take(&mut line));
                        wide = 0.0;
                    }
                    line.push(c);
                    wide += one;
                }
            }
            lines.push(line);
        }
        lines
    }

    /// Draws a line run by run: each of one direction, since a run is shaped as a whole.
    fn draw(&self, surface: &mut Surface<'_>, placed: &Placed) {
        let grey = rgb::Color::new(placed.shade, placed.shade, placed.shade);
        surface.set_fill(Some(Fill {
            paint: grey.into(),
            opacity: NormalizedF32::ONE,
            rule: krilla::paint::FillRule::default(),
        }));
        let line = placed.line.trim_end();
        let mut runs = runs(line);
        let right_to_left = runs.first().is_some_and(|(_, right_to_left)| *right_to_left);
        let mut x = MARGIN;
        if right_to_left {
            x += (WIDTH - self.width(line, placed.size)).max(0.0);
            runs.reverse();
        }
        for (run, right_to_left) in runs {
            let direction =
                if right_to_left { TextDirection::RightToLeft } else { TextDirection::LeftToRight };
            let at = Point::from_xy(x, placed.y);
            surface.draw_text(at, self.font.clone(), placed.size, run, false, direction);
            x += self.width(run, placed.size);
        }
    }
}

/// A line as runs of one direction; what has none stays with what is before it.
fn runs(line: &str) -> Vec<(&str, bool)> {
    let mut runs = Vec::new();
    let (mut from, mut now) = (0, None);
    for (at, c) in line.char_indices() {
        let direction = if is_right_to_left(c) { Some(true) } else { c.is_alphanumeric().then_some(false) };
        match (now, direction) {
            (Some(was), Some(is)) if was != is => {
                runs.push((&line[from..at], was));
                (from, now) = (at, Some(is));
            }
            (None, Some(is)) => now = Some(is),
            _ => {}
        }
    }
    if from < line.len() {
        runs.push((&line[from..], now.unwrap_or(false)));
    }
    runs
}

/// Hebrew, Arabic and their neighbours, with their presentation forms (Unicode's bidirectional classes R, AL).
const fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_lose_nothing() {
        let face = Face::new().unwrap();
        let long = format!("{} {}", "word ".repeat(60), "x".repeat(300));
        let lines = face.lines(&long, 10.0);
        assert!(lines.len() > 3);
        assert!(lines.iter().all(|line| face.width(line.trim_end(), 10.0) <= WIDTH));
        assert_eq!(lines.concat(), long);
    }

    fn block(lines: usize, look: &'static Look) -> Block {
        Block { lines: (0..lines).map(|n| n.to_string()).collect(), look }
    }

    /// Pages of as many lines of words as fit, and then `last`.
    fn after_a_full_page(last: Vec<Block>) -> Vec<usize> {
        let room = ((PAGE.1 - 2.0 * MARGIN) / (WORDS.size * 1.45 + WORDS.above)) as usize;
        let mut blocks: Vec<Block> = (1..room).map(|_| block(1, &WORDS)).collect();
        let before = blocks.len();
        blocks.extend(last);
        let pages: Vec<usize> = paged(blocks).iter().map(Vec::len).collect();
        assert_eq!(pages.first(), Some(&before), "the first page ends before them");
        pages[1..].to_vec()
    }

    #[test]
    fn headings_never_end_a_page_and_an_answer_stays_with_its_question() {
        let heading = || block(1, &SUB);
        assert_eq!(after_a_full_page(vec![heading(), block(1, &BESIDE), block(2, &WORDS)]), [4]);
        assert_eq!(after_a_full_page(vec![block(3, &WORDS)]), [3], "a question with its answer");
        // Of a long paragraph only its beginning is kept together.
        let pages = after_a_full_page(vec![heading(), block(60, &WORDS)]);
        assert_eq!((pages.len(), pages.iter().sum::<usize>()), (2, 61));
    }

    #[test]
    fn what_no_page_holds_is_laid_out_all_the_same() {
        let pages = paged((0..200).map(|_| block(1, &HEADING)).collect());
        assert_eq!(pages.iter().map(Vec::len).sum::<usize>(), 200);
        assert!(pages.iter().flatten().all(|it| it.y <= PAGE.1 - MARGIN));
    }

    #[test]
    fn a_run_has_one_direction() {
        assert_eq!(runs("Hello שלום world"), [("Hello ", false), ("שלום ", true), ("world", false)]);
        assert_eq!(runs("…"), [("…", false)]);
        assert!(runs("").is_empty());
    }
}
