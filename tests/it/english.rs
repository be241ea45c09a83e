//! The whole way of a nomination in English: reviewers and citizens who chose it read nothing else.

use hoadep::domain::role::Role;
use hoadep::i18n::{Args, Locale, text};

use crate::tester::{Person, World, code_in, eventually};

const DEED: &str = "Each Sunday he mends the road at his own cost, so that children get to school.";
const WHY: &str = "The whole hamlet saw it, please look again.";

/// What a button says.
fn label(key: &str, args: &Args<'_>) -> String {
    text(Locale::En, key, args)
}

async fn agrees(person: &Person<'_>) {
    person.say("/start");
    person.sees("Welcome").await;
    person.press(&label("consent", &[]));
    person.sees("Thank you for agreeing").await;
}

/// Nominates, and gives the code.
async fn nominates(person: &Person<'_>) -> String {
    person.say("/nominate");
    person.sees("Step 1/4").await;
    person.press("A person");
    person.sees("full name").await;
    person.say("Tran Van Tu");
    person.sees("Step 2/4").await;
    person.say("pho hien");
    person.sees("Step 3/4").await;
    person.say(DEED);
    person.sees("Received").await;
    person.press(&label("done", &[]));
    person.sees("Step 4/4").await;
    person.press(&label("send", &[]));
    code_in(&person.sees("Code:").await.text)
}

/// Presses a button of a message once it is there.
async fn presses(person: &Person<'_>, message: i64, label: &str) {
    eventually(async || {
        let messages = person.messages();
        messages.iter().any(|one| one.id == message && one.button(label).is_some())
    })
    .await;
    person.press_on(message, label);
}

/// What the bot wrote to somebody that is not English, names of places and of the language aside.
fn foreign(person: &Person<'_>) -> Vec<String> {
    let known = ["Tiếng Việt", "Hưng Yên", "Phường Phố Hiến", "Bông hoa đẹp"];
    let is_vietnamese =
        |letter: char| "ăâđêôơưĂÂĐÊÔƠƯ".contains(letter) || ('ạ'..='ỹ').contains(&letter);
    let messages = person.messages().into_iter().filter(|one| one.from_bot);
    messages
        .flat_map(|one| {
            let labels: Vec<String> = one.labels().into_iter().map(str::to_owned).collect();
            labels.into_iter().chain(one.text.lines().map(str::to_owned)).collect::<Vec<_>>()
        })
        .filter(|line| {
            let left = known.iter().fold(line.clone(), |line, name| line.replace(name, ""));
            left.contains(is_vietnamese)
        })
        .collect()
}

#[tokio::test]
async fn a_claim_an_ask_a_merge_a_refusal_and_an_appeal_are_all_in_english() {
    let world = World::new().await;
    let harriet = world.member_speaking("Harriet", Role::Reviewer, "en").await;
    let oliver = world.member_speaking("Oliver", Role::Reviewer, "en").await;
    let (ann, bob) = (world.speaker("Ann", "en"), world.speaker("Bob", "en"));
    for reviewer in [&harriet, &oliver] {
        reviewer.say("/start");
        reviewer.sees("Welcome").await;
    }
    agrees(&ann).await;
    let first = nominates(&ann).await;
    let card = harriet.sees(&first).await.id;
    presses(&harriet, card, &label("desk-claim", &[])).await;
    harriet.sees_on(card, "is working on it").await;
    presses(&harriet, card, &label("desk-ask", &[])).await;
    harriet.sees_on(card, "What is missing?").await;
    presses(&harriet, card, "☐ Time").await;
    presses(&harriet, card, "☑ Time").await;
    presses(&harriet, card, "☐ Time").await;
    eventually(async || {
        let messages = harriet.messages();
        messages.iter().any(|one| one.id == card && one.button("☑ Time").is_some())
    })
    .await;
    harriet.press_on(card, &label("asked-send", &[]));
    harriet.is_told("was sent").await;

    ann.sees("would like to know more").await;
    ann.press(&label("supply-now", &[]));
    ann.sees("Adding 1/1").await;
    ann.press(&label("yesterday", &[]));
    ann.sees("You have added").await;
    ann.press(&label("done", &[]));
    ann.sees("Thank you. What you added").await;
    harriet.sees_on(card, "Just added").await;

    agrees(&bob).await;
    let second = nominates(&bob).await;
    let other = harriet.sees(&second).await.id;
    let alike = label("kin-list-open", &[("count", "1".into())]);
    presses(&harriet, other, &alike).await;
    presses(&harriet, other, &label("kin-compare", &[("number", "1".into())])).await;
    presses(&harriet, other, &label("compare-merge", &[])).await;
    presses(&harriet, other, &label("merge-sure", &[])).await;
    harriet.is_told("Merged").await;
    bob.sees(&second).await;
    ann.sees("nominates").await;

    harriet.sees_on(card, "Supported by 2 people").await;
    presses(&harriet, card, &label("refuse", &[])).await;
    let asked = harriet.sees_on(card, "Why refuse it?").await;
    let reason = asked.labels()[0].to_owned();
    harriet.press_on(card, &reason);
    presses(&harriet, card, &label("refuse-sure", &[])).await;
    ann.sees("was not recognised this time").await;
    bob.sees("was not recognised this time").await;
    ann.press(&label("appeal", &[]));
    ann.sees("Why do you ask").await;
    ann.say(WHY);
    ann.sees("has been asked for").await;
    let again = oliver.sees(WHY).await.id;
    presses(&oliver, again, &label("approve", &[])).await;
    presses(&oliver, again, &label("approve-sure", &[])).await;
    ann.sees("After another look").await;
    bob.sees("Good news!").await;
    ann.say("/mine");
    let list = ann.sees("The nominations you sent").await;
    let row = list.labels()[0].to_owned();
    ann.press_on(list.id, &row);
    ann.sees("What happened").await;
    harriet.say("/queue");
    harriet.sees("There is nothing here").await;
    world.settles().await;
    for person in [&harriet, &oliver, &ann, &bob] {
        assert_eq!(foreign(person), Vec::<String>::new());
    }
    world.end().await;
}
