//! Both languages say the same things, say all of them, and say nothing that nobody asks for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::*;
use crate::conversation::command::Command;
use crate::conversation::press::StatsPart;
use crate::conversation::words::Words;
use crate::domain::asks::Item;
use crate::domain::behalf::{How, Teller};
use crate::domain::broadcast;
use crate::domain::campaign::{Part as CampaignPart, Standing};
use crate::domain::catalog::{Kind as Entries, Part as EntryPart};
use crate::domain::draft::Line;
use crate::domain::evidence::FileKind;
use crate::domain::nomination::{NomineeKind, State};
use crate::domain::period::Every;
use crate::domain::policy::{FIGURES, Group};
use crate::domain::publication::Part;
use crate::domain::queue::Which;
use crate::domain::retention::Kind as Retained;
use crate::domain::role::Role;
use crate::domain::sanction::{Kind, Term, Why};
use crate::domain::stats::{Span, Step};
use crate::store::audit::Act;

/// What a language says: the source of each text, by key.
fn texts(locale: Locale) -> BTreeMap<&'static str, String> {
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    for (name, source) in sources(locale) {
        let mut key = None;
        for line in source.lines() {
            if let Some((named, value)) = line.split_once(" =").filter(|(k, _)| is_key(k)) {
                let twice = texts.insert(named, value.trim().to_owned());
                assert_eq!(twice, None, "{name}.ftl: {named} twice");
                key = Some(named);
            } else if line.starts_with([' ', '}', '\t']) || line.is_empty() {
                if let Some(text) = key.and_then(|key| texts.get_mut(key)) {
                    text.push('\n');
                    text.push_str(line.trim());
                }
            } else {
                assert!(line.starts_with('#'), "{name}.ftl: {line}");
                key = None;
            }
        }
    }
    texts
}

