//! The drawing: bands, thresholds, sessions, and the line of scores. Inline, so that it has the page's colours.

use leptos::prelude::*;
use rapport_wire::Timestamp;

use super::super::told::Told;
use super::super::words;
use super::labels::{Anchor, Labels, Spot};
use super::plot::{LEFT, Plot, Stripe, cutoff, reliable};
use crate::i18n::{date_short, t};

/// How far words keep from a score's point.
const POINT: f64 = 6.0;
/// As far down the first row of words stands.
const ROW: f64 = 14.0;

/// A measure over time, drawn.
#[component]
pub(super) fn Drawing(
    /// What to draw.
    told: StoredValue<Told>,
    /// How wide.
    width: RwSignal<f64>,
    /// When they met, in microseconds since the Unix epoch.
    met: RwSignal<Vec<i64>>,
) -> impl IntoView {
    let summary = told.with_value(summary);
    view! {
        {move || told.with_value(|told| draw(told, width.get(), &met.get(), &summary))}
        {move || told.with_value(|told| legend(told, !met.with(Vec::is_empty)))}
    }
}

/// What somebody hears who does not see it.
fn summary(told: &Told) -> String {
    let scores = told.scores();
    let count = scores.len();
    let ((Some((began, first)), Some((at, newest))), Some(scale)) =
        ((scores.first(), scores.last()), told.scale())
    else {
        return t!("chart-nothing");
    };
    let (began, at) = (words::date_of(*began), words::date_of(*at));
    let range = told.package.range(scale);
    let span = t!(
        "chart-summary",
        count = count,
        first = first,
        began = began,
        newest = newest,
        at = at,
        most = range.end()
    );
    let direction = words::direction(scale);
    match words::fall(told.series.track) {
        Some(fall) => format!("{span} {fall} {direction}"),
        None => format!("{span} {direction}"),
    }
}

fn draw(told: &Told, width: f64, met: &[i64], summary: &str) -> AnyView {
    let (scores, Some(scale)) = (told.scores(), told.scale()) else { return ().into_any() };
    let Some((_, first)) = scores.first().copied() else {
        return view! { <p class="soft">{t!("chart-nothing")}</p> }.into_any();
    };
    let range = told.package.range(scale);
    let times: Vec<i64> = scores.iter().map(|(at, _)| *at).collect();
    let plot = Plot::new(width, if width < 480.0 { 280.0 } else { 320.0 }, &times, &range);
    let (right, bottom) = (plot.right(), plot.bottom());

    let stripes = plot.stripes(scale);
    let bands = stripes.iter().enumerate().map(|(n, stripe)| {
        let class = if n % 2 == 0 { "band-even" } else { "band-odd" };
        view! { <rect class=class x=LEFT y=stripe.top width=right - LEFT height=stripe.height></rect> }
    });
    let figures: Vec<u32> = if stripes.is_empty() {
        vec![*range.start(), *range.end()]
    } else {
        stripes.iter().map(|stripe| stripe.from).chain([*range.end()]).collect()
    };
    let figures = figures.into_iter().map(|score| {
        view! { <text class="figure" x=LEFT - 6.0 y=plot.y(score) + 4.0 text-anchor="end">{score}</text> }
    });
    let several = scores.len() > 1;
    let [better, worse] = if several { reliable(scale, &range, first) } else { [None, None] };
    let thresholds = [
        cutoff(scale).map(|score| (score, "line-cutoff", t!("chart-cutoff", score = score))),
        better.map(|score| (score, "line-better", t!("chart-better", score = score))),
        worse.map(|score| (score, "line-worse", t!("chart-worse", score = score))),
    ];
    let thresholds: Vec<_> = thresholds.into_iter().flatten().collect();
    let lines = thresholds.iter().map(|(score, class, _)| {
        let y = plot.y(*score);
        view! { <line class=*class x1=LEFT x2=right y1=y y2=y></line> }
    });
    let words = words_of(&plot, &scores, &stripes, &thresholds);
    let dates = plot.dated(&times).into_iter().map(|at| {
        view! { <text class="figure" x=plot.x(at) y=bottom + 20.0 text-anchor="middle">{date_short(Timestamp::from_micros(at))}</text> }
    });
    let marks = met.iter().filter(|at| plot.holds(**at)).map(|at| {
        let x = plot.x(*at);
        view! { <path class="met" d=format!("M{:.1} {:.1}l-4 7h8z", x, bottom - 7.0)></path> }
    });
    let points = scores.iter().map(|(at, value)| {
        view! { <circle class="score" cx=plot.x(*at) cy=plot.y(*value) r="5"></circle> }
    });
    view! {
        <svg class="chart" role="img" aria-label=summary.to_owned() viewBox=format!("0 0 {} {}", plot.width, plot.height) width=plot.width height=plot.height>
            {bands.collect_view()}
            {figures.collect_view()}
            <line class="axis" x1=LEFT x2=right y1=bottom y2=bottom></line>
            {lines.collect_view()}
            {marks.collect_view()}
            <path class="course-line" d=plot.path(&scores)></path>
            {points.collect_view()}
            {words}
            {dates.collect_view()}
        </svg>
    }
    .into_any()
}

