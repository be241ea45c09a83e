//! What the bot answers to what it is told. Pure: no I/O, no clock, no chance.
//!
//! [`step::step`] takes a [`session::Session`] and an [`input::Input`] and gives the session from
//! now on and the [`effect::Effect`]s that the engine carries out. [`render`] draws the views.

pub mod command;
pub mod effect;
pub mod filter;
pub mod input;
pub mod markup;
pub mod message;
mod nominate;
pub mod pick;
pub mod press;
pub mod render;
pub mod session;
mod spoken;
pub mod step;
pub mod supply;
pub mod view;
pub mod words;

#[cfg(test)]
mod tests;
