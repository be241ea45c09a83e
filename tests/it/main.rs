//! The one integration-test binary: a tester whose verbs read as prose, then a file an area.
// Always so here; said because clippy allows `unwrap` in the helpers of tests only where it is.
#![cfg(test)]

mod browser;
mod config;
mod emulator;
mod emulator_webhook;
mod playground;
mod playground_api;
