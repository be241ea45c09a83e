use super::*;
use crate::domain::place::{by_code, communes};
use crate::domain::text;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

/// "Xã Lê Lợi < phường Lê Lợi" for the one found, a list in brackets for several, "-" for none.
fn shown(typed: &str) -> String {
    let line = |commune: &Commune, via: &Option<OldName>| match via {
        None => commune.to_string(),
        Some(old) => format!("{commune} < {}, {}", old.name, old.district),
    };
    match find(typed) {
        Found::One { commune, via } => line(commune, &via),
        Found::Several { candidates, more } => {
            let lines: Vec<_> = candidates.iter().map(|c| line(c.commune, &c.via)).collect();
            format!("[{}{}]", lines.join(" | "), if more { " | …" } else { "" })
        }
        Found::None => "-".into(),
    }
}

fn all_old() -> impl Iterator<Item = [&'static str; 3]> {
    crate::domain::rows(include_str!("../../../../data/old-communes.tsv"))
}

fn one(typed: &str) -> Option<&'static Commune> {
    match find(typed) {
        Found::One { commune, .. } => Some(commune),
        _ => None,
    }
}

/// Every commune that [`find`] takes or offers.
fn offered(typed: &str) -> Vec<&'static Commune> {
    match find(typed) {
        Found::One { commune, .. } => vec![commune],
        Found::Several { candidates, .. } => candidates.iter().map(|c| c.commune).collect(),
        Found::None => vec![],
    }
}

#[test]
fn a_name_of_today_is_found_however_it_is_typed() {
    for typed in [
        "pho hien",
        "Phố Hiến",
        "PHỐ HIẾN",
        "phohien",
        "phường Phố Hiến",
        "P. Phố Hiến",
        "p.pho hien",
        "xã Phố Hiến",
        " phố  hiến, tỉnh Hưng Yên ",
        "Phố Hiến, Hưng Yên, Việt Nam",
        "pho hiến",
        "Pho\u{302}\u{301} Hie\u{302}\u{301}n",
        "Pho Hien ward",
        "tổ 5, phường Phố Hiến",
    ] {
        assert_eq!(shown(typed), "Phường Phố Hiến", "{typed}");
    }
    for (typed, found) in [
        ("Vũ Quí", "Xã Vũ Quý"),
        ("thái thuỵ", "Xã Thái Thụy"),
        ("Hưng Hà", "Xã Hưng Hà"),
        ("mỹ hào", "Phường Mỹ Hào"),
        ("phường Thái Bình", "Phường Thái Bình"),
        ("a sao", "Xã A Sào"),
        ("đông tiền hải", "Xã Đông Tiền Hải"),
    ] {
        assert_eq!(shown(typed), found, "{typed}");
    }
}

#[test]
fn an_old_name_says_where_it_was() {
    for (typed, found) in [
        ("Bần Yên Nhân", "Phường Mỹ Hào < phường Bần Yên Nhân, thị xã Mỹ Hào"),
        ("tt. vuong", "Xã Hoàng Hoa Thám < thị trấn Vương, huyện Tiên Lữ"),
        ("hưng nhân", "Xã Long Hưng < thị trấn Hưng Nhân, huyện Hưng Hà"),
        ("phuong cong", "Xã Tây Tiền Hải < xã Phương Công, huyện Tiền Hải"),
    ] {
        assert_eq!(shown(typed), found, "{typed}");
    }
}

#[test]
fn a_name_that_could_mean_several_asks() {
    let le_loi = "[Xã Lê Lợi | Phường Phố Hiến < phường Lê Lợi, thành phố Hưng Yên]";
    for (typed, found) in [
        ("Lê Lợi", le_loi),
        ("le loi", le_loi),
        ("Lê Loi", le_loi),
        ("Lê Lợi, Hưng Yên", le_loi),
        ("Lê Lợi, Tiền Hải", le_loi),
        ("Lê Lợi gần chợ", le_loi),
        ("Long Hưng", "[Xã Long Hưng | Xã Nghĩa Trụ < xã Long Hưng, huyện Văn Giang]"),
        ("Lạc Đạo", "[Xã Lạc Đạo | Xã Đại Đồng < xã Lạc Đạo, huyện Văn Lâm]"),
        (
            "Hoà Bình",
            "[Xã Hưng Hà < xã Hòa Bình, huyện Hưng Hà | Xã Quang Lịch < xã Hòa Bình, huyện Kiến \
             Xương | Xã Vũ Thư < xã Hòa Bình, huyện Vũ Thư]",
        ),
        (
            "Thái Bình",
            "[Phường Thái Bình | Phường Trần Hưng Đạo | Phường Trần Lãm | Phường Trà Lý]",
        ),
    ] {
        assert_eq!(shown(typed), found, "{typed}");
    }
    for split in ["Ngọc Thanh", "lac dao", "xã Đình Dù, huyện Văn Lâm"] {
        assert_eq!(offered(split).len(), 2, "{split}");
    }
    for now_of_another in
        ["Lê Lợi", "xã Tân Tiến", "Long Hưng", "Ngọc Lâm", "hoang hoa tham", "Phạm Ngũ Lão"]
    {
        assert!(offered(now_of_another).len() > 1, "{now_of_another}");
    }
}

