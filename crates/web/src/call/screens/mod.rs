//! What a person sees of a session, one stage after the other.

mod bar;
mod check;
mod choose;
mod door;
mod ended;
mod keys;
mod meter;
mod network;
mod notices;
mod page;
mod tile;
mod tiles;
mod together;
mod video;
mod waiting;

pub(crate) use page::SessionPage;
