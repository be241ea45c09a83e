//! One turn, one transaction.
