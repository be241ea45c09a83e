//! Counts to draw, for tests.

use super::figures::{Aim, Figures};
use crate::clock::{HOUR, Millis};
use crate::conversation::press::StatsPart as Part;
use crate::domain::catalog::{Catalog, Kind};
use crate::domain::day;
use crate::domain::nomination::State;
use crate::domain::period::{Every, Period, Target};
use crate::domain::place::{self, Commune};
use crate::domain::stats::{Span, Took};
use crate::store::stats::Load;

/// The morning of 25 November 2026 in Vietnam.
pub(super) const NOW: Millis = 1_795_539_600_000 + 9 * HOUR;

/// What a busy time of a province comes to.
pub(super) fn figures(part: Part, span: Span) -> Figures {
    let stretch = span.stretch(NOW);
    let last = day::number(stretch.until - 1);
    let first = day::number(stretch.from).max(last - 900);
    let communes = place::communes().iter().zip(0_i64..);
    let mut communes: Vec<(&Commune, i64)> =
        communes.map(|(commune, at)| (commune, (at * 37 % 61 - 14).max(0))).collect();
    communes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let fields = Catalog::built_in().entries(Kind::Field).iter().zip([412, 388, 205, 96, 51, 33]);
    let mut fields: Vec<_> =
        fields.map(|(field, count)| (Some(field.code.to_string()), count)).collect();
    fields.push((None, 99));
    let names = ["Trần Thị Bình", "Phạm Văn Dũng", "Nguyễn Hoàng Thuỳ Dương", "Chi", "Đỗ Quốc Ấn"];
    let loads = names.iter().zip([(12, 231), (3, 188), (31, 97), (0, 4), (7, 0)]);
    let loads = loads.map(|(name, (open, decided))| Load { name: (*name).into(), open, decided });
    let below = communes.iter().copied().filter(|(_, count)| *count < 5).collect();
    Figures {
        part,
        span,
        stretch,
        now: NOW,
        catalog: Catalog::built_in().clone(),
        days: (first..=last).map(|day| (day, (day * 29 % 83) * i64::from(day % 6 != 0))).collect(),
        states: vec![
            (State::Submitted, 212),
            (State::Received, 96),
            (State::Asked, 18),
            (State::Recognised, 631),
            (State::Refused, 90),
            (State::Withdrawn, 3),
        ],
        fields,
        communes,
        took: Took(vec![(20, 300), (52, 400), (130, 21)]),
        reach: None,
        loads: loads.collect(),
        target: (part == Part::Missing).then(|| Aim {
            target: Target { number: 5, every: Every::Month },
            period: Period::of(Every::Month, NOW),
            below,
        }),
    }
}
