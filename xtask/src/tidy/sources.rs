//! Every file that a rule may want to read, with its path from the workspace.

use std::fs;
use std::path::Path;

use anyhow::Result;

/// Folders that hold nothing people wrote.
const SKIPPED: [&str; 5] = ["target", "dist", ".git", "node_modules", "corpus"];

/// What rules read.
const EXTENSIONS: [&str; 5] = ["rs", "ftl", "md", "toml", "css"];

/// The text of the repository.
#[derive(Default)]
pub(super) struct Sources {
    files: Vec<Source>,
}

/// One file.
pub(super) struct Source {
    /// From the workspace, with `/`.
    pub(super) path: String,
    /// What it says.
    pub(super) text: String,
}

impl Sources {
    pub(super) fn read(root: &Path) -> Result<Self> {
        let mut sources = Self::default();
        sources.read_below(root, root)?;
        sources.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(sources)
    }

    /// Sources for a test.
    #[cfg(test)]
    pub(super) fn planted(files: &[(&str, &str)]) -> Self {
        let file =
            |(path, text): &(&str, &str)| Source { path: (*path).to_owned(), text: (*text).to_owned() };
        Self { files: files.iter().map(file).collect() }
    }

    /// Every file of Rust.
    pub(super) fn rust(&self) -> impl Iterator<Item = &Source> {
        self.with_extension("rs")
    }

    /// Every file below a folder.
    pub(super) fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a Source> {
        self.files
            .iter()
            .filter(move |file| file.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }

    /// One file.
    pub(super) fn named(&self, path: &str) -> Option<&Source> {
        self.files.iter().find(|file| file.path == path)
    }

    fn with_extension<'a>(&'a self, extension: &'a str) -> impl Iterator<Item = &'a Source> {
        self.files.iter().filter(move |file| file.has_extension(extension))
    }

    fn read_below(&mut self, root: &Path, dir: &Path) -> Result<()> {
        for entry in fs::read_dir(dir)? {
            let path = entry?.path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if path.is_dir() {
                if !SKIPPED.contains(&name.as_str()) {
                    self.read_below(root, &path)?;
                }
            } else if path.extension().is_some_and(|ext| EXTENSIONS.iter().any(|known| ext == *known)) {
                let path_from_root = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
                self.files.push(Source { path: path_from_root, text: fs::read_to_string(&path)? });
            }
        }
        Ok(())
    }
}

impl Source {
    pub(super) fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|ext| ext == extension)
    }

    /// The crate it belongs to: `crates/seal/src/lib.rs` → `seal`.
    pub(super) fn crate_folder(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    /// Whether it holds the tests of another file, or of the whole crate.
    pub(super) fn is_only_tests(&self) -> bool {
        self.path.contains("/tests/") || self.path.ends_with("/tests.rs")
    }

    /// What ships: lines outside `#[cfg(test)]` modules (which stand last), with their numbers and
    /// without comments. Files that are tests as a whole ship nothing.
    pub(super) fn shipped_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let last = if self.is_test_file() { 0 } else { self.first_test_line() };
        self.code_lines().take_while(move |(number, _)| *number < last)
    }

    /// The other lines.
    pub(super) fn test_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let first = if self.is_test_file() { 0 } else { self.first_test_line() };
        self.code_lines().skip_while(move |(number, _)| *number < first)
    }

    /// Every line, numbered, without its comment.
    pub(super) fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines()).map(|(number, line)| (number, without_comment(line)))
    }

    fn is_test_file(&self) -> bool {
        matches!(self.crate_folder(), Some("testkit" | "stories")) || self.is_only_tests()
    }

    fn first_test_line(&self) -> usize {
        let marked =
            (1..).zip(self.text.lines()).find(|(_, line)| line.trim_start().starts_with("#[cfg(test)]"));
        // `#[cfg(test)]` on a helper in the middle is not the end of the file.
        match marked {
            Some((number, _)) if self.is_last_module(number) => number,
            _ => self
                .text
                .lines()
                .position(|line| line.starts_with("mod tests"))
                .map_or(usize::MAX, |at| at + 1),
        }
    }

    fn is_last_module(&self, number: usize) -> bool {
        let after = self.text.lines().skip(number).find(|line| !line.trim_start().starts_with("#["));
        after.is_some_and(|line| line.starts_with("mod ") && line.ends_with('{'))
    }
}

fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with("//") { "" } else { line.split(" // ").next().unwrap_or(line) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_at_the_end_do_not_ship() {
        let text = "fn a() {}\n// b\n#[cfg(test)]\nmod tests {\n    c\n}\n";
        let sources = Sources::planted(&[("crates/seal/src/a.rs", text), ("crates/seal/tests/b.rs", "d\n")]);
        let shipped: Vec<_> = sources.rust().flat_map(Source::shipped_lines).collect();
        assert_eq!(shipped, [(1, "fn a() {}"), (2, "")]);
        let tests: Vec<_> = sources.rust().flat_map(Source::test_lines).map(|(_, line)| line).collect();
        assert_eq!(tests, ["#[cfg(test)]", "mod tests {", "    c", "}", "d"]);
    }

    #[test]
    fn a_helper_for_tests_does_not_end_the_file() {
        let text = "#[cfg(test)]\nfn planted() {}\nfn shipped() {}\n";
        let sources = Sources::planted(&[("crates/seal/src/a.rs", text)]);
        assert_eq!(sources.rust().flat_map(Source::shipped_lines).count(), 3);
    }
}
