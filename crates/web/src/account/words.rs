//! The 24 recovery words: shown once, then three of them asked for, so that a copy is known to be good.

use leptos::prelude::*;

use super::person::{Text, focus_first_error};
use crate::components::{CopyButton, Glyph, Icon, Notice, PageHead, TextField, Tone};
use crate::i18n::t;
use crate::platform::SystemChance;

/// How many words are asked for.
const ASKED: usize = 3;

/// Shows the words.
#[component]
pub(super) fn ShowWords(
    /// The words, in order.
    words: Vec<&'static str>,
    /// When the person says they have them.
    on_done: impl Fn() + 'static,
) -> impl IntoView {
    let text = words.join(" ");
    let rows = words.into_iter().map(|word| view! { <li><span>{word}</span></li> }).collect_view();
    view! {
        <div class="page">
            <PageHead title=t!("words-title") lead=t!("words-lead") />
            <div class="stack">
                <p class="screen-only">{t!("words-advice")}</p>
                <ol class="words" aria-label=t!("words-list") data-testid="recovery-words">{rows}</ol>
                <div class="row screen-only">
                    <CopyButton label=t!("words-copy") text=text />
                    <button type="button" class="button" on:click=move |_| drop(window().print())>
                        <Icon glyph=Glyph::Print /><span>{t!("words-print")}</span>
                    </button>
                </div>
                <div class="actions">
                    <button type="button" class="button main large" on:click=move |_| on_done()>{t!("words-next")}</button>
                </div>
            </div>
        </div>
    }
}

/// Asks for three of the words.
#[component]
pub(super) fn CheckWords(
    /// The words, in order.
    words: Vec<&'static str>,
    /// Back to the words.
    on_back: impl Fn() + 'static,
    /// When the three were right.
    on_done: impl Fn() + 'static,
) -> impl IntoView {
    let mut chance = [0; ASKED];
    SystemChance::fill(&mut chance);
    let asked = pick(chance, words.len()).map(|index| (index, Text::new()));
    let fields = asked
        .map(|(index, text)| {
            let label = t!("words-check-label", number = index + 1);
            view! { <TextField label=label value=text.value error=text.error() /> }
        })
        .collect_view();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let right = asked.map(|(index, text)| {
            let wrong = || t!("words-check-wrong", number = index + 1);
            text.take(|typed| {
                if words.get(index).is_some_and(|word| same(word, typed)) { Ok(()) } else { Err(wrong()) }
            })
        });
        if right.iter().all(Option::is_some) { on_done() } else { focus_first_error() }
    };
    view! {
        <div class="page narrow">
            <PageHead title=t!("words-check-title") lead=t!("words-check-lead") />
            <form class="stack loose" novalidate on:submit=send>
                {fields}
                <div class="actions">
                    <button type="submit" class="button main large">{t!("words-check-submit")}</button>
                    <button type="button" class="button large" on:click=move |_| on_back()>{t!("words-look-again")}</button>
                </div>
            </form>
            <Notice tone=Tone::Calm><p>{t!("words-advice")}</p></Notice>
        </div>
    }
}

fn same(word: &str, typed: &str) -> bool {
    typed.trim().eq_ignore_ascii_case(word)
}

/// Three different places in a list, ascending, one from each third: nobody proves a whole copy by its
/// first line.
fn pick(chance: [u8; ASKED], len: usize) -> [usize; ASKED] {
    let third = (len / ASKED).max(1);
    let mut places = [0; ASKED];
    for (i, (place, byte)) in places.iter_mut().zip(chance).enumerate() {
        *place = i * third + usize::from(byte) % third;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_of_each_third_is_asked_for() {
        for byte in 0..=255 {
            let [a, b, c] = pick([byte, byte.wrapping_mul(7), 255 - byte], 24);
            assert!(a < 8 && (8..16).contains(&b) && (16..24).contains(&c));
        }
    }

    #[test]
    fn capitals_and_spaces_do_not_matter() {
        assert!(same("bridge", " Bridge "));
        assert!(!same("bridge", "bride"));
    }
}
