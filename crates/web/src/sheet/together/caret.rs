//! Where somebody writes, while the words around it change. Pure, but for [`keep`].

use leptos::prelude::*;
use rapport_care::form::Responses;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};

use crate::sheet::answer::typed;

/// Puts the words that are about to be shown into the field somebody is in, and their caret where it was among
/// them: a browser would put it to the end.
pub(super) fn keep(before: &Responses, after: &Responses) {
    let Some(active) = document().active_element() else { return };
    let Some(question) = active.closest("[data-question]").ok().flatten() else { return };
    let Some(question) = question.get_attribute("data-question") else { return };
    let (before, after) = (typed(before, &question), typed(after, &question));
    if before == after {
        return;
    }
    let moved = |at: Option<u32>| at.map(|at| carried(&before, &after, at));
    if let Some(field) = active.dyn_ref::<HtmlTextAreaElement>() {
        let (start, end) = (field.selection_start().ok().flatten(), field.selection_end().ok().flatten());
        field.set_value(&after);
        let _ = field.set_selection_start(moved(start));
        let _ = field.set_selection_end(moved(end));
    } else if let Some(field) = active.dyn_ref::<HtmlInputElement>().filter(|field| field.type_() == "text") {
        let (start, end) = (field.selection_start().ok().flatten(), field.selection_end().ok().flatten());
        field.set_value(&after);
        let _ = field.set_selection_start(moved(start));
        let _ = field.set_selection_end(moved(end));
    }
}

/// Where a place in one text is in another, both in the units a browser counts in (UTF-16).
fn carried(before: &str, after: &str, at: u32) -> u32 {
    let (before, after): (Vec<u16>, Vec<u16>) =
        (before.encode_utf16().collect(), after.encode_utf16().collect());
    let at = (at as usize).min(before.len());
    let head = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let tail =
        before[head..].iter().rev().zip(after[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let carried = if at <= head {
        at
    } else if at >= before.len() - tail {
        after.len() - (before.len() - at)
    } else {
        after.len() - tail
    };
    u32::try_from(carried).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::carried;

    #[test]
    fn a_place_stays_among_the_same_words() {
        for (before, after, at, then) in [
            ("the bus", "late, the bus", 7, 13),
            ("the bus", "late, the bus", 0, 0),
            ("the bus", "the bus home", 7, 7),
            ("the bus", "the old bus", 4, 4),
            ("the bus", "the old bus", 5, 9),
            ("the old bus", "the bus", 6, 4),
            ("🌿 the bus", "🌿🌿 the bus", 10, 12),
            ("", "words", 0, 0),
            ("words", "", 3, 0),
        ] {
            assert_eq!(carried(before, after, at), then, "{before:?} to {after:?}, at {at}");
        }
    }
}
