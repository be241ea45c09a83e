//! Labels typed instead of pressed: with or without marks, in either language.
//!
//! The labels are read from `locales/`, so what stands on a button is always understood; a few
//! everyday words are understood beside them.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::press::{Press, Rights, Supply, Write};
use super::session::{At, Session};
use super::step::NOTICE_VERSION;
use crate::domain::behalf::{How, Teller};
use crate::domain::catalog::{Catalog, Entry};
use crate::domain::draft::Line;
use crate::domain::nomination::NomineeKind;
use crate::domain::text::fold;
use crate::i18n::{self, Locale};

/// The keys of labels that may be typed.
const LABELS: [&str; 55] = [
    "back",
    "cancel",
    "keep",
    "browse",
    "done",
    "pieces",
    "send",
    "edit",
    "clear",
    "resume",
    "drop",
    "cancel-sure",
    "cancel-no",
    "offer-yes",
    "offer-no",
    "offer-append",
    "consent",
    "read-more",
    "button-nominate",
    "button-mine",
    "button-help",
    "button-notice",
    "language-vi",
    "language-en",
    "kind-person",
    "kind-collective",
    "kind-household",
    "line-kind",
    "line-name",
    "line-commune",
    "line-hamlet",
    "line-deed",
    "line-evidence",
    "line-story",
    "line-when",
    "line-field",
    "line-phone",
    "line-contact",
    "minor-on",
    "shows-on",
    "today",
    "yesterday",
    "this-month",
    "refuse-sure",
    "supply-now",
    "supply-next",
    "supply-skip",
    "behalf-no-phone",
    "agreed-direct",
    "agreed-phone",
    "agreed-paper",
    "known-same",
    "known-other",
    "news-off",
    "button-mydata",
];

/// What people say for a label, beside what stands on it; folded.
const SAYINGS: [(&str, &str); 38] = [
    ("tro lai", "back"),
    ("quay ve", "back"),
    ("huy bo", "cancel"),
    ("thoi", "cancel"),
    ("dung lai", "cancel"),
    ("xong roi", "done"),
    ("het", "done"),
    ("het roi", "done"),
    ("du roi", "done"),
    ("finished", "done"),
    ("gui di", "send"),
    ("gui luon", "send"),
    ("sua lai", "edit"),
    ("change", "edit"),
    ("bo qua", "clear"),
    ("skip", "clear"),
    ("tiep tuc", "resume"),
    ("continue", "resume"),
    ("toi dong y", "consent"),
    ("agree", "consent"),
    ("gioi thieu", "button-nominate"),
    ("nominate", "button-nominate"),
    ("ho so", "button-mine"),
    ("huong dan", "button-help"),
    ("tro giup", "button-help"),
    ("tieng anh", "language-en"),
    ("vietnamese", "language-vi"),
    ("nguoi", "kind-person"),
    ("mot nguoi", "kind-person"),
    ("person", "kind-person"),
    ("collective", "kind-collective"),
    ("group", "kind-collective"),
    ("household", "kind-household"),
    ("family", "kind-household"),
    ("gia dinh", "kind-household"),
    ("1", "kind-person"),
    ("2", "kind-collective"),
    ("3", "kind-household"),
];

/// Of these, what is nobody's name when it has its marks.
const SPELLED_OUT: [(&str, &str); 7] = [
    ("trở lại", "back"),
    ("quay về", "back"),
    ("huỷ bỏ", "cancel"),
    ("dừng lại", "cancel"),
    ("bỏ qua", "clear"),
    ("bo qua", "clear"),
    ("skip", "clear"),
];

/// What ends news. With all its marks or none: "Dũng" is a name, and "Đúng" says yes.
const STOPPING: [&str; 4] = ["dừng", "dung", "stop", "unsubscribe"];

/// Longer words are nobody's label.
const LONGEST: usize = 80;

/// The keys that `text` spells.
fn keys(text: &str) -> &'static [&'static str] {
    static KEYS: OnceLock<HashMap<String, Vec<&'static str>>> = OnceLock::new();
    let known = KEYS.get_or_init(|| {
        let mut known: HashMap<String, Vec<&'static str>> = HashMap::new();
        for key in LABELS {
            for locale in Locale::ALL {
                known.entry(letters(&i18n::text(locale, key, &[]))).or_default().push(key);
            }
        }
        for (saying, key) in SAYINGS {
            known.entry(saying.to_owned()).or_default().push(key);
        }
        known
    });
    if text.chars().nth(LONGEST).is_some() {
        return &[];
    }
    known.get(&letters(text)).map_or(&[], Vec::as_slice)
}

/// Whether `text` is the label `key` with its marks. Where a name is asked for nothing less will do:
/// without them "Huỷ" is Huy, and of everyday words "dừng" is Dũng.
fn is_spelled_out(text: &str, key: &str) -> bool {
    let labels = Locale::ALL.iter().map(|locale| i18n::text(*locale, key, &[]));
    let sayings = SPELLED_OUT.iter().filter(|(_, of)| *of == key);
    let mut known = labels.chain(sayings.map(|(saying, _)| (*saying).to_owned()));
    known.any(|known| words(&known) == words(text))
}

