//! The only place that sends.

pub mod outgoing;
