//! What guards the texts, and what may not come through.

use proptest::prelude::*;

use super::super::*;

fn file(package: &Package) -> String {
    package.to_file()
}

/// The file with its checksum made right again: what is refused then is refused for what it says.
fn stamped(file: &str) -> Result<Package, PackageError> {
    let Err(PackageError::Checksum { found }) = Package::read(file.as_bytes()) else {
        return Package::read(file.as_bytes());
    };
    let mut value: serde_json::Value = serde_json::from_str(file).unwrap();
    value["checksum"] = serde_json::Value::String(hex::encode(found));
    Package::read(value.to_string().as_bytes())
}

fn contradiction(package: &Package, from: &str, to: &str) -> String {
    let text = file(package);
    assert!(text.contains(from), "{from} is not in it");
    match stamped(&text.replacen(from, to, 1)) {
        Err(PackageError::Contradiction(what)) => what,
        other => panic!("{from} to {to}: {other:?}"),
    }
}

#[test]
fn a_flipped_letter_fails_the_checksum() {
    for package in shelf() {
        let text = file(package);
        let words = package.items[0].text.as_ref().unwrap_or(&package.about);
        let place = text.find(words).unwrap() + 1;
        let mut bytes = text.into_bytes();
        bytes[place] ^= 1;
        assert!(matches!(Package::read(&bytes), Err(PackageError::Checksum { .. })), "{}", package.id);
    }
}

#[test]
fn a_published_version_stays_as_it_is() {
    let published = include_str!("../../../measures/CHECKSUMS");
    let line = |it: &Package| format!("{}  {} {}", hex::encode(it.checksum()), it.id, it.version);
    let mut now: Vec<String> = shelf().iter().map(line).collect();
    now.sort_by_key(|line| line[66..].to_owned());
    assert_eq!(now, published.lines().collect::<Vec<_>>(), "a change is a new version");
}

#[test]
fn a_changed_figure_fails_the_checksum() {
    let phq_9 = find("phq-9", 1).unwrap();
    let text = file(phq_9).replacen("\"at\": 10", "\"at\": 11", 1);
    assert!(matches!(Package::read(text.as_bytes()), Err(PackageError::Checksum { .. })));
}

#[test]
fn line_breaks_do_not_matter_and_nothing_is_lost_in_reading() {
    for package in shelf() {
        assert_eq!(Package::read(file(package).as_bytes()).as_ref(), Ok(package));
    }
}

#[test]
fn a_package_that_contradicts_itself_is_refused() {
    let (phq_9, audit_c) = (find("phq-9", 1).unwrap(), find("audit-c", 1).unwrap());
    let cases = [
        (phq_9, "\"format\": 1", "\"format\": 2", "another format"),
        (phq_9, "\"options\": \"often\"", "\"options\": \"rarely\"", "has no answers"),
        (phq_9, "\"at\": 10", "\"at\": 28", "never reach"),
        (phq_9, "\"from\": 5", "\"from\": 10", "do not rise"),
        (phq_9, "\"from\": 0", "\"from\": 1", "do not begin at 0"),
        (phq_9, "\"cites\": \"gyani-2013\"", "\"cites\": \"nobody\"", "source nobody is missing"),
        (phq_9, "\"risk_from\": 1", "\"risk_from\": 9", "can show the risk"),
        (phq_9, "\"at_most\": 2", "\"at_most\": 9", "scored of nothing"),
        (phq_9, "\"words\": \"included\"", "\"words\": \"not-included\"", "words are missing"),
        (phq_9, "\"id\": \"phq-9\"", "\"id\": \"../phq\"", "is no name"),
        (audit_c, "\"if\": \"1\"", "\"if\": \"3\"", "not after it"),
    ];
    for (package, from, to, what) in cases {
        let found = contradiction(package, from, to);
        assert!(found.contains(what), "{from} to {to}: {found}");
    }
}

#[test]
fn fields_that_nobody_knows_and_files_without_end_are_refused() {
    let text = file(find("phq-2", 1).unwrap());
    let more = text.replacen('{', "{ \"extra\": 1,", 1);
    assert!(matches!(stamped(&more), Err(PackageError::Malformed(_))));
    assert_eq!(Package::read(" ".repeat(70_000).as_bytes()), Err(PackageError::TooLarge));
    assert!(matches!(Package::read("[".repeat(50_000).as_bytes()), Err(PackageError::Malformed(_))));
    assert!(matches!(Package::read(b"{}"), Err(PackageError::Malformed(_))));
}

#[test]
fn a_practice_with_a_licence_supplies_the_words() {
    let wsas = find("wsas", 1).unwrap();
    let texts = |n: usize| (0..n).map(|i| format!("words {i}")).collect::<Vec<_>>();
    let words = Words {
        language: "en".into(),
        intro: String::new(),
        items: texts(5),
        options: [("nine".to_owned(), texts(9))].into(),
    };
    let whole = wsas.with_words(&words).unwrap();
    assert_eq!(whole.items[4].text.as_deref(), Some("words 4"));
    assert_ne!(whole.checksum(), wsas.checksum());
    assert_eq!(Package::read(whole.to_file().as_bytes()).as_ref(), Ok(&whole));
    assert!(whole.with_words(&words).is_err(), "the words are there");
    assert!(wsas.with_words(&Words { items: texts(4), ..words.clone() }).is_err());
    assert!(wsas.with_words(&Words { options: [].into(), ..words }).is_err());
}

#[test]
fn whoever_needs_a_licence_or_earns_nothing_is_told_apart() {
    for package in shelf() {
        let needs_licence = package.licence.who == Use::Licensed;
        assert_eq!(package.words == Texts::NotIncluded, needs_licence, "{}", package.id);
        let not_for_sale = ["audit", "who-5"].contains(&package.id.as_str());
        assert_eq!(package.licence.who == Use::NonCommercial, not_for_sale, "{}", package.id);
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Package::read(&bytes).is_err());
    }

    #[test]
    fn an_altered_package_is_read_like_its_original_or_not_at_all(
        which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let package = which.get(shelf());
        let mut bytes = file(package).into_bytes();
        *at.get_mut(&mut bytes) = byte;
        if let Ok(read) = Package::read(&bytes) {
            prop_assert_eq!(&read, package);
        }
    }
}
