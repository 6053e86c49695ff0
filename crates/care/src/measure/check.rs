//! Whether a package makes sense: everything it names is there, and nothing is larger than it may be.

use std::collections::BTreeSet;

use super::package::{Choice, Item, PackageError, Scale, Spec, Texts};
use crate::limits::{
    MEASURE_BANDS_MAX, MEASURE_ID_BYTES_MAX, MEASURE_ITEMS_MAX, MEASURE_OPTIONS_MAX, MEASURE_SCALES_MAX,
    MEASURE_SOURCES_MAX, MEASURE_TEXT_CHARS_MAX, MEASURE_TIMES_MAX, MEASURE_VALUE_MAX,
};

const FORMAT: u8 = 1;

pub(super) fn check(spec: &Spec) -> Result<(), PackageError> {
    holds(spec.format == FORMAT, || "it is of another format".into())?;
    holds(spec.version > 0, || "versions begin at 1".into())?;
    is_name(&spec.id)?;
    texts(spec)?;
    options(spec)?;
    items(spec)?;
    skips(spec)?;
    sources(spec)?;
    few("scales", spec.scales.len(), 1, MEASURE_SCALES_MAX)?;
    different("scale", spec.scales.iter().map(|scale| scale.id.as_str()))?;
    spec.scales.iter().try_for_each(|one| scale(spec, one))
}

/// Words where there should be words, none where there should be none, and not without end.
fn texts(spec: &Spec) -> Result<(), PackageError> {
    for text in [&spec.language, &spec.short, &spec.title, &spec.about, &spec.licence.holder] {
        holds(!text.trim().is_empty(), || "a name is empty".into())?;
    }
    let names = [&spec.language, &spec.short, &spec.title, &spec.about, &spec.intro, &spec.licence.name];
    let licence = [&spec.licence.holder, &spec.licence.text, &spec.licence.url];
    let mut all: Vec<&String> = names.into_iter().chain(licence).chain(&spec.notes).collect();
    all.extend(spec.items.iter().flat_map(|item| item.lead.iter().chain(&item.text)));
    all.extend(spec.options.values().flatten().filter_map(|choice| choice.text.as_ref()));
    all.extend(spec.sources.iter().map(|source| &source.text));
    few("notes", spec.notes.len(), 0, MEASURE_SOURCES_MAX)?;
    let long = all.iter().any(|text| text.chars().count() > MEASURE_TEXT_CHARS_MAX);
    holds(!long, || format!("a text is longer than {MEASURE_TEXT_CHARS_MAX} characters"))?;

    let wanted = spec.words != Texts::NotIncluded;
    let said = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
    let of_items = spec.items.iter().all(|item| said(&item.text) == wanted);
    let of_options = spec.options.values().flatten().all(|choice| said(&choice.text) == wanted);
    holds(of_items && of_options, || "words are missing, or there where none should be".into())
}

fn options(spec: &Spec) -> Result<(), PackageError> {
    few("rows of answers", spec.options.len(), 1, MEASURE_OPTIONS_MAX)?;
    for (name, row) in &spec.options {
        few("answers", row.len(), 2, MEASURE_OPTIONS_MAX)?;
        let rising = row.is_sorted_by(|a: &Choice, b: &Choice| a.value < b.value);
        let most = row.iter().all(|choice| choice.value <= MEASURE_VALUE_MAX);
        holds(rising && most, || format!("the answers {name} do not rise"))?;
        let asked = spec.items.iter().any(|item| item.options == *name);
        holds(asked, || format!("nothing is answered by {name}"))?;
    }
    Ok(())
}

fn items(spec: &Spec) -> Result<(), PackageError> {
    few("questions", spec.items.len(), 1, MEASURE_ITEMS_MAX)?;
    different("question", spec.items.iter().map(|item| item.id.as_str()))?;
    for item in &spec.items {
        let row = spec.options.get(&item.options);
        let row = row.ok_or_else(|| contradiction(format!("{} has no answers", item.id)))?;
        let risk = item.risk_from.is_none_or(|from| row.iter().any(|choice| choice.value >= from));
        holds(risk, || format!("no answer to {} can show the risk", item.id))?;
        let scored = spec.scales.iter().any(|scale| scale.items.contains(&item.id));
        let decides = spec.skips.iter().any(|skip| skip.item == item.id);
        holds(scored || decides || item.may_be_left_out, || format!("{} counts for nothing", item.id))?;
        holds(!(scored && item.may_be_left_out), || format!("{} is scored and may be left out", item.id))?;
    }
    Ok(())
}

fn skips(spec: &Spec) -> Result<(), PackageError> {
    few("skips", spec.skips.len(), 0, MEASURE_ITEMS_MAX)?;
    let place = |id: &str| spec.items.iter().position(|item| item.id == id);
    for skip in &spec.skips {
        let at = place(&skip.item).ok_or_else(|| contradiction(format!("{} is not asked", skip.item)))?;
        // Only later questions: nothing is taken back that was already answered.
        let later = !skip.skip.is_empty() && skip.skip.iter().all(|id| place(id) > Some(at));
        holds(later, || format!("{} spares what is not after it", skip.item))?;
        cited(spec, &skip.cites)?;
    }
    Ok(())
}

