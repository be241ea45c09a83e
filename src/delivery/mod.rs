//! The only place that sends.

pub mod outgoing;
pub mod pace;
pub mod queue;
pub mod retry;
use crate::conversation::message::Message;
/// Stub.
#[derive(Clone, Debug)]
pub struct Delivery;
impl Delivery {
    /// Stub.
    pub fn hand_over(&self, _rows: Vec<outgoing::Row>) {}
    /// Stub.
    pub fn acknowledge(&self, _c: &'static str, _id: &str, _t: Option<String>, _a: bool) {}
    /// Stub.
    pub fn say_unkept(&self, _c: &'static str, _a: &str, _m: Message) {}
}