/// In lower case with its marks, and nothing but letters, digits and what parts them.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    // The mark stands on either vowel, by the old way of writing and the new.
    words.map(|word| word.replace("uỷ", "ủy")).collect()
}

/// Whether `text` says in any state that no more news are wanted.
pub(super) fn stops(text: &str) -> bool {
    if text.chars().nth(LONGEST).is_some() {
        return false;
    }
    matches!(&words(text)[..], [word] if STOPPING.contains(&word.as_str()))
        || says(text, "news-off")
}

/// Whether `text`, which ends news, is also somebody's name.
pub(super) fn is_name_too(text: &str) -> bool {
    matches!(&words(text)[..], [word] if word == "dung")
}

/// Whether a name is asked for, which could be written like many a word.
pub(super) fn takes_names(at: At) -> bool {
    matches!(
        at,
        At::Telling(Teller::Name) | At::Kind | At::Name | At::Editing(Line::Name | Line::Hamlet)
    )
}

/// Folded, with nothing but letters, digits and single spaces: labels carry arrows and ticks.
fn letters(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Whether `text` spells the label `key`.
pub(super) fn says(text: &str, key: &str) -> bool {
    keys(text).contains(&key)
}

/// A button of the draft's open question, said in words.
pub(super) fn write(session: &Session, catalog: &Catalog, text: &str) -> Option<Write> {
    let at = match session.at {
        At::Editing(Line::Kind) => At::Kind,
        At::Editing(Line::Commune) => At::Commune,
        At::Editing(Line::Deed) => At::Deed,
        at => at,
    };
    let takes_names = takes_names(at);
    let ends = |key: &str| matches!(key, "back" | "cancel" | "cancel-sure" | "drop" | "clear");
    let spelled = |key: &&&'static str| !takes_names || !ends(key) || is_spelled_out(text, key);
    let found = keys(text).iter().filter(spelled).find_map(|key| write_of(session, at, key));
    found.or_else(|| match at {
        At::Editing(Line::Field) => field_of(catalog, text),
        _ => None,
    })
}

fn write_of(session: &Session, at: At, key: &'static str) -> Option<Write> {
    let draft = session.draft.as_deref();
    Some(match (at, key) {
        (_, "back") => Write::Back,
        (_, "cancel") => Write::Cancel,
        (_, "cancel-sure" | "drop") => Write::CancelSure,
        (_, "cancel-no" | "resume") => Write::Resume,
        (At::Telling(_) | At::Kind | At::Name | At::Commune, "keep") => Write::Keep,
        (At::Telling(Teller::Phone), "behalf-no-phone" | "clear") => Write::NoPhone,
        (At::Telling(Teller::How), key) => {
            Write::Told(How::from_code(key.strip_prefix("agreed-")?)?)
        }
        (At::Kind, key) => Write::Kind(NomineeKind::from_code(key.strip_prefix("kind-")?)?),
        (At::Commune, "browse") => Write::Districts,
        (At::Deed, "done") => Write::Done,
        (At::Deed, "pieces") => Write::Pieces,
        (At::Editing(line), "clear") => Write::Clear(line),
        (At::Editing(Line::When), "today") => Write::Happened(0),
        (At::Editing(Line::When), "yesterday") => Write::Happened(1),
        (At::Editing(Line::When), "this-month") => Write::Happened(2),
        (At::Check, "send") => Write::Send,
        (At::Check, "known-same") if draft?.shown.is_some() => Write::Same,
        (At::Check, "known-other") if draft?.shown.is_some() => Write::Other,
        (At::Check, "edit") => Write::Lines,
        (At::Check, "minor-on") => Write::Minor(!draft?.is_minor),
        (At::Check, "shows-on") => Write::ShowName(!draft?.shows_nominator),
        (At::Check, "line-evidence" | "line-story") => Write::Edit(Line::Deed),
        (At::Check, key) => Write::Edit(Line::from_code(key.strip_prefix("line-")?)?),
        _ => return None,
    })
}

fn field_of(catalog: &Catalog, text: &str) -> Option<Write> {
    let typed = letters(text);
    let number = typed.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let field = number.and_then(|index| catalog.offered_fields().nth(index)).or_else(|| {
        let spelled = |field: &&Entry| {
            Locale::ALL.iter().any(|locale| letters(field.label(locale.code())) == typed)
        };
        catalog.offered_fields().find(spelled)
    })?;
    Some(Write::Field(field.code.to_string()))
}

/// A button shown while nothing is being asked, said in words.
pub(super) fn press(session: &Session, consented: bool, text: &str) -> Option<Press> {
    let serial = session.serial;
    let (offered, draft) = (!session.offered.is_empty(), session.draft.is_some());
    let of_key = |key: &&'static str| {
        Some(match *key {
            "consent" if !consented => Press::Consent(NOTICE_VERSION),
            "read-more" | "button-notice" => Press::Notice,
            "button-mydata" => Press::Rights(Rights::Begin),
            "button-nominate" => Press::Nominate,
            "button-mine" => Press::Mine(0),
            "button-help" => Press::Help,
            "supply-now" => Press::Supply(0, Supply::Begin),
            "language-vi" => Press::Language(Locale::Vi),
            "language-en" => Press::Language(Locale::En),
            "offer-yes" | "offer-append" if offered => Press::NominateThis,
            "offer-no" if offered => Press::NotThis,
            "resume" | "cancel-no" if draft => Press::Write(serial, Write::Resume),
            "drop" | "cancel" if draft => Press::Write(serial, Write::Cancel),
            "cancel-sure" if draft => Press::Write(serial, Write::CancelSure),
            _ => return None,
        })
    };
    let found = keys(text).iter().find_map(of_key);
    found.or_else(|| match letters(text).as_str() {
        "co" | "vang" | "da" | "ok" | "yes" if offered => Some(Press::NominateThis),
        "co" | "vang" | "da" | "ok" | "yes" if draft => Some(Press::Write(serial, Write::Resume)),
        "khong" | "no" if offered => Some(Press::NotThis),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_understood_with_and_without_marks_and_ornaments() {
        for (typed, key) in [
            ("Xong", "done"),
            ("XONG.", "done"),
            ("quay lại", "back"),
            ("‹ Quay lai", "back"),
            ("Huỷ", "cancel"),
            ("hủy", "cancel"),
            ("Gửi!", "send"),
            ("gui", "send"),
            ("ho gia dinh", "kind-household"),
            ("đồng ý", "consent"),
            ("I agree", "consent"),
        ] {
            assert!(says(typed, key), "{typed}");
        }
        assert!(!says("xong việc rồi mà chưa kể", "done"));
    }

    #[test]
    fn no_name_is_taken_for_a_button() {
        // Frequent family and given names, and those nearest to words on buttons.
        let names = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Lại Anh \
            An Ba Bảy Bình Châu Chi Công Cường Dung Dũng Dừng Duy Đạt Đông Đức Giang Hà Hải Hân \
            Hạnh Hậu Hết Hiền Hiếu Hoa Hòa Hồng Hùng Hưng Hương Huy Hữu Khang Khánh Khoa Kiên Lan \
            Liên Linh Loan Long Mai Minh My Nam Năm Nga Ngân Nghĩa Ngọc Nhung Phong Phú Phúc Phương \
            Quân Quang Quý Sáu Sơn Sửa Tâm Tân Thái Thanh Thảo Thắng Thôi Thu Thủy Tiến Toàn Trang \
            Trung Tư Tú Tuấn Tùng Tuyết Út Vân Việt Vinh Xong Xuân Yến";
        for at in [
            At::Telling(Teller::Name),
            At::Kind,
            At::Name,
            At::Editing(Line::Name),
            At::Editing(Line::Hamlet),
        ] {
            let session = Session { at, draft: Some(Box::default()), ..Session::default() };
            for name in names.split_whitespace() {
                for name in [name.to_owned(), fold(name), name.to_uppercase()] {
                    assert_eq!(
                        write(&session, Catalog::built_in(), &name),
                        None,
                        "{name} at {at:?}"
                    );
                }
            }
            for word in ["Huỷ", "hủy", "HUỶ", "cancel", "‹ Quay lại", "quay lại", "Back", "trở lại"]
            {
                assert!(write(&session, Catalog::built_in(), word).is_some(), "{word} at {at:?}");
            }
        }
        let at = At::Editing(Line::Hamlet);
        let session = Session { at, draft: Some(Box::default()), ..Session::default() };
        for word in ["Để trống", "bỏ qua", "skip"] {
            assert_eq!(
                write(&session, Catalog::built_in(), word),
                Some(Write::Clear(Line::Hamlet)),
                "{word}"
            );
        }
    }

    #[test]
    fn only_the_words_for_it_end_news() {
        for word in ["STOP", "stop.", "Dừng", "DỪNG!", "dung", "Tắt tin", "tat tin", "Unsubscribe"]
        {
            assert!(stops(word), "{word}");
        }
        for word in ["Dũng", "Đúng", "Dụng", "đừng", "dừng lại", "Nguyễn Thị Dung", "Stop it", ""]
        {
            assert!(!stops(word), "{word}");
        }
    }

    #[test]
    fn every_label_spells_letters_in_both_languages() {
        for key in LABELS {
            for locale in Locale::ALL {
                let label = i18n::text(locale, key, &[]);
                assert!(letters(&label).len() >= 2 && says(&label, key), "{key}: {label}");
            }
        }
    }
}
