//! Conversations as transcripts, and what holds for every conversation there could be.

mod behalf;
mod change;
mod check;
mod nominate;
mod property;
mod review;
mod sample;
mod start;
mod talk;
mod text;
