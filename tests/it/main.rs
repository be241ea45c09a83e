//! The tests from outside: one binary, a file an area.

mod check;
mod config;
mod databases;
mod emulator;
mod store;
mod store_faults;
mod store_writer;
