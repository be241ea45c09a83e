//! What the words of our subject mean. Pure: no I/O, no clock, no chance.

pub mod code;
pub mod day;
pub mod draft;
pub mod evidence;
pub mod nomination;
pub mod phone;
pub mod place;
pub mod role;
pub mod text;
