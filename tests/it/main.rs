//! The one integration-test binary: a tester whose verbs read as prose, then a file an area.
// Always so here; said because clippy allows `unwrap` in the helpers of tests only where it is.
#![cfg(test)]

mod check;
mod browser;
mod config;
mod databases;
mod emulator;
mod emulator_webhook;
mod nominate;
mod playground;
mod playground_api;
mod store;
mod store_faults;
mod store_writer;
mod purity;
mod playground_picture;
mod tester;
