//! The one integration-test binary: a tester whose verbs read as prose, then a file an area.
// Always so here; said because clippy allows `unwrap` in the helpers of tests only where it is.
#![cfg(test)]

mod asks;
mod audit;
mod behalf;
mod browser;
mod cards;
mod check;
mod config;
mod databases;
mod delivery;
mod emulator;
mod emulator_webhook;
mod ending;
mod faults;
mod kill;
mod nominate;
mod oddities;
mod order;
mod pacing;
mod parked;
mod playground;
mod playground_api;
mod playground_picture;
mod playground_play;
mod program;
mod purity;
mod races;
mod replicas;
mod review;
mod sent;
mod sessions;
mod settings;
mod store;
mod store_asks;
mod store_desk;
mod store_faults;
mod store_writer;
mod talks;
mod team;
mod tester;
mod thread;
mod webhook;
