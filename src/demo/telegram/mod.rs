//! The emulated Telegram.
