//! What the words of our subject mean. Pure: no I/O, no clock, no chance.

pub mod code;
pub mod day;
pub mod phone;
pub mod place;
pub mod text;
