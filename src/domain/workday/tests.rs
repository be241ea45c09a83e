//! The table says what the law says; working time adds up.

use proptest::prelude::*;

use super::*;

fn date(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
}

/// A moment of Vietnam's time.
fn at(text: &str) -> Millis {
    let (day, time) = text.split_once(' ').unwrap();
    let (hour, minute) = time.split_once(':').unwrap();
    let minutes = hour.parse::<Millis>().unwrap() * 60 + minute.parse::<Millis>().unwrap();
    start_of(date(day)) + minutes * 60_000
}

/// The names of the days off in the built-in table.
fn names() -> BTreeMap<NaiveDate, &'static str> {
    let table = include_str!("../../../data/holidays.tsv");
    table
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            (date(cells[0]), cells[2])
        })
        .collect()
}

#[test]
fn tet_and_the_kings_are_on_their_days_of_the_moon() {
    let names = names();
    // The first of the first month. In 2030 the new moon is at 23:07 of 2 February in Vietnam, and
    // past midnight in China, whose new year is a day later.
    for tet in ["2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-02"]
    {
        let tet = date(tet);
        let days = names
            .iter()
            .filter(|(day, name)| **name == "Tết Nguyên đán" && day.year() == tet.year());
        let days: Vec<NaiveDate> = days.map(|(day, _)| *day).collect();
        assert_eq!(days.len(), 5, "{tet}");
        assert!(days.windows(2).all(|pair| pair[0].succ_opt() == Some(pair[1])), "{tet}");
        assert!(days[0] < tet && tet < days[4], "{tet}");
    }
    for kings in
        ["2025-04-07", "2026-04-26", "2027-04-16", "2028-04-04", "2029-04-23", "2030-04-12"]
    {
        assert_eq!(names[&date(kings)], "Giỗ Tổ Hùng Vương");
    }
}

#[test]
fn each_year_has_the_eleven_days_of_the_law_and_a_working_day_off_for_each_on_a_weekend() {
    let names = names();
    for year in 2025..=2030 {
        let of = |start: &str| {
            let days =
                names.iter().filter(|(day, name)| day.year() == year && name.starts_with(start));
            days.map(|(day, _)| *day).collect::<Vec<_>>()
        };
        for (name, days) in [
            ("Tết Dương lịch", 1),
            ("Tết Nguyên đán", 5),
            ("Giỗ Tổ Hùng Vương", 1),
            ("Ngày Chiến thắng", 1),
            ("Ngày Quốc tế lao động", 1),
            ("Quốc khánh", 2),
        ] {
            assert_eq!(of(name).len(), days, "{name} {year}");
        }
        for fixed in ["01-01", "04-30", "05-01", "09-02"] {
            assert!(names.contains_key(&date(&format!("{year}-{fixed}"))), "{fixed} {year}");
        }
        let weekend = |day: &&NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let instead = of("Nghỉ bù ");
        let all = of("");
        assert_eq!(all.len(), 11 + instead.len());
        assert_eq!(all.iter().filter(weekend).count(), instead.len(), "{year}");
        assert_eq!(instead.iter().filter(weekend).count(), 0, "{year}");
    }
    assert_eq!(Calendar::default().last_year(), Some(2030));
}

#[test]
fn working_days_leap_over_weekends_and_holidays() {
    let calendar = Calendar::default();
    for (from, days, to) in [
        ("2026-07-03 16:00", 0, "2026-07-03 16:00"),
        ("2026-07-03 16:00", 1, "2026-07-06 16:00"),
        ("2026-07-03 16:00", 5, "2026-07-10 16:00"),
        ("2026-07-04 09:00", 1, "2026-07-06 09:00"),
        // 22:00 UTC on Friday is Saturday morning in Vietnam.
        ("2026-07-04 05:00", 2, "2026-07-07 05:00"),
        // Over Tết, and over a Sunday for which Monday is off.
        ("2026-02-13 10:00", 1, "2026-02-23 10:00"),
        ("2026-04-24 10:00", 1, "2026-04-28 10:00"),
        ("2026-04-24 10:00", 3, "2026-05-04 10:00"),
    ] {
        assert_eq!(calendar.add_working_days(at(from), days), at(to), "{from} + {days}");
    }
    assert!(!calendar.is_working_day(at("2026-02-17 00:00")));
    assert!(calendar.is_working_day(at("2026-02-17 00:00") - 4 * DAY - 1));
}

