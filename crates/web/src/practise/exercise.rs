//! Doing an exercise: one step at a time, with or without movement, with or without sound.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use rapport_care::content::Practice;
use web_sys::AudioContext;

use super::given::Asked;
use super::player::Player;
use super::skill::{Breath, PACES, Skill, Step};
use crate::components::{Glyph, Icon, PageHead, Tick};
use crate::i18n::t;
use crate::platform::Awake;
use crate::route::Route;
use crate::router::Link;
use crate::sound::Note;

/// How one wants it.
#[derive(Clone, Copy)]
struct Wishes {
    minutes: RwSignal<u16>,
    pace: RwSignal<(u16, u16)>,
    sound: RwSignal<bool>,
    still: RwSignal<bool>,
}

/// `/practise/SKILL`.
#[component]
pub(super) fn Exercise(skill: Skill) -> impl IntoView {
    let wishes = Wishes {
        minutes: RwSignal::new(skill.lengths().first().copied().unwrap_or(0)),
        pace: RwSignal::new(PACES[0]),
        sound: RwSignal::new(false),
        still: RwSignal::new(wants_stillness()),
    };
    let player = RwSignal::new(None::<Player>);
    // Where it stands changes each second; what is shown, only at its beginning and its end.
    let which = Memo::new(move |_| player.with(|player| player.as_ref().map(|it| it.step().is_some())));
    let shown = move || match which.get() {
        None => view! { <Choices skill=skill wishes=wishes player=player /> }.into_any(),
        Some(true) => view! { <Doing wishes=wishes player=player /> }.into_any(),
        Some(false) => view! { <Done player=player skill=skill /> }.into_any(),
    };
    view! {
        <div class="page narrow">
            <PageHead title=skill.title() lead=skill.lead() />
            {shown}
        </div>
    }
}

/// Whether this device asks for less movement.
fn wants_stillness() -> bool {
    window()
        .match_media("(prefers-reduced-motion: reduce)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
}

/// How long, how slowly, with what.
#[component]
fn Choices(skill: Skill, wishes: Wishes, player: RwSignal<Option<Player>>) -> impl IntoView {
    let begin = move |_| {
        let steps = skill.steps(wishes.minutes.get_untracked(), wishes.pace.get_untracked());
        player.set(Some(Player::new(steps)));
    };
    let mut lengths = skill.lengths().to_vec();
    lengths.sort_unstable();
    let lengths: Vec<_> =
        lengths.into_iter().map(|minutes| (minutes, t!("skill-minutes", count = minutes))).collect();
    let paces: Vec<_> = PACES
        .into_iter()
        .map(|(inward, outward)| ((inward, outward), t!("breath-pace", inward = inward, outward = outward)))
        .collect();
    let breathes = skill == Skill::Breathing;
    view! {
        <div class="stack">
            {(!lengths.is_empty()).then(|| view! { <Choice legend=t!("skill-how-long") name="length" options=lengths value=wishes.minutes /> })}
            {breathes.then(|| view! { <Choice legend=t!("breath-how") name="pace" options=paces value=wishes.pace /> })}
            {(skill != Skill::Grounding).then(|| view! { <Tick label=t!("skill-sound") value=wishes.sound /> })}
            {breathes.then(|| view! { <Tick label=t!("skill-still") value=wishes.still /> })}
            <div class="row">
                <button type="button" class="button main large" on:click=begin>{t!("skill-begin")}</button>
                <Link to=Route::Practise class="button plain large">{t!("practise-back")}</Link>
            </div>
        </div>
    }
}

#[component]
fn Choice<T: Copy + PartialEq + Send + Sync + 'static>(
    legend: String,
    name: &'static str,
    options: Vec<(T, String)>,
    value: RwSignal<T>,
) -> impl IntoView {
    let each = options.into_iter().map(|(option, words)| {
        view! {
            <label class="choice">
                <input type="radio" name=name prop:checked=move || value.get() == option on:change=move |_| value.set(option) />
                <span>{words}</span>
            </label>
        }
    });
    view! { <fieldset class="choices beside"><legend>{legend}</legend>{each.collect_view()}</fieldset> }
}

