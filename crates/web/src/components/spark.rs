//! A small line of figures over time, beside words that say the same: a drawing for the eye alone.

use leptos::prelude::*;

const WIDTH: f64 = 132.0;
const HEIGHT: f64 = 36.0;
/// Room for the last point.
const EDGE: f64 = 5.0;

/// The line.
#[component]
pub(crate) fn Spark(
    /// The figures, oldest first; nothing is drawn of none.
    values: Vec<i64>,
    /// The lowest there may be.
    low: i64,
    /// The highest.
    high: i64,
) -> impl IntoView {
    let points = points(values, low, high);
    let (x, y) = points.last().copied()?;
    let path: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
    let path = format!("M{}", path.join("L"));
    let size = format!("0 0 {WIDTH} {HEIGHT}");
    Some(view! {
        <svg class="spark" viewBox=size width=WIDTH.to_string() height=HEIGHT.to_string() aria-hidden="true">
            <path class="spark-line" d=path />
            <circle class="spark-end" cx=format!("{x:.1}") cy=format!("{y:.1}") r="3.5" />
        </svg>
    })
}

/// Where the figures stand; a lone one at the end.
fn points(values: Vec<i64>, low: i64, high: i64) -> Vec<(f64, f64)> {
    let last = values.len().saturating_sub(1);
    let height = (high - low).max(1) as f64;
    let place = |(n, value): (usize, i64)| {
        let across = if last == 0 { 1.0 } else { n as f64 / last as f64 };
        let up = (value.clamp(low, high) - low) as f64 / height;
        (EDGE + across * (WIDTH - 2.0 * EDGE), HEIGHT - EDGE - up * (HEIGHT - 2.0 * EDGE))
    };
    values.into_iter().enumerate().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn higher_stands_higher_and_the_newest_last() {
        let points = points(vec![0, 10, 5, 99], 0, 10);
        assert!(points.windows(2).all(|two| two[0].0 < two[1].0));
        assert!(points[1].1 < points[2].1 && points[2].1 < points[0].1);
        assert_eq!(points[3], (WIDTH - EDGE, EDGE), "what is off the line stands at its end");
    }

    #[test]
    fn one_stands_at_the_end_and_none_nowhere() {
        assert_eq!(points(vec![0], 0, 10), [(WIDTH - EDGE, HEIGHT - EDGE)]);
        assert!(points(Vec::new(), 0, 10).is_empty());
    }
}
