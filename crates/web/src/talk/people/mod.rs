//! The people of a conversation: what they are called, how their keys are known, comparing codes.

mod compare;
mod members;
mod names;
mod trouble;

pub(crate) use members::{Codes, Members};
pub(crate) use names::Names;
pub(super) use trouble::Trouble;
