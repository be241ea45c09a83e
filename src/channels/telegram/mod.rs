//! Telegram: a Bot API server on one side, our words on the other.
//!
//! `inbound` reads updates; `polling` and `webhook` receive them; `outbound` sends;
//! `download` fetches files.

pub mod api;
mod download;
mod files;
pub mod inbound;
pub mod keyboard;
pub mod outbound;
pub mod polling;
mod split;
pub mod webhook;

pub use files::{carries_words, shares_album};
pub use split::split;
