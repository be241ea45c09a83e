use super::*;
use crate::engine::stats::sample::{NOW, figures};

#[test]
fn numbers_and_durations_are_written_as_people_read_them() {
    assert_eq!(number(Locale::Vi, 1_234_567), "1.234.567");
    assert_eq!(number(Locale::En, 1_000), "1,000");
    assert_eq!(number(Locale::Vi, 999), "999");
    for (hours, vi, en) in [
        (0, "chưa đến 1 giờ", "less than an hour"),
        (5, "5 giờ", "5 hours"),
        (24, "1 ngày", "1 day"),
        (52, "2 ngày 4 giờ", "2 days 4 h"),
        (245, "10 ngày", "10 days"),
    ] {
        assert_eq!(duration(Locale::Vi, hours), vi);
        assert_eq!(duration(Locale::En, hours), en);
    }
}

#[test]
fn months_and_quarters_have_their_names() {
    let named = |locale, every| period(locale, Period::of(every, NOW));
    assert_eq!(named(Locale::Vi, Every::Month), "tháng 11/2026");
    assert_eq!(named(Locale::En, Every::Month), "November 2026");
    assert_eq!(named(Locale::Vi, Every::Quarter), "quý 4/2026");
    assert_eq!(named(Locale::En, Every::Quarter), "quarter 4 of 2026");
}

#[test]
fn the_last_days_are_told_in_words_and_the_busiest_if_it_was_before() {
    let mut figures = figures(Part::Overview, Span::Month);
    let last = day::number(NOW);
    figures.days = vec![(last - 20, 31), (last - 6, 1), (last, 4)];
    let say = |figures: &Figures| draw(Locale::Vi, figures, &Scope::default(), true).text;
    let words = say(&figures);
    let days = "19/11: 1 · 20/11: 0 · 21/11: 0 · 22/11: 0 · 23/11: 0 · 24/11: 0 · 25/11: 4";
    assert!(words.contains(&format!("Những ngày gần nhất: {days}\n")), "{words}");
    assert!(words.contains("Ngày nhiều nhất: 05/11/2026, <b>31</b> hồ sơ"), "{words}");
    figures.days = vec![(last - 20, 3), (last, 4)];
    assert!(!say(&figures).contains("nhiều nhất"), "it is among those told");
}

#[test]
fn one_of_something_is_not_called_many() {
    let mut figures = figures(Part::Communes, Span::Month);
    figures.target = None;
    let all = figures.communes.clone();
    let rest = |figures: &Figures| draw(Locale::En, figures, &Scope::default(), true).text;
    figures.communes.truncate(LISTED + 1);
    assert!(rest(&figures).contains("• 1 other commune or ward: <b>"), "{}", rest(&figures));
    figures.communes = all[..LISTED + 2].to_vec();
    assert!(rest(&figures).contains("• 2 other communes and wards: <b>"), "{}", rest(&figures));
}