fn scale(spec: &Spec, scale: &Scale) -> Result<(), PackageError> {
    is_name(&scale.id)?;
    let asked = |id: &String| spec.items.iter().any(|item: &Item| item.id == *id);
    holds(!scale.items.is_empty() && scale.items.iter().all(asked), || {
        format!("{} sums what is not asked", scale.id)
    })?;
    different("summed question", scale.items.iter().map(String::as_str))?;
    holds((1..=MEASURE_TIMES_MAX).contains(&scale.times), || format!("{} is multiplied too much", scale.id))?;
    few("bands", scale.bands.len(), 0, MEASURE_BANDS_MAX)?;
    few("cut-offs", scale.cutoffs.len(), 0, MEASURE_BANDS_MAX)?;
    let rising = scale.bands.is_sorted_by(|a, b| a.from < b.from);
    holds(rising, || format!("the bands of {} do not rise", scale.id))?;
    let (least, most) = range(spec, scale);
    holds(scale.bands.first().is_none_or(|band| band.from == least), || {
        format!("the bands of {} do not begin at {least}", scale.id)
    })?;
    let within = |at: u32| (least..=most).contains(&at);
    let bands = scale.bands.iter().all(|band| within(band.from));
    let cutoffs = scale.cutoffs.iter().all(|cutoff| within(cutoff.at));
    holds(bands && cutoffs, || format!("{} can never reach one of its figures", scale.id))?;
    if let Some(missing) = &scale.missing {
        let some_left = usize::from(missing.at_most) < scale.items.len() && missing.at_most > 0;
        holds(some_left, || format!("{} could be scored of nothing", scale.id))?;
        // The mean of some stands in for others only where all count alike.
        let value = |choice: Option<&Choice>| choice.map(|choice| choice.value);
        let mut ends = rows(spec, scale).map(|row| (value(row.first()), value(row.last())));
        let first = ends.next();
        let alike = ends.all(|one| Some(one) == first);
        holds(alike, || format!("the questions of {} do not count alike", scale.id))?;
        cited(spec, &missing.cites)?;
    }
    if let Some(change) = &scale.change {
        holds(change.points > 0, || format!("no change in {} would be change", scale.id))?;
        cited(spec, &change.cites)?;
    }
    scale.bands.iter().try_for_each(|band| cited(spec, &band.cites))?;
    scale.cutoffs.iter().try_for_each(|cutoff| cited(spec, &cutoff.cites))
}

/// The rows of answers to what a scale sums.
fn rows<'a>(spec: &'a Spec, scale: &'a Scale) -> impl Iterator<Item = &'a Vec<Choice>> {
    let items = scale.items.iter().filter_map(|id| spec.items.iter().find(|item| item.id == *id));
    items.filter_map(|item| spec.options.get(&item.options))
}

/// The least and the most a scale can come to.
fn range(spec: &Spec, scale: &Scale) -> (u32, u32) {
    // Answers rise, so the ends of a row are its least and its most.
    let ends = rows(spec, scale).filter_map(|row| Some((row.first()?.value, row.last()?.value)));
    let (least, most) = ends.fold((0, 0), |(low, high), (a, b)| (low + u32::from(a), high + u32::from(b)));
    (least * u32::from(scale.times), most * u32::from(scale.times))
}

fn sources(spec: &Spec) -> Result<(), PackageError> {
    few("sources", spec.sources.len(), 1, MEASURE_SOURCES_MAX)?;
    different("source", spec.sources.iter().map(|source| source.id.as_str()))
}

fn cited(spec: &Spec, id: &str) -> Result<(), PackageError> {
    holds(spec.sources.iter().any(|source| source.id == id), || format!("the source {id} is missing"))
}

fn is_name(name: &str) -> Result<(), PackageError> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    holds((1..=MEASURE_ID_BYTES_MAX).contains(&name.len()) && name.chars().all(plain), || {
        format!("{name:?} is no name")
    })
}

fn different<'a>(what: &str, ids: impl Iterator<Item = &'a str>) -> Result<(), PackageError> {
    let mut seen = BTreeSet::new();
    for id in ids {
        holds(!id.is_empty() && seen.insert(id), || {
            format!("the {what} {id:?} is there twice, or has no name")
        })?;
    }
    Ok(())
}

fn few(what: &str, many: usize, least: usize, most: usize) -> Result<(), PackageError> {
    holds((least..=most).contains(&many), || format!("there are {many} {what}"))
}

fn holds(so: bool, otherwise: impl FnOnce() -> String) -> Result<(), PackageError> {
    if so { Ok(()) } else { Err(contradiction(otherwise())) }
}

const fn contradiction(what: String) -> PackageError {
    PackageError::Contradiction(what)
}
