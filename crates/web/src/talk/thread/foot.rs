//! Under a bubble: when it was said, whether it was changed, how far it has come.

use leptos::prelude::*;
use rapport_care::conversation::{Item, Receipt};

use crate::i18n::t;
use crate::talk::times;

/// The small line under a bubble. Always words, never colour or ticks alone.
#[component]
pub(super) fn Foot(
    /// The item.
    item: Memo<Item>,
) -> impl IntoView {
    let at = item.with_untracked(|item| item.at);
    let kept = move || item.with(|item| matches!(item.receipt, Some(Receipt::Waiting | Receipt::Failed)));
    view! {
        <div class="bubble-foot">
            <time datetime=times::machine(at)>{move || item.with(|item| times::clock(item.at))}</time>
            {move || item.with(|item| item.edited).then(|| t!("talk-edited"))}
            <span class:kept=kept>{move || item.with(|item| item.receipt.map(words))}</span>
        </div>
    }
}

fn words(receipt: Receipt) -> String {
    match receipt {
        Receipt::Failed => t!("talk-receipt-failed"),
        Receipt::Waiting => t!("talk-receipt-waiting"),
        Receipt::Sent => t!("talk-receipt-sent"),
        Receipt::Delivered => t!("talk-receipt-delivered"),
        Receipt::Read => t!("talk-receipt-read"),
    }
}
