//! Help now: what to do and whom to call, for somebody who has just said that they think of dying.
//!
//! The same words for every practice, and no word of diagnosis. Numbers are those published by the services
//! themselves; a wrong one is a defect of the gravest kind, so there are few of them.

use leptos::prelude::*;
use rapport_wire::SpaceId;

use crate::components::{Glyph, Icon};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;

/// A country: its emergency number, and a line that listens day and night.
struct Country {
    /// ISO 3166-1.
    code: &'static str,
    name: String,
    emergency: &'static str,
    line: String,
    number: &'static str,
}

fn countries() -> [Country; 12] {
    let of = |code, name, emergency, line, number| Country { code, name, emergency, line, number };
    let mut all = [
        of("AT", t!("help-at"), "112", t!("help-at-line"), "142"),
        of("AU", t!("help-au"), "000", t!("help-au-line"), "13 11 14"),
        of("CA", t!("help-ca"), "911", t!("help-ca-line"), "988"),
        of("CH", t!("help-ch"), "112", t!("help-ch-line"), "143"),
        of("DE", t!("help-de"), "112", t!("help-de-line"), "0800 111 0 111"),
        of("ES", t!("help-es"), "112", t!("help-es-line"), "024"),
        of("FR", t!("help-fr"), "112", t!("help-fr-line"), "3114"),
        of("IE", t!("help-ie"), "112", t!("help-ie-line"), "116 123"),
        of("NL", t!("help-nl"), "112", t!("help-nl-line"), "0800 0113"),
        of("NZ", t!("help-nz"), "111", t!("help-nz-line"), "1737"),
        of("GB", t!("help-uk"), "999", t!("help-uk-line"), "116 123"),
        of("US", t!("help-us"), "911", t!("help-us-line"), "988"),
    ];
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// What to do now, and whom to call: where this device is at home first, the rest one press away.
#[component]
pub(crate) fn HelpNow(
    /// Where one can write to a therapist, who is shown the answer that led here; none where nothing was said.
    #[prop(into)]
    space: Option<SpaceId>,
    /// Whether that answer is on its way to them.
    #[prop(optional, into)]
    sent: Signal<bool>,
) -> impl IntoView {
    let here = here();
    let (home, others): (Vec<_>, Vec<_>) = countries().into_iter().partition(|it| it.code == here);
    let known = !home.is_empty();
    let summary = if known { t!("help-numbers-elsewhere") } else { t!("help-numbers") };
    // American English is spoken by devices everywhere: the others are not folded away from them.
    let folded = known && here != "US";
    let home = known.then(
        || view! { <ul class="help-numbers" role="list">{home.into_iter().map(row).collect_view()}</ul> },
    );
    let others = others.into_iter().map(row).collect_view();
    let seen = move || if sent.get() { t!("help-seen-sent") } else { t!("help-seen") };
    view! {
        <section class="card help-now" data-testid="help-now" aria-label=t!("help-title")>
            <h2 tabindex="-1">{t!("help-title")}</h2>
            <p><strong>{t!("help-danger")}</strong></p>
            <ul>
                <li>{t!("help-call")}</li>
                <li>{t!("help-somebody")}</li>
                <li>{t!("help-away")}</li>
                <li>{t!("help-threat")}</li>
            </ul>
            {home}
            <details class="fold" open=!folded>
                <summary>{summary}</summary>
                <ul class="help-numbers" role="list">{others}</ul>
            </details>
            <p class="small soft">{t!("help-elsewhere")}</p>
            {space.map(|space| view! {
                <p>{seen}</p>
                <div class="row"><Link to=Route::Talk(space) class="button"><Icon glyph=Glyph::Messages /><span>{t!("help-write")}</span></Link></div>
            })}
        </section>
    }
}

fn row(it: Country) -> impl IntoView {
    view! {
        <li>
            <strong>{it.name}</strong>
            <span>{t!("help-emergency")} " " <Call number=it.emergency /></span>
            <span>{it.line} " " <Call number=it.number /></span>
        </li>
    }
}

/// The country of this device, as far as its language tells: "de-AT" does, "de" does not.
fn here() -> String {
    let language = window().navigator().language().unwrap_or_default();
    language.rsplit_once('-').map(|(_, country)| country.to_uppercase()).unwrap_or_default()
}

/// A number that a phone calls when it is touched.
#[component]
fn Call(number: &'static str) -> impl IntoView {
    let to = format!("tel:{}", number.replace(' ', ""));
    view! { <a class="numbers help-call" href=to>{number}</a> }
}
