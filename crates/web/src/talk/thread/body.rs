//! What an item says.

use leptos::prelude::*;
use rapport_care::content::{CallKind, CallNote, CodeCompared};
use rapport_care::conversation::Body;
use rapport_wire::SpaceId;

use crate::components::{Glyph, Icon};
use crate::i18n::t;
use crate::talk::file::FileView;
use crate::talk::people::Names;
use crate::talk::voice::VoicePlayer;

/// The content of a bubble.
pub(super) fn body(space: SpaceId, said: &Body, names: Names) -> AnyView {
    match said {
        Body::Text(text) => view! { <span class="said">{text.clone()}</span> }.into_any(),
        Body::Attachment(it) => {
            let caption = Some(it.caption.clone()).filter(|caption| !caption.is_empty());
            view! { <FileView space=space file=it.file.clone() /> {caption.map(|it| view! { <p class="caption">{it}</p> })} }
                .into_any()
        }
        Body::VoiceNote(it) => view! { <VoicePlayer space=space note=it.clone() /> }.into_any(),
        Body::Call(it) => note(Glyph::Camera, held(it)),
        Body::CodeCompared(it) => note(Glyph::Shield, compared(it, names)),
        Body::Withdrawn => t!("talk-withdrawn").into_any(),
        Body::Erased => t!("talk-erased").into_any(),
        Body::Newer => t!("talk-newer").into_any(),
        Body::Unverified => note(Glyph::Warn, t!("talk-unverified")),
        Body::Closed => t!("talk-closed").into_any(),
    }
}

fn note(glyph: Glyph, words: String) -> AnyView {
    view! { <span class="row"><Icon glyph=glyph /> <span class="grow">{words}</span></span> }.into_any()
}

fn held(note: &CallNote) -> String {
    let minutes = (note.ended_at - note.started_at).max(0) / 60_000_000;
    match note.kind {
        CallKind::Video => t!("talk-call-video", minutes = minutes),
        CallKind::Voice => t!("talk-call-voice", minutes = minutes),
    }
}

fn compared(it: &CodeCompared, names: Names) -> String {
    if names.is_me(it.account) {
        t!("talk-code-compared-yours")
    } else {
        t!("talk-code-compared", name = names.of(it.account))
    }
}
