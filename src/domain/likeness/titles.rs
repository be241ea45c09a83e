//! What people put before a name: honorifics, offices, words for a household, short forms.

use super::names::{is_middle, is_surname};
use crate::domain::place::Word;

/// Words before a person's name, longest phrases first where one begins another.
const TITLES: [&str; 87] = [
    "vợ chồng",
    "gia đình",
    "hộ gia đình",
    "gđ",
    "hộ",
    "nhà",
    "đại gia đình",
    "ông bà",
    "anh chị",
    "cô chú",
    "hai vợ chồng",
    "bà cụ",
    "ông cụ",
    "cụ ông",
    "cụ bà",
    "bà mẹ",
    "ông lão",
    "bà lão",
    "bà con",
    "ông",
    "bà",
    "cô",
    "chú",
    "bác",
    "anh",
    "chị",
    "em",
    "cụ",
    "thầy",
    "cháu",
    "dì",
    "cậu",
    "mợ",
    "bé",
    "bạn",
    "mẹ",
    "lão",
    "o",
    "mr",
    "mrs",
    "ms",
    "thầy giáo",
    "bà giáo",
    "ông giáo",
    "bà đỡ",
    "bà chủ",
    "ông chủ",
    "cô giáo",
    "nhà giáo",
    "giáo viên",
    "học sinh",
    "sinh viên",
    "em học sinh",
    "bác sĩ",
    "bác sỹ",
    "bs",
    "y sĩ",
    "y tá",
    "điều dưỡng",
    "lương y",
    "thầy thuốc",
    "kỹ sư",
    "sư thầy",
    "sư cô",
    "sư cụ",
    "ni sư",
    "đại đức",
    "thượng tọa",
    "hòa thượng",
    "linh mục",
    "trưởng thôn",
    "bí thư",
    "tổ trưởng",
    "nghệ nhân",
    "cựu chiến binh",
    "ccb",
    "thương binh",
    "bệnh binh",
    "nông dân",
    "công nhân",
    "đồng chí",
    "đ/c",
    "đại úy",
    "thượng úy",
    "trung úy",
    "thiếu tá",
    "trung tá",
];
/// Titles that may stand before another one.
const MORE_TITLES: [&str; 9] = [
    "thiếu úy",
    "thượng tá",
    "chiến sĩ",
    "công an",
    "bộ đội",
    "dân quân",
    "tài xế",
    "lái xe",
    "hiệu trưởng",
];
/// Of them, those of a household.
const HOUSEHOLD: [&str; 8] =
    ["vo chong", "hai vo chong", "gia dinh", "ho gia dinh", "gd", "ho", "nha", "dai gia dinh"];
/// Of them, those after which two given names stand for two people.
const COUPLE: [&str; 6] = ["vo chong", "hai vo chong", "ong ba", "anh chi", "co chu", "cau mo"];
/// Said of women, and of men.
const FEMALE: [&str; 15] = [
    "ba", "co", "chi", "ba cu", "cu ba", "ba me", "ba lao", "di", "mo", "me", "co giao", "su co",
    "ni su", "mrs", "ms",
];
const MALE: [&str; 11] =
    ["ong", "chu", "anh", "ong cu", "cu ong", "ong lao", "cau", "lao", "mr", "linh muc", "dai duc"];

/// Short forms in the names of groups, with `i` for `y`.
const SHORT: [(&str, &str); 26] = [
    ("clb", "câu lạc bộ"),
    ("th", "tiểu học"),
    ("thcs", "trung học cơ sở"),
    ("thpt", "trung học phổ thông"),
    ("mn", "mầm non"),
    ("ubnd", "ủy ban nhân dân"),
    ("htx", "hợp tác xã"),
    ("ctmt", "công tác mặt trận"),
    ("kdc", "khu dân cư"),
    ("tdp", "tổ dân phố"),
    ("mttq", "mặt trận tổ quốc"),
    ("ccb", "cựu chiến binh"),
    ("cti", "công ty"),
    ("tnxp", "thanh niên xung phong"),
    ("ctd", "chữ thập đỏ"),
    ("hpn", "hội phụ nữ"),
    ("lhpn", "liên hiệp phụ nữ"),
    ("pn", "phụ nữ"),
    ("ht", "hội thánh"),
    ("tntp", "thiếu niên tiền phong"),
    ("dn", "doanh nghiệp"),
    ("bch", "ban chấp hành"),
    ("hct", "hội chữ thập"),
    ("tn", "thanh niên"),
    ("bv", "bệnh viện"),
    ("nct", "người cao tuổi"),
];
/// Words that a group's name may have or lack: of its form, and of what kind of group it is, for a
/// club is a team to one and a circle to another.
const FILLERS: [&str; 29] = [
    "tnhh", "cp", "co", "phan", "lien", "hiep", "tu", "quan", "thon", "xa", "phuong", "so", "va",
    "cua", "khu", "mtv", "tinh", "huien", "viet", "nam", "cac", "nhom", "doi", "cau", "lac", "bo",
    "don", "cong", "ti",
];

