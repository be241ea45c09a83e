//! The only place that sends.

pub mod outgoing;
pub mod pace;
pub mod queue;
pub mod retry;
