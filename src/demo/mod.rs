//! An emulated Telegram and the browser playground.
pub mod playground;
pub mod telegram;
