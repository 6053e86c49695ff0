//! For tests alone: fixed time, seeded chance, canaries, throw-away PostgreSQL, the real server as
//! a process, and real browsers.
//!
//! Nothing here sleeps for a while and hopes: [`wait`] asks again until the thing itself is there.
//! Whatever is started here ends with the process that started it, however that ends
//! ([`supervised`]).

pub mod archive;
pub mod browser;
pub mod canary;
pub mod chance;
pub mod clock;
pub mod mailbox;
pub mod postfix;
pub mod postgres;
pub mod python;
pub mod radicale;
pub mod server;
pub mod supervised;
pub mod wait;

pub use browser::{Browser, Chromedriver, Pictures};
pub use canary::Canary;
pub use clock::FixedClock;
pub use mailbox::Mailbox;
pub use postfix::Postfix;
pub use postgres::Postgres;
pub use radicale::Radicale;
pub use server::Server;
