//! `/earlier/…`: what was brought into a care space from an archive, as the archive says it was.

use leptos::prelude::*;
use rapport_care::AccountId;
use rapport_care::content::{CallKind, Content};
use rapport_care::conversation::{Body, Looking, What};
use rapport_care::course::on_shelf;
use rapport_care::measure::{Answers, score};
use rapport_care::note::{Role, State, Supervision, notes};
use rapport_care::whole::{Part, PartKind};
use rapport_client::session::EarlierView;
use rapport_wire::{SpaceId, Timestamp};

use crate::app::Watched;
use crate::components::{Glyph, Icon, Notice, Tone};
use crate::i18n::{moment, t};
use crate::route::Route;
use crate::router::Link;
use crate::talk::{follow, title};

/// Lines shown at first, and added each time one asks for more.
const PAGE: usize = 100;

/// One thing in it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    at: i64,
    by: AccountId,
    glyph: Glyph,
    title: String,
    words: String,
}

/// The screen.
#[component]
pub(super) fn Earlier(care: SpaceId) -> impl IntoView {
    let parts = follow(&[Watched::Spaces, Watched::Space(care)], move |session| session.earlier(care));
    let name = follow(&[Watched::Spaces], move |session| {
        session.space(care).filter(|it| it.others > 0).map(|it| title(&it))
    });
    let shown = move || {
        let parts = parts.get();
        if parts.is_empty() {
            return view! { <p class="soft">{t!("earlier-nothing")}</p> }.into_any();
        }
        parts.into_iter().map(section).collect_view().into_any()
    };
    let lead = move || name.get().map_or_else(|| t!("earlier-alone"), |name| t!("earlier-in", name = name));
    view! {
        <div class="page">
            <header class="page-head"><h1 tabindex="-1">{t!("earlier-title")}</h1><p class="lead">{lead}</p></header>
            <div class="stack loose">
                <p class="row">
                    <Link to=Route::TakeAlong class="button plain"><Icon glyph=Glyph::Back /><span>{t!("earlier-back")}</span></Link>
                    <Link to=Route::Talk(care) class="button plain"><Icon glyph=Glyph::Messages /><span>{t!("earlier-talk")}</span></Link>
                </p>
                {shown}
            </div>
        </div>
    }
}

fn section(it: EarlierView) -> impl IntoView {
    let room = RwSignal::new(PAGE);
    let by = it.name.clone().unwrap_or_else(|| t!("bring-nameless"));
    let when = it.taken_at().map(moment).unwrap_or_default();
    let heading = match it.part.kind {
        PartKind::Care => t!("earlier-care"),
        PartKind::Record => t!("earlier-record"),
    };
    let all = StoredValue::new(lines(&it.part));
    let part = StoredValue::new(it.part);
    let rows = move || {
        let shown = room.get();
        all.with_value(|all| {
            part.with_value(|part| all.iter().take(shown).map(|it| row(part, it)).collect_view())
        })
    };
    let more = move || {
        (all.with_value(Vec::len) > room.get()).then(|| view! {
            <button type="button" class="button full" on:click=move |_| room.update(|room| *room += PAGE)>{t!("earlier-more")}</button>
        })
    };
    view! {
        <section class="stack" data-testid="earlier">
            <h2>{heading}</h2>
            <Notice tone=Tone::Calm><p>{t!("earlier-says", name = by, when = when)}</p></Notice>
            <ol class="moments" role="list">{rows}</ol>
            {more}
        </section>
    }
}

fn row(part: &Part, line: &Line) -> impl IntoView + use<> {
    let name = part.someone(line.by).and_then(|it| it.name.clone()).unwrap_or_else(|| t!("record-somebody"));
    let at = moment(Timestamp::from_micros(line.at));
    let (glyph, title, words) = (line.glyph, line.title.clone(), line.words.clone());
    view! {
        <li class="moment"><div class="moment-line">
            <span class="moment-glyph"><Icon glyph=glyph /></span>
            <span class="grow">
                <span class="moment-title">{title}</span>
                <span class="moment-words">{words}</span>
                <span class="small soft">{t!("record-by-at", name = name, when = at)}</span>
            </span>
        </div></li>
    }
}

