//! The packages that come with Rapport: the table of contents.
//!
//! Left out on purpose, because their owners do not let them be given away: EPDS, ISI, SDQ, RCADS,
//! Y-BOCS, EDE-Q, OQ-45, ORS and SRS.

use std::sync::LazyLock;

use super::package::Package;

/// Every package, in the order that a list shows them. An older version stays here as long as responses
/// may name it.
const FILES: [&str; 19] = [
    include_str!("../../measures/phq-9.json"),
    include_str!("../../measures/phq-2.json"),
    include_str!("../../measures/phq-4.json"),
    include_str!("../../measures/gad-7.json"),
    include_str!("../../measures/gad-2.json"),
    include_str!("../../measures/core-10.json"),
    include_str!("../../measures/dass-21.json"),
    include_str!("../../measures/k10.json"),
    include_str!("../../measures/k6.json"),
    include_str!("../../measures/pcl-5.json"),
    include_str!("../../measures/pc-ptsd-5.json"),
    include_str!("../../measures/audit-c.json"),
    // Not for whoever earns by them.
    include_str!("../../measures/audit.json"),
    include_str!("../../measures/who-5.json"),
    // Without their words.
    include_str!("../../measures/wsas.json"),
    include_str!("../../measures/spin.json"),
    include_str!("../../measures/asrs-6.json"),
    include_str!("../../measures/promis-depression-8a.json"),
    include_str!("../../measures/promis-anxiety-8a.json"),
];

static SHELF: LazyLock<Vec<Package>> = LazyLock::new(|| {
    // A test reads every file, so nothing is lost here; and one bad file would not take the others along.
    FILES.iter().filter_map(|file| Package::read(file.as_bytes()).ok()).collect()
});

/// Every package that comes with Rapport.
pub fn shelf() -> &'static [Package] {
    &SHELF
}

/// A package by its name and version.
pub fn find(id: &str, version: u16) -> Option<&'static Package> {
    shelf().iter().find(|package| package.id == id && package.version == version)
}

/// The newest version of a package: what is asked for from now on.
pub fn newest(id: &str) -> Option<&'static Package> {
    shelf().iter().filter(|package| package.id == id).max_by_key(|package| package.version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_whole() {
        for file in FILES {
            if let Err(wrong) = Package::read(file.as_bytes()) {
                panic!("{}…: {wrong}", &file[..60]);
            }
        }
        assert_eq!(shelf().len(), FILES.len());
    }

    #[test]
    fn what_may_not_be_given_away_is_not_here() {
        let never = ["epds", "isi", "sdq", "rcads", "y-bocs", "ede-q", "oq-45", "ors", "srs"];
        for package in shelf() {
            assert!(!never.iter().any(|name| package.id.split('.').any(|part| part == *name)));
        }
    }
}