#[test]
fn a_saturday_that_is_worked_in_exchange_counts() {
    let table = "day\tkind\tname\r\n2026-08-31\toff\tHoán đổi\r\n\r\n2026-08-22\twork\tLàm bù\r\n";
    let calendar = Calendar::parse(table).unwrap();
    assert_eq!(calendar.add_working_days(at("2026-08-21 09:00"), 1), at("2026-08-22 09:00"));
    assert!(!calendar.is_working_day(at("2026-08-31 09:00")));
    assert_eq!(calendar.next_morning(at("2026-08-21 08:00")), at("2026-08-22 08:00"));
}

#[test]
fn a_wrong_table_names_its_first_wrong_line() {
    let parse = |lines: &str| Calendar::parse(&format!("{HEADER}\n2026-01-01\toff\tTết\n{lines}"));
    assert_eq!(Calendar::parse(""), Err(CalendarError::Header));
    assert_eq!(Calendar::parse("2026-01-01\toff\tTết"), Err(CalendarError::Header));
    for wrong in [
        "2026-02-30\toff\tx",
        "2026-2-3\toff\tx",
        "01/02/2026\toff\tx",
        "2026-02-03\tfree\tx",
        "2026-02-03\toff",
        "2026-02-03\toff\t ",
        "2026-02-03 off x",
    ] {
        assert_eq!(parse(wrong), Err(CalendarError::Line(3)), "{wrong}");
    }
    assert_eq!(parse("2026-01-01\twork\tx"), Err(CalendarError::Twice(3)));
    assert!(parse("\n2026-01-02\twork\tx\n").is_ok());
}

#[test]
fn the_mark_does_not_move_over_a_weekend() {
    let calendar = Calendar::default();
    let (from, due) = (at("2026-07-01 10:00"), at("2026-07-08 10:00"));
    let percent = |now| calendar.percent_passed(from, due, at(now));
    assert_eq!(percent("2026-07-01 09:00"), 0);
    assert_eq!(percent("2026-07-02 10:00"), 20);
    assert_eq!(percent("2026-07-04 00:00"), percent("2026-07-05 23:00"));
    assert_eq!(percent("2026-07-06 22:00"), 70);
    assert_eq!(percent("2026-07-08 09:59"), 99);
    assert_eq!(percent("2026-07-08 10:00"), 100);
    assert_eq!(percent("2026-07-09 10:00"), 120);
    // A limit within days off is over when it is.
    let weekend = (at("2026-07-04 10:00"), at("2026-07-05 10:00"));
    assert_eq!(calendar.percent_passed(weekend.0, weekend.1, weekend.1 - 1), 0);
    assert_eq!(calendar.percent_passed(weekend.0, weekend.1, weekend.1), 100);
}

/// Any moment from 2024 to 2032.
fn moment() -> impl Strategy<Value = Millis> {
    1_704_042_000_000_i64..1_956_502_800_000
}

proptest! {
    #[test]
    fn working_days_are_worked_and_rise(ms in moment(), n in 1_u32..60) {
        let calendar = Calendar::default();
        let later = calendar.add_working_days(ms, n);
        prop_assert!(calendar.is_working_day(later));
        prop_assert_eq!((later - ms) % DAY, 0);
        prop_assert_eq!(calendar.add_working_days(calendar.add_working_days(ms, n - 1), 1), later);
        if calendar.is_working_day(ms) {
            prop_assert_eq!(calendar.working_time(ms, later), Millis::from(n) * DAY);
        }
    }

    #[test]
    fn working_time_adds_up(a in moment(), b in 0..40 * DAY, c in 0..40 * DAY) {
        let calendar = Calendar::default();
        let (b, c) = (a + b, a + b + c);
        let whole = calendar.working_time(a, c);
        prop_assert_eq!(calendar.working_time(a, b) + calendar.working_time(b, c), whole);
        prop_assert!(whole <= c - a);
        prop_assert_eq!(calendar.working_time(c, a), 0);
    }

    #[test]
    fn percent_rises_and_is_over_when_the_limit_is(ms in moment(), n in 1_u32..10, b in 0..20 * DAY, c in 0..20 * DAY) {
        let calendar = Calendar::default();
        let due = calendar.add_working_days(ms, n);
        let earlier = calendar.percent_passed(ms, due, ms + b);
        let later = calendar.percent_passed(ms, due, ms + b + c);
        prop_assert!(earlier <= later);
        prop_assert_eq!(earlier >= 100, ms + b >= due);
    }

    #[test]
    fn the_next_morning_is_eight_of_a_working_day_and_none_is_between(ms in moment()) {
        let calendar = Calendar::default();
        let morning = calendar.next_morning(ms);
        prop_assert!(morning > ms && calendar.is_working_day(morning));
        prop_assert_eq!((morning + AHEAD) % DAY, MORNING);
        let mut before = morning - DAY;
        while before > ms {
            prop_assert!(!calendar.is_working_day(before));
            before -= DAY;
        }
    }
}
