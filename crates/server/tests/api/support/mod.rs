//! A server, people, and the calls they make.

pub(crate) mod care;
pub(crate) mod person;
pub(crate) mod server;
mod socket;

pub(crate) use person::Person;
pub(crate) use server::{Kind, Server};
pub(crate) use socket::Socket;
