use super::*;
use crate::chart::draw;
use crate::domain::stats::Span;
use crate::engine::stats::sample::figures;

/// For the eye: `HOADEP_TEST_PICTURES=FOLDER cargo test --lib picture` writes them there.
#[test]
fn every_part_has_a_picture_of_a_height_that_a_phone_shows() {
    let folder = std::env::var_os("HOADEP_TEST_PICTURES").map(std::path::PathBuf::from);
    for locale in Locale::ALL {
        for (part, span) in Part::ALL.map(|part| (part, Span::Month)).into_iter().chain([
            (Part::Overview, Span::Week),
            (Part::Overview, Span::Quarter),
            (Part::Overview, Span::Year),
            (Part::Overview, Span::All),
        ]) {
            let sheet = sheet(locale, &figures(part, span), &Scope::default()).unwrap();
            let png = draw(&sheet).unwrap();
            let height = image::load_from_memory(&png).unwrap().height();
            assert!((500..2_000).contains(&height), "{part:?}: {height}");
            if let Some(folder) = &folder {
                let name = format!("{}-{}-{}.png", part.code(), span.code(), locale.code());
                std::fs::write(folder.join(name), png).unwrap();
            }
        }
    }
}

#[test]
fn each_former_district_has_the_share_of_its_communes_the_least_first() {
    let mut figures = figures(Part::Missing, Span::Month);
    let (tiles, blocks) = missing(Locale::Vi, &figures);
    let [Block::Rows { rows, whole: Some(WHOLE), .. }] = &blocks[..] else {
        panic!("{blocks:?}");
    };
    assert_eq!(rows.len(), place::districts().len());
    assert!(rows.is_sorted_by_key(|row| row.value));
    let sum = |rows: &[Row]| {
        let each = rows.iter().filter_map(|row| row.text.split_once('/'));
        each.fold((0, 0), |(has, all), (its, of)| {
            (has + its.parse::<i64>().unwrap(), all + of.parse::<i64>().unwrap())
        })
    };
    assert_eq!(sum(rows), (104 - count_of(figures.missing().count()), 104));
    assert_eq!(tiles[0].1, sum(rows).0.to_string());
    let below = figures.target.as_ref().unwrap().below.len();
    assert_eq!(tiles[2].1, format!("{}/104", 104 - below), "the target");
    // A reviewer of two communes sees those alone.
    figures.communes.truncate(2);
    figures.target = None;
    let (tiles, blocks) = missing(Locale::Vi, &figures);
    assert_eq!(tiles[2].1, "100%");
    let [Block::Rows { rows, .. }] = &blocks[..] else { panic!("{blocks:?}") };
    assert_eq!(sum(rows), (2, 2));
    assert!(rows.iter().all(|row| row.tone == Tone::Good && row.value == WHOLE));
}

#[test]
fn of_nothing_there_is_no_picture() {
    for part in Part::ALL {
        let mut figures = figures(part, Span::Month);
        figures.states.clear();
        figures.fields.clear();
        figures.communes.iter_mut().for_each(|(_, count)| *count = 0);
        figures.loads.iter_mut().for_each(|load| (load.open, load.decided) = (0, 0));
        assert_eq!(sheet(Locale::Vi, &figures, &Scope::default()), None, "{part:?}");
    }
}
