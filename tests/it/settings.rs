//! `hoadep settings`, through the real program.

use hoadep::domain::policy::FIGURES;

use crate::audit::{hoadep, said};
use crate::databases::Database;

#[tokio::test]
async fn an_operator_lists_and_sets_the_figures_and_the_audit_tells_of_it() {
    for database in Database::each().await {
        let store = database.store().await;
        let run = |args: &[&str], locale, code| said(&hoadep(&database, args, locale), code);
        let all = run(&["settings"], "en", 0);
        assert_eq!(all.lines().count(), FIGURES.len());
        for (line, figure) in all.lines().zip(FIGURES) {
            let words: Vec<&str> = line.split_whitespace().collect();
            assert_eq!(words[..2], [figure.name, &figure.shown(figure.default)]);
            assert!(line.contains(&format!("({}; ", figure.shown(figure.default))), "{line}");
        }
        assert!(all.contains("Hours that a claim holds"), "{all}");
        let one = run(&["settings", "claim-hours"], "vi", 0);
        assert!(one.starts_with("claim-hours             24  (24; 1–720)  Số giờ"), "{one}");
        let set = run(&["settings", "claim-hours", "48"], "vi", 0);
        assert!(set.starts_with("claim-hours             48  (24; 1–720)  Số giờ"), "{set}");
        run(&["settings", "claim-hours", "48"], "vi", 0);
        let proof = run(&["audit", "verify"], "vi", 0);
        assert!(proof.starts_with("1 rows, unbroken"), "{proof}");
        store.close().await;
    }
}

#[tokio::test]
async fn a_wrong_name_or_value_is_one_line_that_says_what_is_allowed() {
    let database = Database::sqlite();
    database.store().await.close().await;
    for (args, words) in [
        (&["claims"][..], "there are claim-hours, undo-minutes, ask-days, "),
        (&["claims", "5"], "there is no setting \"claims\""),
        (&["claim-hours", "-1"], "got \"-1\"; it takes a whole number from 1 to 720 (default 24)"),
        (&["claim-hours", "many"], "got \"many\"; it takes"),
    ] {
        let told = said(&hoadep(&database, &[&["settings"], args].concat(), "vi"), 1);
        assert!(told.contains(words) && told.trim_end().lines().count() == 1, "{told}");
    }
}
