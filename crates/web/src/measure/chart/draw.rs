//! The drawing: bands, thresholds, sessions, and the line of scores. Inline, so that it has the page's colours.

use leptos::prelude::*;
use rapport_wire::Timestamp;

use super::super::told::Told;
use super::super::words;
use super::plot::{LEFT, Plot, cutoff, reliable};
use crate::i18n::{date_short, t};

/// Below this two lines' words would stand on each other.
const CLOSE: f64 = 30.0;

/// A measure over time, drawn.
#[component]
pub(super) fn Drawing(
    /// What to draw.
    told: StoredValue<Told>,
    /// For whoever treats.
    staff: bool,
    /// How wide.
    width: RwSignal<f64>,
    /// When they met, in microseconds since the Unix epoch.
    met: RwSignal<Vec<i64>>,
) -> impl IntoView {
    let summary = told.with_value(summary);
    view! {
        {move || told.with_value(|told| draw(told, staff, width.get(), &met.get(), &summary))}
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

fn draw(told: &Told, staff: bool, width: f64, met: &[i64], summary: &str) -> AnyView {
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
    let names = stripes.iter().filter(|stripe| stripe.fits_name()).map(|stripe| {
        view! { <text class="band-name" x=LEFT + 6.0 y=stripe.top + 13.0>{stripe.name.clone()}</text> }
    });
    let figures: Vec<u32> = if stripes.is_empty() {
        vec![*range.start(), *range.end()]
    } else {
        stripes.iter().map(|stripe| stripe.from).chain([*range.end()]).collect()
    };
    let figures = figures.into_iter().map(|score| {
        view! { <text class="figure" x=LEFT - 6.0 y=plot.y(score) + 4.0 text-anchor="end">{score}</text> }
    });
    let line = |score: u32, class: &'static str, words: String, below: bool| {
        let y = plot.y(score);
        let words_at = if below { y + 14.0 } else { y - 5.0 };
        view! {
            <line class=class x1=LEFT x2=right y1=y y2=y></line>
            <text class="threshold" x=right - 4.0 y=words_at text-anchor="end">{words}</text>
        }
    };
    let several = scores.len() > 1;
    let [better, worse] = if several { reliable(scale, &range, first) } else { [None, None] };
    let cut = cutoff(scale);
    // Above its own line, unless something else is written there.
    let crowded = |score: u32| {
        let gap = better.map(|better| plot.y(score) - plot.y(better));
        gap.is_some_and(|gap| (0.0..CLOSE).contains(&gap))
    };
    let cut = cut.map(|score| {
        let words =
            if staff { t!("chart-cutoff-staff", score = score) } else { t!("chart-cutoff", score = score) };
        line(score, "line-cutoff", words, crowded(score))
    });
    let better = better.map(|score| line(score, "line-better", t!("chart-better", score = score), true));
    let worse = worse.map(|score| line(score, "line-worse", t!("chart-worse", score = score), false));
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
    let ends =
        [scores.first(), scores.last().filter(|_| several)].into_iter().flatten().map(|(at, value)| {
            let y = plot.y(*value);
            // Below the point where there is no room above it.
            let y = if y < 34.0 { y + 20.0 } else { y - 10.0 };
            view! { <text class="score-words" x=plot.x(*at) y=y text-anchor="middle">{*value}</text> }
        });
    view! {
        <svg class="chart" role="img" aria-label=summary.to_owned() viewBox=format!("0 0 {} {}", plot.width, plot.height) width=plot.width height=plot.height>
            {bands.collect_view()}
            {figures.collect_view()}
            <line class="axis" x1=LEFT x2=right y1=bottom y2=bottom></line>
            {cut}
            {better}
            {worse}
            {names.collect_view()}
            {marks.collect_view()}
            <path class="course-line" d=plot.path(&scores)></path>
            {points.collect_view()}
            {ends.collect_view()}
            {dates.collect_view()}
        </svg>
    }
    .into_any()
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
