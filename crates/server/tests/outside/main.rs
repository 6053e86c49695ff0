//! The server and what is outside: a real mail server, a real calendar server, the libraries other people's
//! programs are made of, and servers of every bad kind.

#[path = "../api/support/mod.rs"]
#[expect(dead_code, reason = "shared with the tests in api/, which use all of it")]
mod support;

mod calendars;
mod feeds;
mod kill;
mod mail;
mod people;
mod series;
mod smtp;
mod strange;
mod waiting;