/// Whether a person said to be so is a woman or a man.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    /// A woman.
    Female,
    /// A man.
    Male,
}

/// What stood before a name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Title {
    /// How many words it took.
    pub length: usize,
    /// It speaks of a household.
    pub household: bool,
    /// It speaks of two people.
    pub couple: bool,
    /// What it says of the person.
    pub gender: Option<Gender>,
}

/// The titles at the front of a name. What follows them is never empty.
pub(super) fn title(words: &[Word]) -> Title {
    let mut title = Title::default();
    let marked = words.iter().any(Word::is_marked);
    while let Some((length, phrase)) = one_title(&words[title.length..], marked) {
        title.length += length;
        title.household |= HOUSEHOLD.contains(&phrase.as_str());
        title.couple |= COUPLE.contains(&phrase.as_str());
        if FEMALE.contains(&phrase.as_str()) {
            title.gender = Some(Gender::Female);
        } else if MALE.contains(&phrase.as_str()) {
            title.gender = Some(Gender::Male);
        }
    }
    if title.couple {
        title.gender = None;
    }
    title
}

fn one_title(words: &[Word], marked: bool) -> Option<(usize, String)> {
    let known = table();
    (1..=3.min(words.len().saturating_sub(1))).rev().find_map(|length| {
        let typed = &words[..length];
        let next = &words[length].plain;
        // In a name with marks a title has its own: "Chu" is a surname, "chú" an uncle. But what
        // stands before a surname is a title anyway, and before a middle name it is a surname.
        let strict = marked && !is_surname(next);
        let fits = known.iter().any(|title| {
            title.len() == length
                && typed
                    .iter()
                    .zip(title)
                    .all(|(typed, known)| typed.fits(known) && (!strict || known.fits(typed)))
        });
        let surname = length == 1 && !typed[0].is_marked() && is_middle(next);
        let phrase = || typed.iter().map(|w| w.plain.as_str()).collect::<Vec<_>>().join(" ");
        (fits && !surname).then(|| (length, phrase()))
    })
}

fn table() -> &'static [Vec<Word>] {
    static TABLE: std::sync::OnceLock<Vec<Vec<Word>>> = std::sync::OnceLock::new();
    TABLE.get_or_init(|| {
        TITLES.iter().chain(&MORE_TITLES).map(|title| crate::domain::place::words(title)).collect()
    })
}

/// What a short form in a group's name stands for, as words.
pub(super) fn expansion(word: &Word) -> Option<Vec<Word>> {
    let (_, long) = SHORT.iter().find(|(short, _)| *short == word.plain)?;
    (!word.is_marked()).then(|| crate::domain::place::words(long))
}

/// Whether a group's name says little by this word.
pub(super) fn is_filler(plain: &str) -> bool {
    FILLERS.contains(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::place::words;

    fn read(name: &str) -> (usize, bool, bool, Option<Gender>) {
        let Title { length, household, couple, gender } = title(&words(name));
        (length, household, couple, gender)
    }

    #[test]
    fn what_stands_before_a_name_is_told_from_the_name() {
        use Gender::{Female, Male};
        for (name, expected) in [
            ("Nguyễn Văn Hùng", (0, false, false, None)),
            ("ông Nguyễn Văn Hùng", (1, false, false, Some(Male))),
            ("ong nguyen van hung", (1, false, false, Some(Male))),
            ("BÀ CỤ SÂM", (2, false, false, Some(Female))),
            ("hiệu trưởng Vũ Thị Kim Chung", (2, false, false, None)),
            ("đồng chí trưởng thôn Sáng", (4, false, false, None)),
            ("gia đình bà Tuyết", (3, true, false, Some(Female))),
            ("vợ chồng ông Thế", (3, true, true, None)),
            // A surname, and an uncle.
            ("Chu Văn An", (0, false, false, None)),
            ("chú An", (1, false, false, Some(Male))),
            ("Bá Thị Hoa", (0, false, false, None)),
            // Typed without marks, before a middle name it is a surname.
            ("Ong Van Tam", (0, false, false, None)),
            // Something is left to be the name.
            ("ông", (0, false, false, None)),
            ("bà cụ", (1, false, false, Some(Female))),
            ("", (0, false, false, None)),
        ] {
            assert_eq!(read(name), expected, "{name}");
        }
    }

    #[test]
    fn short_forms_stand_for_words_unless_they_have_marks() {
        let long = |typed: &str| {
            let long = expansion(&words(typed)[0])?;
            Some(long.iter().map(|word| word.plain.as_str()).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(long("CLB").as_deref(), Some("cau lac bo"));
        assert_eq!(long("Cty").as_deref(), Some("cong ti"));
        assert_eq!(long("thcs").as_deref(), Some("trung hoc co so"));
        assert_eq!(long("Sen"), None);
        assert_eq!(long("CỐ"), None);
        assert!(is_filler("tnhh") && !is_filler("sen"));
    }
}
