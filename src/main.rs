//! Hoa Đẹp.
fn main() {}