/// The words in the drawing, each where nothing runs through it: the two scores at the ends, the lines' names,
/// and the bands' names as far as there is room. The table has them all.
fn words_of(
    plot: &Plot,
    scores: &[(i64, u32)],
    stripes: &[Stripe],
    thresholds: &[(u32, &'static str, String)],
) -> AnyView {
    let (left, right) = (LEFT + 6.0, plot.right() - 4.0);
    let mut labels = Labels::default();
    let points: Vec<_> = scores.iter().map(|(at, value)| (plot.x(*at), plot.y(*value))).collect();
    labels.keep_off_line(&points);
    for (x, y) in &points {
        labels.keep_off_point(*x, *y, POINT);
    }
    for (score, ..) in thresholds {
        let y = plot.y(*score);
        labels.keep_off_line(&[(LEFT, y), (plot.right(), y)]);
    }
    let spot = |x, y, anchor| Spot { x, y, anchor };
    let mut said = Vec::new();
    let ends = [scores.first(), scores.last().filter(|_| scores.len() > 1)].into_iter().flatten();
    for (at, value) in ends {
        let (x, y) = (plot.x(*at), plot.y(*value));
        let above = spot(x, y - 10.0, Anchor::Middle);
        let below = spot(x, y + 20.0, Anchor::Middle);
        let beside = [spot(x - 9.0, y - 6.0, Anchor::End), spot(x + 9.0, y - 6.0, Anchor::Start)];
        // Above the point; below it where there is no room above.
        let spots = if y < 34.0 {
            [beside[0], beside[1], above, below]
        } else {
            [above, below, beside[0], beside[1]]
        };
        let words = value.to_string();
        said.extend(labels.said(&words, &spots).map(|spot| (spot, "score-words", words)));
    }
    for (score, _, words) in thresholds {
        let y = plot.y(*score);
        let rows = [y - 6.0, y + 14.0].map(|y| y.clamp(ROW, plot.bottom() - 4.0));
        let spots: Vec<_> = rows
            .iter()
            .map(|y| spot(right, *y, Anchor::End))
            .chain(rows.iter().map(|y| spot(left, *y, Anchor::Start)))
            .chain(rows.iter().map(|y| spot(f64::midpoint(left, right), *y, Anchor::Middle)))
            .collect();
        said.extend(labels.said(words, &spots).map(|spot| (spot, "threshold", words.clone())));
    }
    for stripe in stripes.iter().filter(|stripe| stripe.fits_name()) {
        let rows = [stripe.top + 13.0, stripe.top + stripe.height - 4.0];
        let spots = rows.iter().flat_map(|y| {
            [
                spot(left, *y, Anchor::Start),
                spot(right, *y, Anchor::End),
                spot(f64::midpoint(left, right), *y, Anchor::Middle),
            ]
        });
        let free = labels.free(&stripe.name, spots);
        said.extend(free.map(|spot| (spot, "band-name", stripe.name.clone())));
    }
    let each = said.into_iter().map(|(spot, class, words)| {
        view! { <text class=class x=spot.x y=spot.y text-anchor=spot.anchor.name()>{words}</text> }
    });
    each.collect_view().into_any()
}

/// What the lines mean, in words.
fn legend(told: &Told, sessions: bool) -> impl IntoView + use<> {
    let scale = told.scale();
    let well = scale.map(words::direction);
    let change = scale.and_then(|scale| scale.change.as_ref()).filter(|_| told.scores().len() > 1);
    let change = change.map(|basis| t!("chart-reliable", count = basis.points));
    let met = sessions.then(
        || view! { <span class="met-key" aria-hidden="true">"\u{25b2}"</span> " " {t!("chart-sessions")} },
    );
    view! { <figcaption class="small soft">{well} " " {change} " " {met}</figcaption> }
}
