use calamine::{Data, Range, Reader as _, Xlsx};

use super::*;

fn one(id: i64, happened: Option<&str>) -> Exported {
    Exported {
        id,
        code: format!("HD-{id}"),
        campaign: "Hoa đẹp".into(),
        submitted_at: 1_795_539_600_000,
        kind: "person".into(),
        name: "Nguyễn Văn Tư".into(),
        phone: Some("0912345678".into()),
        commune: "11953".into(),
        hamlet: None,
        field: None,
        happened: happened.map(str::to_owned),
        story: "Bác tự bỏ tiền vá đường.".into(),
        files: 2,
        state: "submitted".into(),
        decided_at: None,
        nominator: "Lan".into(),
        nominator_phone: None,
    }
}

/// The sheets of the files that these pages make, and how many nominations each is said to have.
fn sheets(pages: Vec<Vec<Exported>>, limit: Limit) -> Vec<(Range<Data>, u32)> {
    let (sender, receiver) = mpsc::channel(pages.len().max(1));
    pages.into_iter().for_each(|page| sender.try_send(page).unwrap());
    drop(sender);
    let files = write(Locale::Vi, Catalog::built_in(), receiver, limit).unwrap();
    let read = |(file, rows)| {
        let mut book: Xlsx<_> = Xlsx::new(std::io::BufReader::new(file)).unwrap();
        (book.worksheet_range("Hồ sơ").unwrap(), rows)
    };
    files.into_iter().map(read).collect()
}

/// The codes in a sheet, below its heading.
fn codes(sheet: &Range<Data>) -> Vec<String> {
    sheet.rows().skip(1).map(|row| row[0].to_string()).collect()
}

#[test]
fn what_does_not_fit_into_a_file_goes_into_the_next_one() {
    let pages = vec![(1..=4).map(|id| one(id, None)).collect(), vec![one(5, None)]];
    let parts = sheets(pages.clone(), Limit { rows: 2, text: usize::MAX });
    let sizes: Vec<u32> = parts.iter().map(|(_, rows)| *rows).collect();
    assert_eq!(sizes, [2, 2, 1]);
    let all: Vec<String> = parts.iter().flat_map(|(sheet, _)| codes(sheet)).collect();
    assert_eq!(all, ["HD-1", "HD-2", "HD-3", "HD-4", "HD-5"]);
    for (sheet, _) in &parts {
        assert_eq!(sheet.get_value((0, 0)), Some(&Data::String("Mã hồ sơ".into())));
    }
    // The text of one is more than so little.
    let parts = sheets(pages.clone(), Limit { rows: u32::MAX, text: 1 });
    assert_eq!(parts.len(), 5);
    assert_eq!(sheets(pages, Limit::SENT).len(), 1);
    assert!(sheets(Vec::new(), Limit::SENT).is_empty());
}

#[test]
fn a_full_day_is_a_date_and_less_than_that_is_words() {
    let days = [Some("2026-11-05"), Some("2026-11"), Some("2025"), Some("1899-01-02"), None];
    let page = (1..).zip(days).map(|(id, day)| one(id, day)).collect();
    let [(sheet, _)] = &sheets(vec![page], Limit::SENT)[..] else { panic!("one file") };
    let cell = |row| sheet.get_value((row, 10)).cloned().unwrap_or_default();
    let Data::DateTime(date) = cell(1) else { panic!("{:?} is no date", cell(1)) };
    assert_eq!(date.as_f64(), 46_331.0);
    assert_eq!(cell(2), Data::String("11/2026".into()));
    assert_eq!(cell(3), Data::String("2025".into()));
    assert_eq!(cell(4), Data::String("02/01/1899".into()));
    assert_eq!(cell(5), Data::Empty);
    let Data::String(phone) = sheet.get_value((1, 5)).cloned().unwrap() else { panic!("no text") };
    assert_eq!(phone, "0912345678");
}

#[test]
fn the_fullest_file_of_text_that_can_hardly_be_packed_is_no_larger_than_a_file_may_be() {
    let mut seed = 1_u64;
    let mut noise = |count: usize| -> String {
        let letters = (0..count).map(|_| {
            // Knuth's MMIX.
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            char::from(b'0' + u8::try_from((seed >> 40) % 78).unwrap())
        });
        letters.collect()
    };
    let pages: Vec<Vec<Exported>> = (0..60)
        .map(|page| {
            let some =
                (0..500).map(|at| Exported { story: noise(300), ..one(page * 500 + at, None) });
            some.collect()
        })
        .collect();
    let (sender, receiver) = mpsc::channel(pages.len());
    pages.into_iter().for_each(|page| sender.try_send(page).unwrap());
    drop(sender);
    let files = write(Locale::Vi, Catalog::built_in(), receiver, Limit::SENT).unwrap();
    let sizes: Vec<u64> = files.iter().map(|(file, _)| file.metadata().unwrap().len()).collect();
    assert!(sizes.iter().all(|size| *size < crate::store::uploads::SIZE_MAX), "{sizes:?}");
    assert!(sizes.len() < 3 && sizes[0] > 4_000_000, "{sizes:?}");
}
