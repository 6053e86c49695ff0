//! What the server can and cannot see, said plainly, limits included.

use leptos::prelude::*;

use crate::components::{Glyph, Icon, PageHead};
use crate::i18n::t;
use crate::router::router;

/// The page, for anybody.
#[component]
pub(crate) fn Trust() -> impl IntoView {
    let router = router();
    let never = [t!("trust-cannot-1"), t!("trust-cannot-2"), t!("trust-cannot-3"), t!("trust-cannot-4")];
    let sees = [
        t!("trust-can-1"),
        t!("trust-can-2"),
        t!("trust-can-3"),
        t!("trust-can-4"),
        t!("trust-can-5"),
        t!("trust-can-6"),
    ];
    let limits = [t!("trust-limits-1"), t!("trust-limits-2"), t!("trust-limits-3"), t!("trust-limits-4")];
    let checks = [t!("trust-compare-1"), t!("trust-compare-2")];
    view! {
        <div class="page">
            <PageHead title=t!("trust-title") lead=t!("trust-lead") />
            <div class="stack loose">
                <p><button type="button" class="button" on:click=move |_| router.back()><Icon glyph=Glyph::Back /> <span>{t!("back")}</span></button></p>
                <div class="facts">
                    <Points title=t!("trust-cannot") points=never />
                    <Points title=t!("trust-can") points=sees />
                </div>
                <Points title=t!("trust-compare") points=checks />
                <Points title=t!("trust-limits") points=limits />
            </div>
        </div>
    }
}

#[component]
fn Points<const N: usize>(
    /// What they have in common.
    title: String,
    /// One sentence each.
    points: [String; N],
) -> impl IntoView {
    let points = points.into_iter().map(|point| view! { <li>{point}</li> }).collect_view();
    view! { <section class="card"><h2>{title}</h2><ul>{points}</ul></section> }
}