#[test]
fn what_is_said_beside_the_name_settles_it() {
    let of_the_town = "Phường Phố Hiến < phường Lê Lợi, thành phố Hưng Yên";
    for (typed, found) in [
        ("Lê Lợi, Kiến Xương", "Xã Lê Lợi"),
        ("le loi thai binh", "Xã Lê Lợi"),
        ("thôn Đông, xã Lê Lợi, huyện Kiến Xương, tỉnh Thái Bình", "Xã Lê Lợi"),
        ("xã Lê Lợi", "Xã Lê Lợi"),
        ("phường Lê Lợi", of_the_town),
        ("Lê Lợi, TP. Hưng Yên", of_the_town),
        ("Lê Lợi - Phố Hiến", of_the_town),
        ("Lê Lợi (cũ), tp hưng yên", of_the_town),
        ("xa tan tien huyen hung ha", "Xã Tiên La < xã Tân Tiến, huyện Hưng Hà"),
        ("Tân Tiến, Quỳnh Phụ", "Xã Tân Tiến"),
        ("Long Hưng cũ", "Xã Nghĩa Trụ < xã Long Hưng, huyện Văn Giang"),
        ("Lạc Đạo, Đại Đồng", "Xã Đại Đồng < xã Lạc Đạo, huyện Văn Lâm"),
        ("minh tan hung ha", "Xã Lê Quý Đôn < xã Minh Tân, huyện Hưng Hà"),
    ] {
        assert_eq!(shown(typed), found, "{typed}");
    }
}

#[test]
fn a_name_not_quite_right_is_offered_not_taken() {
    for (typed, found) in [
        ("pho hein", "[Phường Phố Hiến]"),
        ("phô hiên", "[Phường Phố Hiến]"),
        ("Thái Thủy", "[Xã Thái Thụy]"),
        ("phường phố hiếm", "[Phường Phố Hiến]"),
    ] {
        assert_eq!(shown(typed), found, "{typed}");
    }
    assert!(shown("nguyễn").starts_with("[Xã Nguyễn Văn Linh | Xã Nguyễn Trãi | Xã Nguyễn Du | "));
    assert!(shown("Hiến").starts_with("[Phường Phố Hiến"));
    for typed in ["", "  ", "🌸", "ho chi minh", "số 5 đường Lê Lợi", "tỉnh Hưng Yên", "x", "…"]
    {
        assert_eq!(shown(typed), "-", "{typed}");
    }
}

#[test]
fn a_former_district_alone_offers_its_communes() {
    assert_eq!(shown("thị xã Mỹ Hào"), "[Phường Mỹ Hào | Phường Thượng Hồng | Phường Đường Hào]");
    assert_eq!(shown("thi xa my hao"), shown("Thị xã Mỹ Hào"));
    assert!(shown("Hưng Yên").starts_with("[Phường Phố Hiến | "));
    assert!(shown("huyện Hưng Hà").ends_with("| …]"));
    assert_eq!(offered("huyện Hưng Hà").len(), MAX_CANDIDATES);
}

#[test]
fn every_commune_is_found_by_its_title_and_its_district() {
    for commune in communes() {
        for typed in [commune.to_string(), commune.label(), text::fold(commune.name)] {
            assert_eq!(offered(&typed).first(), Some(&commune), "{typed}");
        }
        let placed = format!("{commune}, {}", commune.old_district);
        // The name of a commune that was split in the same district.
        let split = commune.name == "Lạc Đạo";
        assert!(one(&placed) == Some(commune) || split, "{placed}: {}", shown(&placed));
    }
}

#[test]
fn every_old_commune_leads_to_today_and_never_to_one_of_many() {
    for [district, name, code] in all_old() {
        let right = by_code(code).unwrap();
        let split = all_old().filter(|[d, n, _]| *d == district && *n == name).count() > 1;
        let placed = format!("{name}, {district}");
        for typed in [&placed, &text::fold(&placed), &placed.nfd().collect()] {
            assert!(offered(typed).contains(&right), "{typed}: {}", shown(typed));
        }
        assert_eq!(one(&placed).is_none(), split, "{placed}: {}", shown(&placed));

        let short = |name: &'static str| {
            ["xã ", "phường ", "thị trấn "].iter().find_map(|kind| name.strip_prefix(kind))
        };
        let bare = short(name).unwrap();
        let meant: Vec<&str> = all_old()
            .filter(|[_, other, _]| short(other) == Some(bare))
            .map(|[_, _, code]| code)
            .chain(communes().iter().filter(|c| c.name == bare).map(|c| c.code))
            .collect();
        let several = meant.iter().any(|other| *other != code);
        assert!(offered(bare).contains(&right), "{bare}: {}", shown(bare));
        assert!(one(bare).is_none() || !several, "{bare}: {}", shown(bare));
    }
}

proptest! {
    #[test]
    fn anything_gets_an_answer_of_at_most_six(typed in "\\PC{0,60}|((xã|p\\.|huyện|lê|lợi|hưng|yên|thai|binh|,|cũ|tân) ){0,8}") {
        if let Found::Several { candidates, more } = find(&typed) {
            prop_assert!((1..=MAX_CANDIDATES).contains(&candidates.len()));
            prop_assert!(!more || candidates.len() == MAX_CANDIDATES);
        }
    }
}
