//! Doors: each translates a platform to our words and back.
pub mod telegram;
