//! The tests from outside: one binary, a file an area.
// Always so here; said because clippy allows `unwrap` in the helpers of tests only where it is.
#![cfg(test)]

mod browser;
mod config;
mod databases;
mod emulator;
mod emulator_webhook;
mod nominate;
mod playground;
mod playground_api;
mod playground_picture;
mod playground_play;
mod tester;
