//! What holds the page's files together: names, words, and that nothing comes from outside.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{ASSETS, POLICY, router};

fn text(path: &str) -> &'static str {
    let asset = ASSETS.iter().find(|asset| asset.path == path).unwrap();
    std::str::from_utf8(asset.body).unwrap()
}

fn scripts() -> impl Iterator<Item = &'static str> {
    ASSETS.iter().map(|asset| asset.path).filter(|path| path.ends_with(".js")).map(text)
}

/// Every piece of `source` between `open` and the next `close`.
fn between<'a>(source: &'a str, open: &'a str, close: char) -> impl Iterator<Item = &'a str> {
    source.split(open).skip(1).filter_map(move |rest| rest.split(close).next())
}

fn words(language: &str) -> BTreeSet<String> {
    let all: Value = serde_json::from_str(text("/playground/words.json")).unwrap();
    let list = all[language].as_object().unwrap();
    for (key, words) in list {
        assert!(!words.as_str().unwrap().is_empty(), "{key} has no words");
    }
    list.keys().cloned().collect()
}

#[test]
fn both_languages_have_the_same_words_and_arguments() {
    assert_eq!(words("vi"), words("en"));
    let all: Value = serde_json::from_str(text("/playground/words.json")).unwrap();
    for key in words("vi") {
        let args = |language: &str| -> BTreeSet<String> {
            between(all[language][&key].as_str().unwrap(), "{", '}').map(str::to_owned).collect()
        };
        assert_eq!(args("vi"), args("en"), "arguments of {key}");
    }
}

#[test]
fn every_word_the_page_asks_for_exists() {
    let known = words("vi");
    let page = text("/");
    let asked = scripts()
        .flat_map(calls_of_t)
        .chain(between(page, "data-t=\"", '"'))
        .chain(between(page, "data-label=\"", '"'));
    for key in asked.filter(|key| key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')) {
        assert!(known.contains(key), "no words for {key:?}");
    }
}

/// The first argument of every call of `t`; not of functions whose names merely end in t.
fn calls_of_t(source: &str) -> impl Iterator<Item = &str> {
    source.match_indices("t('").filter_map(move |(at, call)| {
        let before = source[..at].chars().next_back();
        let another = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
        let rest = &source[at + call.len()..];
        (!another).then(|| rest.split('\'').next()).flatten()
    })
}

#[test]
fn every_part_the_page_names_is_in_the_binary() {
    let paths: BTreeSet<&str> = ASSETS.iter().map(|asset| asset.path).collect();
    assert_eq!(paths.len(), ASSETS.len(), "a path is listed twice");
    let named = between(text("/"), "href=\"", '"').chain(between(text("/"), "src=\"", '"'));
    for path in named {
        assert!(paths.contains(path), "{path} is not served");
    }
    for source in scripts() {
        for file in between(source, "from './", '\'') {
            assert!(paths.contains(format!("/playground/{file}").as_str()), "{file} is not served");
        }
    }
}

#[test]
fn nothing_on_the_page_points_outside() {
    for asset in ASSETS.iter().filter(|asset| !asset.path.ends_with(".png")) {
        for host in between(text(asset.path), "://", '/') {
            let ours = ["www.w3.org", "${href}`"].iter().any(|ok| host.starts_with(ok));
            assert!(ours, "{} names {host:?}", asset.path);
        }
    }
    assert!(!POLICY.contains("http") && !POLICY.contains("unsafe"));
}

#[test]
fn sample_pictures_are_small_pngs() {
    let samples: Vec<_> = ASSETS.iter().filter(|a| a.path.starts_with("/samples/")).collect();
    assert_eq!(samples.len(), 4);
    for sample in samples {
        assert!(sample.body.starts_with(b"\x89PNG"), "{} is no PNG", sample.path);
        assert!(sample.body.len() < 30_000, "{} is too heavy", sample.path);
    }
}

#[tokio::test]
async fn parts_are_served_with_their_kind_and_the_policy() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router()).await });
    for asset in ASSETS {
        let answer = reqwest::get(format!("http://{at}{}", asset.path)).await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], asset.kind);
        assert_eq!(answer.headers()["content-security-policy"], POLICY);
        assert_eq!(answer.bytes().await.unwrap(), asset.body);
    }
}