/// Everything in a part that a person reads, oldest first.
fn lines(part: &Part) -> Vec<Line> {
    let all = part.conversation();
    let looking = Looking {
        me: AccountId([0; 16]),
        others: &[],
        read_to: u64::MAX,
        pending: &[],
        items_max: usize::MAX,
    };
    let said = all.view(&looking).items.into_iter().filter_map(|item| {
        let (glyph, title, words) = told(item.body)?;
        Some(Line { at: item.at, by: item.author, glyph, title, words })
    });
    let mut lines: Vec<Line> = said.collect();
    for event in all.events().filter(|event| !all.is_withdrawn(event)) {
        let (at, by) = (event.received_at, event.author);
        let What::Said(content) = &event.what else { continue };
        let (glyph, title, words) = match content {
            Content::MeasureAnswered(it) => {
                let package = on_shelf(&it.measure, &it.checksum);
                let title = package.map_or_else(|| it.measure.id.clone(), |package| package.short.clone());
                let scored = package.and_then(|package| score(package, &Answers(it.answers.clone())).ok());
                let value = scored.as_ref().and_then(|it| it.main()).map(|main| main.value);
                let words = value.map_or_else(
                    || t!("record-measure-unscored"),
                    |value| t!("record-measure-score", score = value),
                );
                (Glyph::Check, title, words)
            }
            Content::Planned(it) => {
                let goals: Vec<&str> = it.plan.goals.iter().map(|goal| goal.words.as_str()).collect();
                (Glyph::Leaf, t!("earlier-plan"), goals.join("\n"))
            }
            Content::SafetyPlanned(_) => (Glyph::Leaf, t!("earlier-safety"), t!("earlier-in-archive")),
            Content::FormAnswered(it) => {
                let form = rapport_care::worksheet::on_shelf(it);
                let title = form.map_or_else(|| it.form.id.clone(), |form| form.title.clone());
                (Glyph::Check, title, t!("earlier-in-archive"))
            }
            _ => continue,
        };
        lines.push(Line { at, by, glyph, title, words });
    }
    let supervision = Supervision::in_record(&all);
    let role = |event: &rapport_care::conversation::Event| {
        if part.is_staff(event.author) { supervision.role(event) } else { Role::Other }
    };
    for note in notes(&all, role).into_iter().filter(|note| note.state != State::Draft) {
        let added = note.added.iter().map(|it| it.words.as_str());
        let words: Vec<&str> = note.body.parts.iter().map(String::as_str).chain(added).collect();
        let words = words.join("\n");
        lines.push(Line {
            at: note.at,
            by: note.author,
            glyph: Glyph::File,
            title: t!("record-note"),
            words,
        });
    }
    lines.sort_by_key(|line| line.at);
    lines
}

fn told(body: Body) -> Option<(Glyph, String, String)> {
    Some(match body {
        Body::Text(words) => (Glyph::Messages, t!("record-message"), words),
        Body::Attachment(it) => {
            let words = if it.caption.trim().is_empty() {
                it.file.name
            } else {
                format!("{}. {}", it.file.name, it.caption)
            };
            (Glyph::Attach, t!("record-file"), words)
        }
        Body::VoiceNote(it) => (
            Glyph::Microphone,
            t!("record-voice"),
            t!("record-voice-seconds", count = it.duration_ms / 1_000),
        ),
        Body::Call(it) => {
            let video = it.kind == CallKind::Video;
            let title = if video { t!("record-session-video") } else { t!("record-session-voice") };
            let minutes = it.ended_at.saturating_sub(it.started_at).max(0) / 60_000_000;
            (Glyph::Camera, title, t!("record-session-minutes", count = minutes))
        }
        Body::Erased | Body::Withdrawn => (Glyph::Messages, t!("record-message"), t!("earlier-erased")),
        Body::Unverified | Body::Closed | Body::Newer | Body::CodeCompared(_) => return None,
    })
}
