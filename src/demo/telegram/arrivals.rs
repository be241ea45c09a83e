//! When messages came in, by a clock that nobody moves: what a test of the pace looks at.

use std::time::{Duration, Instant};

use super::Emulator;

/// The moments at which messages came in, the first first, counted from when the noting began.
///
/// Each item of an album is one. Calls that were refused are noted too: they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arrivals {
    /// In units of ten microseconds, so that a million of them are four megabytes.
    ticks: Vec<u32>,
}

impl Arrivals {
    /// How many came.
    pub fn count(&self) -> usize {
        self.ticks.len()
    }

    /// The greatest number that came within any stretch of this length.
    pub fn most_within(&self, stretch: Duration) -> usize {
        let stretch = ticks(stretch);
        let mut first = 0;
        let mut most = 0;
        for (last, tick) in self.ticks.iter().enumerate() {
            while tick - self.ticks[first] >= stretch {
                first += 1;
            }
            most = most.max(last + 1 - first);
        }
        most
    }

    /// How many came a second from the first to the last; 0 when there are not two moments.
    pub fn mean_rate(&self) -> f64 {
        let (Some(first), Some(last)) = (self.ticks.first(), self.ticks.last()) else { return 0.0 };
        let seconds = f64::from(last - first) / f64::from(TICKS);
        if seconds > 0.0 { (self.ticks.len() - 1) as f64 / seconds } else { 0.0 }
    }
}

/// So many ticks make a second.
const TICKS: u32 = 100_000;

fn ticks(stretch: Duration) -> u32 {
    // Half a day is the most that fits, and nobody measures longer.
    u32::try_from(stretch.as_micros() / 10).unwrap_or(u32::MAX)
}

/// Notes arrivals.
#[derive(Debug)]
pub(super) struct Recorder {
    began: Instant,
    noted: Arrivals,
}

impl Recorder {
    /// Notes messages that came at `now`.
    pub(super) fn note(&mut self, now: Instant, messages: usize) {
        let tick = ticks(now.saturating_duration_since(self.began));
        // Calls take the mutex in another order than they came in.
        let at = self.noted.ticks.partition_point(|earlier| *earlier <= tick);
        self.noted.ticks.splice(at..at, std::iter::repeat_n(tick, messages));
    }
}

impl Emulator {
    /// Begins to note when messages come in, anew if it was noted before.
    pub fn note_arrivals(&self) {
        let recorder = Recorder { began: Instant::now(), noted: Arrivals::default() };
        self.with(|state| state.recorder = Some(recorder));
    }

    /// When messages came in since [`Emulator::note_arrivals`]; none without it.
    pub fn arrivals(&self) -> Arrivals {
        self.with(|state| {
            state.recorder.as_ref().map(|recorder| recorder.noted.clone()).unwrap_or_default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: &[u64]) -> Arrivals {
        let mut recorder = Recorder { began: Instant::now(), noted: Arrivals::default() };
        let began = recorder.began;
        millis.iter().for_each(|ms| recorder.note(began + Duration::from_millis(*ms), 1));
        recorder.noted
    }

    #[test]
    fn a_stretch_does_not_hold_its_own_end() {
        let arrivals = at(&[0, 500, 999, 1_000, 1_400, 5_000]);
        assert_eq!(arrivals.most_within(Duration::from_secs(1)), 4);
        assert_eq!(at(&[0, 1_000, 2_000]).most_within(Duration::from_secs(1)), 1);
        assert_eq!(at(&[]).most_within(Duration::from_secs(1)), 0);
    }

    #[test]
    fn the_mean_is_over_the_time_between_the_first_and_the_last() {
        assert_eq!(at(&[100, 200, 300, 1_100]).mean_rate(), 3.0);
        assert_eq!(at(&[7]).mean_rate(), 0.0);
    }

    #[test]
    fn those_that_were_noted_late_stand_where_they_came() {
        assert_eq!(at(&[10, 30, 20]), at(&[10, 20, 30]));
    }
}
