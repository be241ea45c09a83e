//! The demo: an emulated Telegram, the people who play on it, and the page that shows them.
//!
//! - `audience`: people by the thousand who want news.
//! - `stage`: what `hoadep demo` needs around the real bot, on one port and in one directory.
//! - [`telegram`]: the emulated Telegram. Tests and benchmarks use it too.
//! - [`playground`]: the page.
//!
//! The bot itself is not here: `app` runs the real one against this server.

mod audience;
pub mod playground;
mod stage;
pub mod telegram;

pub use audience::Audience;
pub use stage::{Stage, StageError};
