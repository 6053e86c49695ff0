//! Every measure against its golden vectors: answers, and what its paper says they come to.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::*;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    measure: String,
    version: u16,
    /// Sources of the package that the vectors were worked out from.
    cites: Vec<String>,
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    why: String,
    answers: Vec<Option<u8>>,
    #[serde(default)]
    scales: BTreeMap<String, Expected>,
    #[serde(default)]
    met: Vec<String>,
    #[serde(default)]
    risks: Vec<String>,
    refused: Option<String>,
}

#[derive(Deserialize, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
struct Expected {
    value: u32,
    band: Option<String>,
}

fn golden(package: &Package) -> Golden {
    let path = format!("{}/measures/golden/{}.json", env!("CARGO_MANIFEST_DIR"), package.id);
    let file = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let golden: Golden = serde_json::from_str(&file).unwrap_or_else(|e| panic!("{path}: {e}"));
    assert_eq!((&golden.measure, golden.version), (&package.id, package.version), "{path}");
    golden
}

/// The cut-offs that were met, as the vectors write them.
fn met(score: &Score) -> Vec<String> {
    let cases = score.scales.iter().flat_map(|scale| scale.cases.iter().map(move |case| (scale, case)));
    cases
        .filter(|(_, case)| case.met)
        .map(|(scale, case)| match case.whom {
            Whom::Anyone => format!("{}: {}", scale.scale, case.name),
            Whom::Women => format!("{}: {} (women)", scale.scale, case.name),
            Whom::Men => format!("{}: {} (men)", scale.scale, case.name),
        })
        .collect()
}

fn name(error: &ScoreError) -> &'static str {
    match error {
        ScoreError::Count { .. } => "count",
        ScoreError::NoSuchAnswer { .. } => "no-such-answer",
        ScoreError::TooManyMissing { .. } => "missing",
        ScoreError::Spared { .. } => "spared",
    }
}

#[test]
fn every_measure_scores_as_its_paper_says() {
    for package in shelf() {
        let golden = golden(package);
        assert!(!golden.cites.is_empty(), "{}: no citation", package.id);
        for source in &golden.cites {
            assert!(package.sources.iter().any(|it| it.id == *source), "{}: {source}", package.id);
        }
        for vector in golden.vectors {
            let what = format!("{}: {}", package.id, vector.why);
            match (score(package, &Answers(vector.answers)), vector.refused) {
                (Ok(score), None) => {
                    assert_eq!(met(&score), vector.met, "{what}");
                    let risks: Vec<_> = score.risks.into_iter().map(|risk| risk.item).collect();
                    assert_eq!(risks, vector.risks, "{what}");
                    let scales: BTreeMap<_, _> = score
                        .scales
                        .into_iter()
                        .map(|it| (it.scale, Expected { value: it.value, band: it.band }))
                        .collect();
                    assert_eq!(scales, vector.scales, "{what}");
                }
                (Err(error), Some(refused)) => assert_eq!(name(&error), refused, "{what}"),
                (got, refused) => panic!("{what}: {got:?}, and should be {refused:?}"),
            }
        }
    }
}

/// A figure is checked from both sides: the last score before it and the first at it.
#[test]
fn every_figure_has_a_vector_on_either_side() {
    for package in shelf() {
        let golden = golden(package);
        for scale in &package.scales {
            let values: Vec<u32> =
                golden.vectors.iter().filter_map(|it| it.scales.get(&scale.id)).map(|it| it.value).collect();
            let step = u32::from(scale.times);
            let edges = scale.bands.iter().skip(1).map(|band| band.from);
            let cutoffs = scale.cutoffs.iter().map(|cutoff| match scale.better {
                Better::Lower => cutoff.at,
                Better::Higher => cutoff.at + 1,
            });
            for edge in edges.chain(cutoffs) {
                let below = values.iter().any(|value| *value < edge && *value + step >= edge);
                let above = values.iter().any(|value| *value >= edge && *value < edge + step);
                assert!(below && above, "{} {}: {edge} is not checked from both sides", package.id, scale.id);
            }
            let range = package.range(scale);
            assert!(values.contains(range.end()), "{}: the most of {} is not checked", package.id, scale.id);
        }
    }
}