/// The step one is in.
#[component]
fn Doing(wishes: Wishes, player: RwSignal<Option<Player>>) -> impl IntoView {
    let running = RwSignal::new(true);
    let second = move || {
        if running.get_untracked() {
            player.update(|player| player.iter_mut().for_each(Player::tick));
        }
    };
    if let Ok(handle) = set_interval_with_handle(second, Duration::from_secs(1)) {
        on_cleanup(move || handle.clear());
    }
    let awake = StoredValue::new_local(Awake::default());
    awake.with_value(Awake::renew);
    let bell = StoredValue::new_local(Bell::default());
    let place = Memo::new(move |_| player.with(|player| player.as_ref().map_or((0, 0), Player::place)));
    let step = Memo::new(move |_| {
        // Asked for, not only watched: what was never asked for never changes.
        let _ = place.get();
        player.with_untracked(|player| player.as_ref().and_then(|it| it.step().cloned()))
    });
    Effect::new(move || {
        if let Some(step) = step.get()
            && wishes.sound.get_untracked()
        {
            bell.with_value(|bell| bell.ring(step.breath));
        }
    });
    let left = Memo::new(move |_| player.with(|player| player.as_ref().and_then(Player::left)));
    let words = move || step.with(|step| step.as_ref().map(|it| it.words.clone()));
    let more = move || step.with(|step| step.as_ref().and_then(|it| it.more.clone()));
    // Only a change makes other buttons: the focus stays on the one that was pressed.
    let waits = Memo::new(move |_| step.with(|step| step.as_ref().is_some_and(|it| it.seconds.is_none())));
    let next = move |_| player.update(|player| player.iter_mut().for_each(Player::next));
    let press = move || if running.get() { t!("skill-pause") } else { t!("skill-go-on") };
    let title = NodeRef::<html::H2>::new();
    Effect::new(move || {
        if let Some(title) = title.get() {
            let _ = title.focus();
        }
    });
    view! {
        <section class="exercise" data-testid="exercise">
            <Shape step=step left=left still=wishes.still running=running />
            <div role="status"><h2 class="exercise-words" tabindex="-1" node_ref=title>{words}</h2><p class="soft">{more}</p></div>
            <Pace place=place step=step />
            <div class="row">
                {move || waits.get().then(|| view! { <button type="button" class="button main large" on:click=next>{t!("skill-next")}</button> })}
                {move || (!waits.get()).then(|| view! {
                    <button type="button" class="button large" aria-pressed=move || (!running.get()).to_string() on:click=move |_| running.update(|it| *it = !*it)>{press}</button>
                })}
                <button type="button" class="button plain large" on:click=move |_| player.set(None)>{t!("skill-stop")}</button>
            </div>
        </section>
    }
}

/// How far one has come, where there are few enough steps to count.
#[component]
fn Pace(place: Memo<(usize, usize)>, step: Memo<Option<Step>>) -> impl IntoView {
    move || {
        let (at, all) = place.get();
        let breathes = step.with(|step| step.as_ref().is_some_and(|it| it.breath.is_some()));
        (!breathes && all > 1)
            .then(|| view! { <p class="small soft">{t!("skill-place", at = at, all = all)}</p> })
    }
}

/// What the eye can follow: a circle that grows and shrinks with the breath, or the seconds in figures.
#[component]
fn Shape(
    step: Memo<Option<Step>>,
    left: Memo<Option<u16>>,
    still: RwSignal<bool>,
    running: RwSignal<bool>,
) -> impl IntoView {
    let breath = Memo::new(move |_| step.with(|step| step.as_ref().and_then(|it| it.breath)));
    let seconds = move || step.with(|step| step.as_ref().and_then(|it| it.seconds).unwrap_or(0));
    let large = move || breath.get() == Some(Breath::In) && running.get();
    // One shape for all of it: what is made anew does not grow.
    let moves = Memo::new(move |_| breath.with(Option::is_some) && !still.get());
    let figures = move || {
        left.get()
            .map(|left| view! { <p class="exercise-figures numbers" aria-hidden="true">{clock(left)}</p> })
    };
    move || {
        if moves.get() {
            let duration = move || format!("{}s", seconds());
            view! { <div class="breath-shape" class:large=large style=("--breath", duration) aria-hidden="true"></div> }
                .into_any()
        } else {
            view! { {figures} }.into_any()
        }
    }
}

/// Seconds, as minutes where there are any.
fn clock(seconds: u16) -> String {
    if seconds < 60 { seconds.to_string() } else { format!("{}:{:02}", seconds / 60, seconds % 60) }
}

/// It is over.
#[component]
fn Done(player: RwSignal<Option<Player>>, skill: Skill) -> impl IntoView {
    let title = NodeRef::<html::H2>::new();
    Effect::new(move || {
        if let Some(title) = title.get() {
            let _ = title.focus();
        }
    });
    view! {
        <section class="exercise" data-testid="exercise-done">
            <h2 class="exercise-words" tabindex="-1" node_ref=title>{t!("skill-done")}</h2>
            <p class="soft">{t!("skill-done-more")}</p>
            <Asked practice=Practice::Skill(skill.as_str().to_owned()) />
            <div class="row">
                <button type="button" class="button large" on:click=move |_| player.set(None)>{t!("skill-again")}</button>
                <Link to=Route::Practise class="button main large"><Icon glyph=Glyph::Back /><span>{t!("practise-back")}</span></Link>
            </div>
        </section>
    }
}

/// A soft note at each step; silent where the browser has no sound.
#[derive(Default)]
struct Bell(std::cell::OnceCell<Option<AudioContext>>);

impl Bell {
    fn ring(&self, breath: Option<Breath>) {
        let Some(context) = self.0.get_or_init(|| AudioContext::new().ok()) else { return };
        // Up with the breath in, down with the breath out; a step is a bell.
        let hertz = match breath {
            Some(Breath::In) => 330.0,
            Some(Breath::Out) => 247.0,
            None => 440.0,
        };
        let note = Note { hertz, seconds: 1.8, peak: 0.12 };
        let _ = note.play(context, &context.destination(), context.current_time() + 0.02);
    }
}

impl Drop for Bell {
    fn drop(&mut self) {
        if let Some(context) = self.0.get().and_then(Option::as_ref) {
            let _ = context.close();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_steps_show_minutes() {
        assert_eq!((clock(7), clock(75), clock(225)), ("7".into(), "1:15".into(), "3:45".into()));
    }
}
