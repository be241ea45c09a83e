//! Formatting survives cleaning, and is always markup that every platform reads.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

fn span(from: usize, to: usize, style: Style) -> Span {
    Span { from, to, style }
}

/// Fails unless every tag is one of ours and is closed in its turn.
#[track_caller]
pub fn balanced(markup: &str) {
    let mut open: Vec<&str> = Vec::new();
    for cell in cells(markup) {
        match cell {
            Cell::Open(tag) => {
                let name = name_of(tag);
                let known = ["b", "i", "u", "s", "code", "blockquote", "a"].contains(&name);
                assert!(known && tag.ends_with('>'), "{tag} in {markup}");
                assert!(!open.contains(&name), "{tag} within itself in {markup}");
                assert!(!open.contains(&"code"), "{tag} within code in {markup}");
                open.push(name);
            }
            Cell::Close(tag) => {
                let name = open.pop().map(|name| format!("</{name}>"));
                assert_eq!(name.as_deref(), Some(tag), "{markup}");
            }
            Cell::Char(written) => assert!(!["<", ">"].contains(&written), "{markup}"),
        }
    }
    assert!(open.is_empty(), "{open:?} left open in {markup}");
}

#[test]
fn formatting_stands_where_it_was_typed() {
    for (raw, spans, marked) in [
        ("🌸 đẹp lắm", vec![span(3, 6, Style::Bold)], "🌸 <b>đẹp</b> lắm"),
        // Decomposed, with spaces that cleaning takes away.
        (
            "  Pho\u{302}\u{301}   Hie\u{302}\u{301}n xưa",
            vec![span(10, 16, Style::Italic)],
            "Phố <i>Hiến</i> xưa",
        ),
        // Crossing stretches.
        (
            "một hai ba",
            vec![span(0, 7, Style::Bold), span(4, 10, Style::Italic)],
            "<b>một <i>hai</i></b><i> ba</i>",
        ),
        // The blanks around a stretch stay outside, as does half a character.
        ("a  b c", vec![span(1, 5, Style::Strike)], "a <s>b</s> c"),
        ("a🌸b", vec![span(2, 4, Style::Underline)], "a<u>🌸b</u>"),
        ("a < b & c", vec![span(0, 5, Style::Code)], "<code>a &lt; b</code> &amp; c"),
        (
            "xem báo nhé",
            vec![span(4, 7, Style::Link("https://a.vn/?q=\"1\"&r".into()))],
            "xem <a href=\"https://a.vn/?q=&quot;1&quot;&amp;r\">báo</a> nhé",
        ),
    ] {
        assert_eq!(mark(raw, &spans).as_deref(), Some(marked), "{raw:?}");
    }
}

#[test]
fn what_is_not_safe_or_not_there_leaves_no_formatting() {
    for spans in [
        vec![],
        vec![span(1, 1, Style::Bold)],
        vec![span(90, 99, Style::Bold)],
        vec![span(3, 1, Style::Bold)],
        vec![span(0, 3, Style::Link("javascript:alert(1)".into()))],
        vec![span(0, 3, Style::Link("tg://user?id=1".into()))],
        vec![span(0, 3, Style::Link(format!("https://a.vn/{}", "x".repeat(ADDRESS_MAX))))],
    ] {
        assert_eq!(mark("một hai", &spans), None, "{spans:?}");
    }
}

#[test]
fn a_beginning_is_balanced_and_says_that_it_is_one() {
    assert_eq!(fit("<b>một</b> hai", 7), ("<b>một</b> hai".to_owned(), false));
    assert_eq!(fit("<b>một <i>hai</i> ba</b>", 6), ("<b>một <i>h…</i></b>".to_owned(), true));
}

#[test]
fn characters_and_links_can_be_taken_out() {
    let markup = "gọi <b>09</b>1 &amp; <a href=\"https://zalo.me/1\">đây</a>";
    let without =
        replace(markup, std::slice::from_ref(&(4..7)), "(ẩn)", |tag| tag.contains("zalo"));
    assert_eq!(without, "gọi <b>(ẩn)</b> &amp; đây");
    assert_eq!(replace(markup, &[], "x", |_| false), markup);
}

fn style() -> impl Strategy<Value = Style> {
    prop_oneof![
        prop::sample::select(vec![
            Style::Quote,
            Style::Bold,
            Style::Italic,
            Style::Underline,
            Style::Strike,
            Style::Code,
        ]),
        "(https?://|javascript:|tg://)[a-z\"<>&' ]{0,12}".prop_map(Style::Link),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn any_formatting_of_any_text_is_balanced_and_reads_as_the_cleaned_text(
        raw in "[a-cđế🌸👨‍👩‍👧 \n\t<>&\"\u{301}\u{302}\u{323}\u{202E}\u{200D}\u{1100}\u{1161}\u{11A8}]{0,40}|\\PC{0,40}",
        spans in vec((0..60usize, 0..60usize, style()), 0..8),
    ) {
        let spans: Vec<Span> =
            spans.into_iter().map(|(from, to, style)| Span { from, to, style }).collect();
        if let Some(markup) = mark(&raw, &spans) {
            balanced(&markup);
            prop_assert_eq!(plain(&markup), clean(&raw));
            for units in [1, 5, 20] {
                let (begun, is_cut) = fit(&markup, units);
                balanced(&begun);
                prop_assert!(begun == markup || is_cut);
                prop_assert!(plain(&begun).encode_utf16().count() <= units);
            }
            let hidden = replace(&markup, std::slice::from_ref(&(1..4)), "x", |_| true);
            balanced(&hidden);
        }
    }
}
