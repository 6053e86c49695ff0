//! What SQL cannot show by example: every order in which a few people can act, checked whole.
//!
//! The models decide with the same pure rules as the store: which hold makes way, who is asked next.

mod booking;
mod waiting;
