//! A measure's package, as a practice may bring one. The checksum is made right first, or nothing would
//! get past it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_care::measure::{Answers, Package, PackageError, score};

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut value) = serde_json::from_slice::<serde_json::Value>(bytes) else {
        assert!(Package::read(bytes).is_err());
        return;
    };
    let Some(fields) = value.as_object_mut() else { return };
    fields.insert("checksum".into(), "".into());
    let Err(PackageError::Checksum { found }) = Package::read(value.to_string().as_bytes()) else { return };
    let hex: String = found.iter().map(|byte| format!("{byte:02x}")).collect();
    value["checksum"] = hex.into();
    let Ok(package) = Package::read(value.to_string().as_bytes()) else { return };
    assert_eq!(Package::read(package.to_file().as_bytes()).as_ref(), Ok(&package));
    let answers = package.items.iter().map(|item| package.choices(item).last().map(|choice| choice.value));
    if let Ok(score) = score(&package, &Answers(answers.collect())) {
        for (scored, scale) in score.scales.iter().zip(&package.scales) {
            assert!(package.range(scale).contains(&scored.value));
        }
    }
});
