//! What a client wrote in the first assessment about what they want: offered as a goal, in their own words.

use leptos::prelude::*;
use rapport_care::form::{Answer, first_assessment};
use rapport_client::Session;
use rapport_client::views::PageView;
use rapport_wire::SpaceId;

use super::rows::Rows;
use crate::app::Watched;
use crate::components::{Glyph, Icon};
use crate::i18n::t;
use crate::talk::follow;

/// The questions of the first assessment whose answers are about what somebody wants.
const ABOUT_WANTING: [&str; 2] = ["goals", "first-step"];

/// Their words, each with a button that makes a goal of them; nothing where there are none, or all are taken.
#[component]
pub(super) fn Wanted(
    /// Which care space.
    space: SpaceId,
    /// The goals as they are being written.
    rows: RwSignal<Rows>,
    /// Makes a goal.
    on_take: impl Fn(String) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let said = follow(&[Watched::Space(space)], move |session| said(session, space));
    let open = Memo::new(move |_| {
        let taken: Vec<String> = rows.with(|rows| rows.goals().into_iter().map(|goal| goal.words).collect());
        said.with(|said| said.iter().filter(|words| !taken.contains(words)).cloned().collect::<Vec<_>>())
    });
    let row = move |words: String| {
        let taken = words.clone();
        view! {
            <li class="time-row">
                <p class="grow said">{words}</p>
                <button type="button" class="button" on:click=move |_| on_take(taken.clone())><Icon glyph=Glyph::Add /><span>{t!("plan-take")}</span></button>
            </li>
        }
    };
    move || {
        let rows: Vec<_> = open.get().into_iter().map(row).collect();
        (!rows.is_empty()).then(|| view! {
            <div class="stack tight" data-testid="wanted"><p class="small soft">{t!("plan-wanted")}</p><ul class="times" role="list">{rows}</ul></div>
        })
    }
}

/// One line each, of the newest assessment: ours, or one that a practice made of it.
fn said(session: &Session, space: SpaceId) -> Vec<String> {
    let words = |page: PageView| {
        let form = session.form_answered(space, &page.is)?;
        let asked = ABOUT_WANTING.iter().filter(|id| {
            let ours = first_assessment().question(id);
            ours.is_some_and(|ours| form.question(id).is_some_and(|theirs| theirs.text == ours.text))
        });
        let words = asked.filter_map(|id| match page.is.responses.get(*id)? {
            Answer::Text(words) => Some(words),
            _ => None,
        });
        let lines = words.flat_map(|words| words.lines()).map(str::trim).filter(|line| !line.is_empty());
        Some(lines.map(str::to_owned).collect::<Vec<_>>()).filter(|lines| !lines.is_empty())
    };
    session.pages(space).into_iter().find_map(words).unwrap_or_default()
}
