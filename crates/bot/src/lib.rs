//! People without a screen: demo data, scenarios, load; over client.

pub mod media;
