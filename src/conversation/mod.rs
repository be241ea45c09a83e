//! What the bot answers to what it is told. Pure: no I/O, no clock, no chance.

pub mod command;
pub mod message;
