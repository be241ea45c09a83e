//! The one integration-test binary: a tester whose verbs read as prose, then a file an area.

mod emulator;
