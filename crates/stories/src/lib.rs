//! Stories: what people do here, told from their side, played by real browsers against the real
//! server. `cargo xtask story` tells them; each leaves its pictures in `target/stories/NAME`.
//!
//! A story is one file with one constant; [`STORIES`] is the table of contents.

pub mod bench;
pub mod runner;
pub mod stage;
pub mod story;

mod assess;
mod hello;
mod leave;
mod library;
mod measure;
mod meet;
mod note;
mod person;
mod practise;
mod safety;
mod session;
mod settle;
mod time;

pub use stage::Stage;
pub use story::Story;

/// Every story, in the order in which they are told.
pub const STORIES: &[Story] = &[
    hello::STORY,
    meet::STORY,
    settle::STORY,
    time::book::STORY,
    time::recur::STORY,
    time::waitlist::STORY,
    time::remind::STORY,
    assess::STORY,
    practise::STORY,
    library::STORY,
    note::STORY,
    measure::STORY,
    safety::STORY,
    leave::STORY,
];
