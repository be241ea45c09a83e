//! What the domain and the conversation must never do: I/O, reading a clock, drawing lots.

use std::path::Path;

/// Paths that lead outside. Time, ids and chance come in as arguments.
const FORBIDDEN: [&str; 24] = [
    "tokio",
    "sqlx",
    "reqwest",
    "teloxide",
    "axum",
    "getrandom",
    "rand::",
    "async fn",
    ".await",
    "std::fs",
    "std::net",
    "std::env",
    "std::io",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant",
    "Utc::now",
    "Local::now",
    "Clock",
    "crate::ids",
    "crate::store",
    "crate::engine",
    "println!",
];

#[test]
fn the_domain_and_the_conversation_touch_nothing_outside() {
    let mut files = 0;
    for folder in ["src/domain", "src/conversation"] {
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut |path, source| {
            // Tests may print what they measured.
            if path.ends_with("tests.rs") {
                return;
            }
            files += 1;
            for (number, line) in source.lines().enumerate() {
                let code = line.split("//").next().unwrap_or_default();
                // A cursor reads memory.
                let code = code.replace("std::io::Cursor", "");
                for path_out in FORBIDDEN {
                    let at = format!("{}:{}", path.display(), number + 1);
                    assert!(!code.contains(path_out), "{at}: {path_out} in {line:?}");
                }
            }
        });
    }
    assert!(files > 20, "only {files} files were looked at");
}

#[test]
fn the_domain_knows_nothing_of_the_conversation() {
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain"), &mut |path, source| {
        for module in ["crate::conversation", "crate::channels", "crate::delivery", "crate::i18n"] {
            assert!(!source.contains(module), "{}: {module}", path.display());
        }
    });
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
