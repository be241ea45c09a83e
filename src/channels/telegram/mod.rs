//! Telegram.

pub mod api;
pub mod keyboard;
pub mod outbound;
