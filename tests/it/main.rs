//! The tests from outside: one binary, a file an area.
// Always so here; said because clippy allows `unwrap` in the helpers of tests only where it is.
#![cfg(test)]

mod config;
mod databases;
mod emulator;
mod emulator_webhook;
mod nominate;
mod playground_api;
mod purity;
mod sent;
mod tester;
