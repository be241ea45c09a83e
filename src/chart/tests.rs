use super::text::{drawable, fit, width};
use super::*;
use crate::domain::catalog::{Catalog, Kind};
use crate::domain::place;

/// Every letter of Vietnamese, whole.
const LETTERS: &str =
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz";

#[test]
fn the_fonts_have_every_letter_of_vietnamese_and_what_numbers_need() {
    let mut all =
        format!("{LETTERS}{}ẴẵỰựĐđƯớƠờ0123456789.,:%/–-·…()“”‹›+", LETTERS.to_uppercase());
    let fields = Catalog::built_in().entries(Kind::Field);
    fields.iter().for_each(|field| all.extend([field.label("vi"), field.label("en")]));
    place::communes().iter().for_each(|commune| all.push_str(&commune.to_string()));
    for weight in [Weight::Regular, Weight::Bold] {
        for letter in all.chars() {
            assert!(
                drawable(&letter.to_string()).eq([letter]),
                "{letter:?} is no letter of the font"
            );
            let drawn = text::path(&letter.to_string(), 0.0, 0.0, 30.0, weight);
            assert!(drawn.is_some() || letter == ' ', "{letter:?} has no shape");
            assert!(width(&letter.to_string(), 30.0, weight) > 1.0, "{letter:?}");
        }
    }
    // Written in pieces, it is drawn whole.
    assert!(drawable("A\u{306}\u{303}").eq(['Ẵ']));
    assert!(drawable("Hoa 🌸 đẹp").eq("Hoa  đẹp".chars()));
}

#[test]
fn words_that_are_too_long_become_smaller_and_then_are_cut_between_words() {
    let name = "Quốc phòng, an ninh, an toàn giao thông";
    let long = width(name, 30.0, Weight::Regular);
    assert_eq!(fit(name, long, 30.0, Weight::Regular), (30.0, name.to_owned()));
    let (size, whole) = fit(name, long * 0.8, 30.0, Weight::Regular);
    assert!(size < 30.0 && whole == name);
    let (size, cut) = fit(name, long * 0.5, 30.0, Weight::Regular);
    assert_eq!(cut, "Quốc phòng, an ninh, an…");
    assert!(width(&cut, size, Weight::Regular) <= long * 0.5);
    assert_eq!(fit("Hoa", 1.0, 30.0, Weight::Regular).1, "…");
}

/// A picture of everything, for the eye: `HOADEP_PICTURE=FILE cargo test --lib chart`.
#[test]
fn a_sheet_is_drawn_as_wide_as_a_phone_shows_and_as_high_as_it_needs() {
    let column = |day: i64| Column {
        label: format!("{day}/11"),
        value: day * 7 % 23 * i64::from(day % 5 != 0),
        text: (day * 7 % 23).to_string(),
    };
    let row = |label: &str, value: i64, tone| Row {
        label: label.to_owned(),
        value,
        text: value.to_string(),
        tone,
    };
    let sheet = Sheet {
        title: "Thống kê hồ sơ".into(),
        subtitle: "Tháng này: 01/11/2026 – 25/11/2026 · xã Lê Lợi".into(),
        figures: vec![
            ("hồ sơ đã gửi".into(), "1.284".into()),
            ("đã ghi nhận".into(), "631".into()),
            ("một nửa được quyết định trong".into(), "2 ngày 4 giờ".into()),
        ],
        blocks: vec![
            Block::Columns { title: "Theo ngày".into(), columns: (1..=25).map(column).collect() },
            Block::Rows {
                title: "Theo trạng thái".into(),
                rows: vec![
                    row("Đã ghi nhận", 631, Tone::Good),
                    row("Đã gửi, chờ tiếp nhận", 212, Tone::Open),
                    row("Không được ghi nhận", 90, Tone::Aside),
                ],
                whole: None,
            },
            Block::Rows {
                title: "Theo lĩnh vực".into(),
                rows: Catalog::built_in()
                    .entries(Kind::Field)
                    .iter()
                    .zip([90, 60, 20, 4])
                    .map(|(field, count)| row(field.label("vi"), count, Tone::Plain))
                    .collect(),
                whole: None,
            },
            Block::Rows {
                title: "Phần đã có".into(),
                rows: vec![
                    row("Kiến Xương", 100, Tone::Good),
                    row("TP Hưng Yên", 38, Tone::Good),
                    row("Tiên Lữ", 0, Tone::Good),
                ],
                whole: Some(100),
            },
        ],
        foot: "Hoa Đẹp · 25/11/2026 08:30".into(),
    };
    let png = draw(&sheet).unwrap();
    let picture = image::load_from_memory(&png).unwrap();
    assert_eq!(picture.width(), 1_080);
    assert!((1_000..2_800).contains(&picture.height()), "{}", picture.height());
    let paper = picture.to_rgba8();
    assert_eq!(paper.get_pixel(2, 2).0, [0xfb, 0xf4, 0xe6, 255]);
    if let Some(file) = std::env::var_os("HOADEP_PICTURE") {
        std::fs::write(file, &png).unwrap();
    }
}

#[test]
fn a_sheet_with_nothing_but_its_title_is_drawn_too() {
    let empty = Block::Columns { title: "Theo ngày".into(), columns: Vec::new() };
    let blocks =
        vec![empty, Block::Rows { title: "Không có".into(), rows: Vec::new(), whole: Some(0) }];
    let png = draw(&Sheet { title: "Trống".into(), blocks, ..Sheet::default() }).unwrap();
    assert!(image::load_from_memory(&png).is_ok());
}
