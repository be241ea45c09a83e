//! Where ids and chance come from: passed in wherever they are needed, made only here.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::clock::{Clock, Millis};
use crate::domain::invite::{CODE_ALPHABET, CODE_LENGTH};

/// 2025-01-01 00:00 UTC: the ids' own beginning of time.
const EPOCH: Millis = 1_735_689_600_000;
/// Bits of an id below the millisecond: a random start, then a count.
const LOW_BITS: u32 = 22;

/// Gives ids that rise with time: milliseconds above, then 22 bits that no other replica is likely
/// to use in the same millisecond. Positive, good for 69 years from 2025.
#[derive(Clone, Debug)]
pub struct Ids {
    clock: Clock,
    last: Arc<AtomicI64>,
}

impl Ids {
    /// Ids by this clock.
    pub fn new(clock: Clock) -> Self {
        Self { clock, last: Arc::new(AtomicI64::new(0)) }
    }

    /// The next id: greater than all before it.
    pub fn next(&self) -> i64 {
        let millisecond = (self.clock.now() - EPOCH).max(0) << LOW_BITS;
        // A random place in the first half of the millisecond leaves the other half to count in.
        let low = i64::from(u32::from_le_bytes(random()) >> (33 - LOW_BITS));
        let fresh = millisecond | low;
        let last = self.last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| {
            Some(if fresh > last { fresh } else { last + 1 })
        });
        let last = last.unwrap_or(0);
        if fresh > last { fresh } else { last + 1 }
    }
}

/// Random bytes from the operating system.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// A secret to pass on in a link: an invitation's code.
pub fn secret() -> String {
    let letter = |byte: &u8| char::from(CODE_ALPHABET[usize::from(byte & 31)]);
    random::<CODE_LENGTH>().iter().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_rise_even_within_one_millisecond() {
        let ids = Ids::new(Clock::default());
        let many: Vec<i64> = (0..10_000).map(|_| ids.next()).collect();
        assert!(many.windows(2).all(|pair| pair[0] < pair[1]) && many[0] > 0);
    }

    #[test]
    fn a_secret_is_a_code_and_no_two_are_the_same() {
        let secret = secret();
        assert!(crate::domain::invite::is_code(&secret));
        assert_ne!(secret, super::secret());
    }
}