fn is_key(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn arguments(text: &str) -> BTreeSet<&str> {
    text.split("{ $").skip(1).filter_map(|rest| rest.split([' ', '}']).next()).collect()
}

#[test]
fn both_languages_have_the_same_keys_with_the_same_arguments() {
    let (vi, en) = (texts(Locale::Vi), texts(Locale::En));
    let keys = |texts: &BTreeMap<&'static str, String>| texts.keys().copied().collect::<Vec<_>>();
    assert_eq!(keys(&vi), keys(&en));
    for (key, text) in &vi {
        assert_eq!(arguments(text), arguments(&en[key]), "{key}");
        assert!(has(key), "{key} is not read by Fluent");
        assert!(!text.trim().is_empty() && !en[key].trim().is_empty(), "{key}");
    }
}

#[test]
fn no_english_is_left_in_vietnamese_nor_the_other_way() {
    // The names of languages, and a word that is the same.
    const SAME: [&str; 4] = ["language-vi", "language-en", "menu-language", "files-video-one"];
    let (vi, en) = (texts(Locale::Vi), texts(Locale::En));
    for (key, text) in &vi {
        let words = plain_words(text);
        let same = text == &en[key] && !words.is_empty();
        assert!(!same || SAME.contains(key), "{key}: {text}");
        for word in ["the", "and", "please", "you", "your", "is", "not", "this", "press"] {
            assert!(!words.iter().any(|said| said == word), "{key}: {text}");
        }
        let of_vietnam = |c: char| "ăâđêôơưáàảãạéèẻẽẹíìỉĩịóòỏõọúùủũụ".contains(c);
        let names = ["Hưng Yên", "Hoa Đẹp", "Tiếng Việt", "Lê Lợi", "Kiến Xương"];
        let english = names.iter().fold(en[key].clone(), |text, name| text.replace(name, ""));
        assert!(*key == "language-vi" || !english.contains(of_vietnam), "{key}: {english}");
    }
}

/// The words outside arguments and markup.
fn plain_words(text: &str) -> Vec<String> {
    let mut outside = String::new();
    let mut depth = 0;
    for c in text.chars() {
        match c {
            '{' | '<' => depth += 1,
            '}' | '>' => depth -= 1,
            c if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    let words = outside.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

#[test]
fn each_language_names_the_commands_in_its_own_words() {
    const IN_VIETNAMESE: [&str; 20] = [
        "gioithieu",
        "hoso",
        "huy",
        "trogiup",
        "ngonngu",
        "hangcho",
        "tim",
        "moi",
        "gannhom",
        "gonhom",
        "doingu",
        "nhapho",
        "hanche",
        "chiendich",
        "phattin",
        "thongke",
        "caidat",
        "dulieu",
        "nhantin",
        "dung",
    ];
    for locale in Locale::ALL {
        for (key, text) in texts(locale) {
            for named in commands(&text) {
                let known = Command::parse(&format!("/{named}"));
                assert!(known != Some(Command::Unknown), "{key}: /{named} is no command");
                let is_vietnamese = IN_VIETNAMESE.contains(&named);
                let fits = named == "start" || is_vietnamese == (locale == Locale::Vi);
                assert!(fits, "{key}: /{named}");
            }
        }
    }
}

/// What a text names as commands: not the end of markup, nor what stands behind a letter or a figure.
fn commands(text: &str) -> Vec<&str> {
    let slashes = text.match_indices('/').filter_map(|(at, _)| {
        let before = text[..at].chars().next_back().unwrap_or(' ');
        let rest = &text[at + 1..];
        let end = rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(rest.len());
        let may_be = before != '<' && !before.is_alphanumeric() && end > 0;
        may_be.then_some(&rest[..end])
    });
    slashes.collect()
}

#[test]
fn no_text_promises_a_commendation() {
    for (key, text) in texts(Locale::Vi) {
        // The one place where the word belongs is the name of the office.
        let without_office = text.replace("thi đua – khen thưởng", "");
        assert!(!without_office.contains("khen thưởng"), "{key}");
        assert!(!text.contains("danh hiệu") && !text.contains("giải thưởng"), "{key}");
    }
}

#[test]
fn words_on_a_pressed_button_fit_there() {
    for locale in Locale::ALL {
        for (key, text) in texts(locale) {
            // Telegram takes 200 characters; names and times take their share.
            let most = if arguments(&text).is_empty() { 200 } else { 120 };
            assert!(!key.starts_with("toast-") || text.chars().count() <= most, "{key}");
        }
    }
}

#[test]
fn markup_is_closed_and_of_the_kinds_we_draw() {
    for locale in Locale::ALL {
        for (key, text) in texts(locale) {
            let mut open = Vec::new();
            for tag in text.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
                match tag.strip_prefix('/') {
                    Some(closed) => assert_eq!(open.pop(), Some(closed), "{key}"),
                    None => open.push(tag),
                }
                let name = tag.trim_start_matches('/');
                assert!(["b", "i", "s", "code", "blockquote"].contains(&name), "{key}: {tag}");
            }
            assert!(open.is_empty(), "{key}: {text}");
        }
    }
}

/// The string literals of the program, tests left out.
fn literals() -> Vec<String> {
    let mut literals = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |path, source| {
        let name = path.to_string_lossy();
        if name.contains("tests") || name.contains("demo") {
            return;
        }
        let code = source.split("#[cfg(test)]").next().unwrap_or_default();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            // Every other part between quotes is a literal; no key has a quote in it.
            literals.extend(line.split('"').skip(1).step_by(2).map(str::to_owned));
        }
    });
    literals
}

fn walk(folder: &Path, each: &mut dyn FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(folder).expect("the sources are there") {
        let path = entry.expect("the sources are readable").path();
        if path.is_dir() {
            walk(&path, each);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            each(&path, &std::fs::read_to_string(&path).expect("sources are text"));
        }
    }
}

/// Every reason why two are alike or not.
const ALIKE: [&str; 24] = [
    "same-name",
    "spelled-name",
    "folded-name",
    "slipped-name",
    "part-of-name",
    "marked-name",
    "same-given-name",
    "honorific-dropped",
    "other-name",
    "common-name",
    "same-commune",
    "meant-commune",
    "near-commune",
    "other-commune",
    "same-hamlet",
    "other-hamlet",
    "same-age",
    "other-age",
    "same-phone",
    "same-photo",
    "like-photo",
    "shared-words",
    "same-day",
    "other-kind",
];

/// Keys put together from a start and a code, by how they are written.
fn family(pattern: &str) -> Option<Vec<String>> {
    let lines = Line::ALL.map(Line::code);
    let files = FileKind::ALL.map(FileKind::code);
    let codes: Vec<&str> = match pattern {
        "state-{}" => State::ALL.map(State::code).into(),
        "queue-is-{}" | "queue-part-{}" => Which::ALL.map(Which::code).into(),
        "notice-{}" | "notice-appeal-{}" | "notice-duplicate-{}" => {
            vec![State::Recognised.code(), State::Refused.code()]
        }
        "retention-{}" => Retained::ALL.map(Retained::code).into(),
        "alike-{}" => ALIKE.into(),
        "words-{}" => Words::ALL.iter().map(|about| about.code()).collect(),
        "public-{}" => Part::ALL.map(Part::code).into(),
        "public-how-{}" | "public-consent-{}" | "public-guardian-{}" => {
            How::ALL.map(How::code).into()
        }
        "line-{}" | "ask-{}" => lines.into(),
        "item-{}" | "supply-ask-{}" => Item::ALL.map(Item::code).into(),
        "files-{}" | "files-{}-one" => files.into(),
        "kind-{}" => NomineeKind::ALL.map(NomineeKind::code).into(),
        "sanction-{}" | "sanction-told-{}" | "sanction-left-{}" => Kind::ALL.map(Kind::code).into(),
        "behalf-{}" => Teller::ALL.map(Teller::code).into(),
        "agreed-{}" => How::ALL.map(How::code).into(),
        "sanction-term-{}" => Term::ALL.map(Term::code).into(),
        "sanction-why-{}" | "sanction-because-{}" => Why::ALL.map(Why::code).into(),
        "role-{}" => Role::ALL.map(Role::code).into(),
        "settings-group-{}" => Group::ALL.map(Group::code).into(),
        "settings-entries-{}"
        | "entry-named-{}"
        | "entry-add-{}"
        | "entry-title-{}"
        | "entry-back-{}" => Entries::ALL.map(Entries::code).into(),
        "entry-part-{}" | "entry-rename-{}" => EntryPart::ALL.map(EntryPart::code).into(),
        "crew-role-ask-{}" => Role::ALL.map(Role::code).into(),
        "crew-did-{}" => {
            vec!["invited", "prolonged", "revoked", "joined", "recast", "dismissed"]
        }
        "setting-{}" => FIGURES.iter().map(|figure| figure.name).collect(),
        "stats-span-{}" => Span::ALL.map(Span::code).into(),
        "stats-by-{}" => Step::ALL.map(Step::code).into(),
        "stats-part-{}" => StatsPart::ALL.map(StatsPart::code).into(),
        "stats-sheet-{}" => StatsPart::ALL.map(StatsPart::code).into(),
        "stats-lately-{}" | "stats-busiest-{}" => Step::ALL.map(Step::code).into(),
        "cast-state-{}" => broadcast::State::ALL.map(broadcast::State::code).into(),
        "cast-pause-{}" => broadcast::Pause::ALL.map(broadcast::Pause::code).into(),
        "cast-in-{}" | "language-{}" => Locale::ALL.map(Locale::code).into(),
        "act-{}" => Act::ALL.iter().map(|act| act.code()).collect(),
        "campaign-part-{}" => CampaignPart::SHOWN.map(CampaignPart::code).into(),
        "campaign-is-{}" | "campaign-row-{}" => Standing::ALL.map(Standing::code).into(),
        "campaign-target-{}" => Every::ALL.iter().map(|every| every.code()).collect(),
        _ => return None,
    };
    Some(codes.into_iter().map(|code| pattern.replace("{}", code)).collect())
}

/// The first words of our keys: a literal that begins so is one.
const STARTS: &[&str] = &[
    "stats-",
    "item-",
    "season-",
    "supply-",
    "asked-",
    "notes-",
    "thread-",
    "public-",
    "bind-",
    "scope-",
    "digest-",
    "queue-",
    "appeal-",
    "desk-",
    "words-",
    "ask-",
    "note-",
    "line-",
    "files-",
    "toast-",
    "step-",
    "kind-",
    "state-",
    "mine-",
    "card-",
    "offer-",
    "received-",
    "cancelled-",
    "invite-",
    "team-",
    "refuse-",
    "settings-",
    "crew-",
];

#[test]
fn every_key_asked_for_exists_and_every_key_that_exists_is_asked_for() {
    let known = texts(Locale::Vi);
    let mut used = BTreeSet::new();
    for literal in literals() {
        // Names of figures are no keys; what they mean is in `setting-…`.
        let ours = FIGURES.iter().all(|figure| figure.name != literal)
            && STARTS.iter().any(|start| literal.starts_with(start) && literal.as_str() != *start);
        if let Some(keys) = family(&literal) {
            for key in keys {
                assert!(known.contains_key(key.as_str()), "{literal:?} asks for {key}");
                used.insert(key);
            }
        } else if is_key(&literal) && (ours || known.contains_key(literal.as_str())) {
            assert!(known.contains_key(literal.as_str()), "{literal:?} is no key");
            used.insert(literal);
        } else {
            assert!(!ours || literal.contains(' '), "say which keys {literal:?} stands for");
        }
    }
    let unused: Vec<_> = known.keys().filter(|key| !used.contains(**key)).collect();
    assert!(unused.is_empty(), "nobody asks for {unused:?}");
}

/// What follows these is a key; what is put together is in [`family`].
const ASKS: [&str; 14] = [
    "say(\"",
    "say_with(\"",
    ".choice(\"",
    ".write(\"",
    ".tell(\"",
    ".toast(\"",
    "button(\"",
    "Key(\"",
    "Told(\"",
    "KeyboardGone(\"",
    "Wrong::Note(\"",
    "Toast(\"",
    "says(text, \"",
    "text(locale, \"",
];

#[test]
fn every_call_that_takes_a_key_is_given_one_that_exists() {
    let known = texts(Locale::Vi);
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |path, source| {
        let name = path.to_string_lossy();
        if name.contains("tests") || name.contains("demo") {
            return;
        }
        // A call broken over lines reads as if it were not.
        let code = source.split("#[cfg(test)]").next().unwrap_or_default();
        let code = code.split('\n').map(str::trim).collect::<String>();
        for ask in ASKS {
            for after in code.split(ask).skip(1) {
                let key = after.split('"').next().unwrap_or_default();
                let drawn = key.contains('{') || known.contains_key(key);
                assert!(drawn, "{name}: {ask}{key}\" is no key");
            }
        }
    });
}

#[test]
fn arguments_are_escaped_and_numbers_choose_a_form() {
    let name = |name: &'static str| [("name", name.into()), ("code", "HD-7K3M9".into())];
    let asked = text(Locale::Vi, "mine-withdraw-ask", &name("<b>&"));
    assert!(asked.contains("<b>&lt;b&gt;&amp;</b>"), "{asked}");
    let photos = |count: &'static str| text(Locale::En, "files-photo", &[("count", count.into())]);
    assert_eq!((photos("1").as_str(), photos("3").as_str()), ("1 photo", "3 photos"));
    for odd in ["+5", "007", "5.0", "-1", "99999999999"] {
        let said = text(Locale::Vi, "mine-reason", &[("reason", odd.into())]);
        assert_eq!(said, format!("Lý do: {odd}"));
    }
}
