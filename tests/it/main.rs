//! The one integration-test binary: a tester whose verbs read as prose, then a file an area.
// Always so here; said because clippy allows `unwrap` in the helpers of tests only where it is.
#![cfg(test)]

mod appeal;
mod browser;
mod cards;
mod check;
mod config;
mod databases;
mod delivery;
mod digest;
mod emulator;
mod emulator_webhook;
mod ending;
mod faults;
mod kill;
mod nominate;
mod oddities;
mod pacing;
mod parked;
mod playground;
mod playground_api;
mod playground_picture;
mod playground_play;
mod program;
mod purity;
mod queue;
mod races;
mod replicas;
mod review;
mod sent;
mod sessions;
mod store;
mod store_desk;
mod store_faults;
mod store_queue;
mod store_writer;
mod talks;
mod team;
mod tester;
mod webhook;
