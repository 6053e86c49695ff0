//! The binary `rapport`: edge, configuration, drivers, one folder a feature.
//!
//! Reading order: [`serve`] starts everything, `router` is the table of contents, and each feature is a
//! folder whose `rules` decide and whose other files, one an endpoint, load, decide, save and answer.
//!
//! Architecture invariants: nothing linked here opens words (`seal`) or understands them (`care`); time
//! comes from [`Clock`] and chance from one module; no log line, label or error says who somebody is.
//!
//! ```no_run
//! # async fn example() -> anyhow::Result<()> {
//! use rapport_server::{Clock, Config, start};
//! let config = Config { listen: "127.0.0.1:0".parse()?, ..Config::default() };
//! let running = start(config, Clock::default()).await?;
//! println!("listening on {}", running.url());
//! running.stop().await
//! # }
//! ```

mod account;
mod app;
mod appointment;
mod assets;
pub mod backup;
mod blob;
mod calendar_link;
mod calendar_name;
mod call;
mod chance;
mod clock;
pub mod config;
mod device;
mod disk;
pub mod doctor;
mod edge;
mod faults;
mod health;
mod housekeeping;
mod http;
mod invitation;
mod lock;
pub mod logging;
mod mail;
mod marks;
mod offer;
mod openapi;
pub mod outbox;
mod pii;
mod practice;
mod purge;
mod rate;
mod reminder;
mod router;
mod serve;
mod socket;
mod space;
mod time;
mod waiting;

pub use clock::Clock;
pub use config::Config;
pub use pii::Pii;
pub use serve::{Running, start};
