//! People without a screen: demo data, scenarios, load; over client.

pub mod chance;
pub mod demo;
pub mod load;
pub mod media;
pub mod person;
pub mod platform;
pub mod practice;
pub mod talk;
