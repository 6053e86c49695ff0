//! What notes and their parts are called.

use rapport_care::content::{Held, HeldBy, NoteForm, NotePart};
use rapport_care::note::{State, Why};
use rapport_wire::Timestamp;
use rapport_wire::offer::Mode;

use crate::i18n::{day, moment, t};

/// Every shape of a note, the commonest first.
pub(super) const FORMS: [NoteForm; 5] =
    [NoteForm::Soap, NoteForm::Dap, NoteForm::Birp, NoteForm::Girp, NoteForm::Free];

/// The name of a shape in an address or a field.
pub(super) const fn form_key(form: NoteForm) -> &'static str {
    match form {
        NoteForm::Soap => "soap",
        NoteForm::Dap => "dap",
        NoteForm::Birp => "birp",
        NoteForm::Girp => "girp",
        NoteForm::Free => "free",
    }
}

/// A shape, in words.
pub(super) fn form(form: NoteForm) -> String {
    match form {
        NoteForm::Soap => t!("note-form-soap"),
        NoteForm::Dap => t!("note-form-dap"),
        NoteForm::Birp => t!("note-form-birp"),
        NoteForm::Girp => t!("note-form-girp"),
        NoteForm::Free => t!("note-form-free"),
    }
}

/// The heading of a part.
pub(super) fn part(part: NotePart) -> String {
    match part {
        NotePart::Subjective => t!("note-part-subjective"),
        NotePart::Objective => t!("note-part-objective"),
        NotePart::Assessment => t!("note-part-assessment"),
        NotePart::Plan => t!("note-part-plan"),
        NotePart::Data => t!("note-part-data"),
        NotePart::Behaviour => t!("note-part-behaviour"),
        NotePart::Intervention => t!("note-part-intervention"),
        NotePart::Response => t!("note-part-response"),
        NotePart::Goals => t!("note-part-goals"),
        NotePart::Words => t!("note-part-words"),
    }
}

/// How far a note has come.
pub(super) fn state(state: State) -> String {
    match state {
        State::Draft => t!("note-state-draft"),
        State::Signed => t!("note-state-signed"),
        State::AwaitsCosignature => t!("note-state-awaits"),
        State::Locked => t!("note-state-locked"),
    }
}

/// How the mark of a state looks.
pub(super) const fn state_class(state: State) -> &'static str {
    match state {
        State::Draft => "tag",
        State::AwaitsCosignature => "tag alert",
        State::Signed | State::Locked => "tag good",
    }
}

/// Why something did not come to pass, and what to do.
pub(super) fn why(why: Why) -> String {
    match why {
        Why::Locked => t!("note-refused-locked"),
        Why::Changed => t!("note-refused-changed"),
        Why::NotYours => t!("note-refused-not-yours"),
        Why::NotSigned => t!("note-refused-not-signed"),
        Why::NotCosigned => t!("note-refused-not-cosigned"),
        Why::NotSupervisor => t!("note-refused-not-supervisor"),
        Why::NotLocked => t!("note-refused-not-locked"),
    }
}

/// How people meet, as a note keeps it.
pub(super) const fn held_by(mode: Mode) -> HeldBy {
    match mode {
        Mode::Video => HeldBy::Video,
        Mode::Voice => HeldBy::Voice,
        Mode::Phone => HeldBy::Phone,
        Mode::Chat => HeldBy::Chat,
        Mode::InPerson => HeldBy::InPerson,
        Mode::Group => HeldBy::Group,
    }
}

/// "21 Nov, 14:05, video, 50 minutes".
pub(super) fn held(held: Held) -> String {
    let mode = match held.by {
        HeldBy::Video => t!("mode-video"),
        HeldBy::Voice => t!("mode-voice"),
        HeldBy::Phone => t!("mode-phone"),
        HeldBy::Chat => t!("mode-chat"),
        HeldBy::InPerson => t!("mode-in-person"),
        HeldBy::Group => t!("mode-group"),
    };
    let at = moment(Timestamp::from_micros(held.begins_at));
    t!("note-held", when = at, mode = mode.to_lowercase(), count = held.minutes)
}

/// The day of a moment in microseconds.
pub(super) fn day_of(at: i64) -> String {
    day(Timestamp::from_micros(at))
}

/// Day and hour of a moment in microseconds.
pub(super) fn moment_of(at: i64) -> String {
    moment(Timestamp::from_micros(at))
}
