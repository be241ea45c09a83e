//! Sessions as earlier versions wrote them. They must keep loading: people are in the middle of them.
//!
//! Add samples when the format grows; never change one.

use crate::conversation::pick::Whom;
use crate::conversation::press::Press;
use crate::conversation::session::{At, Session, Setting};
use crate::conversation::words::Words;
use crate::domain::asks::{Item, Items};
use crate::domain::behalf::{How, Teller};
use crate::domain::catalog::{Kind, Part};
use crate::domain::commendation::Form;
use crate::domain::draft::Line;
use crate::domain::nomination::NomineeKind;

fn load(json: &str) -> Session {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

#[test]
fn version_1_loads_at_every_question() {
    for (at, expected) in [
        (r#""idle""#, At::Idle),
        (r#""kind""#, At::Kind),
        (r#""name""#, At::Name),
        (r#""commune""#, At::Commune),
        (r#""deed""#, At::Deed),
        (r#""check""#, At::Check),
        (r#"{"editing":"kind"}"#, At::Editing(Line::Kind)),
        (r#"{"editing":"name"}"#, At::Editing(Line::Name)),
        (r#"{"editing":"commune"}"#, At::Editing(Line::Commune)),
        (r#"{"editing":"hamlet"}"#, At::Editing(Line::Hamlet)),
        (r#"{"editing":"deed"}"#, At::Editing(Line::Deed)),
        (r#"{"editing":"when"}"#, At::Editing(Line::When)),
        (r#"{"editing":"field"}"#, At::Editing(Line::Field)),
        (r#"{"editing":"nomineephone"}"#, At::Editing(Line::NomineePhone)),
        (r#"{"editing":"nominatorphone"}"#, At::Editing(Line::NominatorPhone)),
        (r#"{"adding":7406}"#, At::Adding(7406)),
        (
            r#"{"refusing":{"nomination":7406,"version":2}}"#,
            At::Refusing { nomination: 7406, version: 2 },
        ),
        (
            r#"{"words":{"about":"reopen","nomination":7406,"version":2}}"#,
            At::Words { about: Words::Reopen, nomination: 7406, version: 2 },
        ),
        (
            r#"{"words":{"about":"suspend","nomination":7406,"version":2}}"#,
            At::Words { about: Words::Suspend, nomination: 7406, version: 2 },
        ),
        (
            r#"{"words":{"about":{"asknote":9},"nomination":7406,"version":2}}"#,
            At::Words { about: Words::AskNote(Items::from(9)), nomination: 7406, version: 2 },
        ),
        (
            r#"{"words":{"about":"note","nomination":7406,"version":2}}"#,
            At::Words { about: Words::Note, nomination: 7406, version: 2 },
        ),
        (
            r#"{"words":{"about":"message","nomination":7406,"version":2}}"#,
            At::Words { about: Words::Message, nomination: 7406, version: 2 },
        ),
        (
            r#"{"words":{"about":"reply","nomination":7406,"version":2}}"#,
            At::Words { about: Words::Reply, nomination: 7406, version: 2 },
        ),
        (
            r#"{"supplying":{"ask":7406,"item":"evidence"}}"#,
            At::Supplying { ask: 7406, item: Some(Item::Evidence) },
        ),
        (r#"{"supplying":{"ask":7406,"item":null}}"#, At::Supplying { ask: 7406, item: None }),
        (
            r#"{"words":{"about":"appeal","nomination":7406,"version":2}}"#,
            At::Words { about: Words::Appeal, nomination: 7406, version: 2 },
        ),
        (
            r#"{"words":{"about":"search","nomination":0,"version":0}}"#,
            At::Words { about: Words::Search, nomination: 0, version: 0 },
        ),
        (
            r#"{"words":{"about":"figure","nomination":0,"version":0}}"#,
            At::Words { about: Words::Figure, nomination: 0, version: 0 },
        ),
        (
            r#"{"words":{"about":"entrylabel","nomination":0,"version":0}}"#,
            At::Words { about: Words::EntryLabel, nomination: 0, version: 0 },
        ),
        (
            r#"{"words":{"about":"entrytext","nomination":0,"version":0}}"#,
            At::Words { about: Words::EntryText, nomination: 0, version: 0 },
        ),
    ] {
        let session = load(&format!(r#"{{"v":1,"at":{at},"serial":5}}"#));
        assert_eq!((session.v, session.at, session.serial), (1, expected, 5));
    }
}

#[test]
fn version_1_loads_a_whole_draft() {
    let session = load(
        r#"{"v":1,"at":"check","serial":12,"draft":{"kind":"person","name":"Nguyễn Văn An",
        "commune":"11953","hamlet":"Tổ 5","pieces":[
        {"number":1,"source":"101","text":"Bà An nấu cháo cho người bệnh."},
        {"number":2,"source":"102","file":{"kind":"photo","handle":"AgAC","size":12345}},
        {"number":3,"source":"103","text":"Giấy khen","file":{"kind":"document","handle":"BQAC",
        "name":"giay.pdf"}}],"happened":"2026-07-05","field":"kindness",
        "nominee_phone":"+84912345678","is_minor":false,"shows_nominator":true,
        "nominator_phone":"+84987654321","answers":[{"line":"name","source":"99"}],
        "touched_at":1783220400000,"reminded":true}}"#,
    );
    let draft = session.draft.expect("it has a draft");
    assert_eq!(draft.kind, Some(NomineeKind::Person));
    assert_eq!((draft.pieces.len(), draft.files().count()), (3, 2));
    assert_eq!(draft.answered_by("99"), Some(Line::Name));
    assert!(draft.is_complete() && draft.reminded);
}

#[test]
fn version_1_loads_before_answers_and_offers_had_their_times() {
    let session = load(
        r#"{"v":1,"at":"name","serial":3,"draft":{"kind":"household","name":null,"commune":null,
        "hamlet":null,"pieces":[],"happened":null,"field":null,"nominee_phone":null,
        "is_minor":false,"shows_nominator":false,"nominator_phone":null,"touched_at":0,
        "reminded":false},"offered":[{"number":1,"source":"7","text":"Một câu chuyện"}]}"#,
    );
    assert_eq!((session.offered.len(), session.sent_at), (1, 0));
    assert_eq!(session.draft.expect("it has a draft").kind, Some(NomineeKind::Household));
}

#[test]
fn version_1_loads_a_draft_that_was_counted_anew() {
    let session = load(
        r#"{"v":1,"at":"deed","serial":4,"draft":{"kind":"person","name":"Nguyễn Văn An",
        "commune":"11953","hamlet":null,"pieces":[{"number":1,"source":"101","text":"Bà An"}],
        "happened":null,"field":null,"nominee_phone":null,"is_minor":false,
        "shows_nominator":false,"nominator_phone":null,"rounds":2,"touched_at":1783220400000,
        "reminded":false}}"#,
    );
    assert_eq!(session.draft.expect("it has a draft").rounds, 2);
}

#[test]
fn version_1_loads_a_draft_that_is_entered_for_somebody_else() {
    for (at, question) in [("name", Teller::Name), ("phone", Teller::Phone), ("how", Teller::How)] {
        let session = load(&format!(
            r#"{{"v":1,"at":{{"telling":"{at}"}},"serial":2,"draft":{{"on_behalf":{{"told_by":
            "Bà Tám","told_phone":"+84912345678","how":"paper"}},"kind":null,"name":null,
            "commune":null,"hamlet":null,"pieces":[],"happened":null,"field":null,
            "nominee_phone":null,"is_minor":false,"shows_nominator":false,"nominator_phone":null,
            "touched_at":1783220400000,"reminded":false}}}}"#
        ));
        assert_eq!(session.at, At::Telling(question));
        let told = session.draft.expect("it has a draft").on_behalf.expect("it is for another");
        assert_eq!((told.told_by.as_deref(), told.how), (Some("Bà Tám"), Some(How::Paper)));
        assert_eq!(told.told_phone.as_deref(), Some("+84912345678"));
    }
}

#[test]
fn version_1_loads_an_offer_and_a_reason_not_yet_confirmed() {
    let session = load(
        r#"{"v":1,"at":{"refusing":{"nomination":7,"version":1}},"serial":9,
        "offered":[{"number":1,"source":"7","file":{"kind":"video","handle":"x"}}],
        "sent_at":1783220400000,"reason":"Chưa rõ ai làm"}"#,
    );
    assert_eq!(session.reason.as_deref(), Some("Chưa rõ ai làm"));
}

#[test]
fn version_1_loads_a_commendation_being_told() {
    let session = load(
        r#"{"v":1,"at":{"words":{"about":"commendday","nomination":7,"version":3}},"serial":9,
        "commending":{"nomination":7,"form":{"Other":"Thư khen"},"number":"123/QĐ"}}"#,
    );
    let told = session.commending.expect("something was told");
    let form = Form::Other("Thư khen".into());
    assert_eq!((told.form, told.number.as_deref()), (Some(form), Some("123/QĐ")));
}

#[test]
fn version_1_loads_a_draft_that_was_shown_a_public_exemplar() {
    for (told, meant) in [("null", None), ("true", Some(true)), ("false", Some(false))] {
        let session = load(&format!(
            r#"{{"v":1,"at":"check","serial":2,"draft":{{"kind":"person","name":"Nguyễn Văn An",
            "commune":"11953","shown":{{"exemplar":7,"is_meant":{told}}},"touched_at":1}}}}"#
        ));
        let shown = session.draft.expect("it has a draft").shown.expect("one was shown");
        assert_eq!((shown.exemplar, shown.is_meant), (7, meant));
    }
}

#[test]
fn what_is_written_today_looks_like_the_samples() {
    let json = serde_json::to_string(&Session::default()).expect("a session is JSON");
    assert_eq!(json, r#"{"v":1,"at":"idle","serial":0,"sent_at":0}"#);
}

#[test]
fn buttons_written_by_version_1_are_still_read() {
    for data in [
        "consent.1",
        "notice",
        "new",
        "this",
        "notthis",
        "lang.vi",
        "help",
        "w.5.back",
        "w.5.kind.person",
        "w.5.commune.11953",
        "w.5.district.3",
        "w.5.districts",
        "w.5.done",
        "w.5.pieces",
        "w.5.remove.2",
        "w.5.summary",
        "w.5.lines",
        "w.5.edit.phone",
        "w.5.clear.when",
        "w.5.when.1",
        "w.5.field.other",
        "w.5.minor.1",
        "w.5.name.0",
        "w.5.send",
        "w.5.same",
        "w.5.other",
        "w.5.told.paper",
        "w.5.nophone",
        "w.5.teller",
        "w.5.cancel",
        "w.5.cancelsure",
        "w.5.resume",
        "mine.0",
        "open.7",
        "add.7",
        "added",
        "s.7.begin",
        "s.7.next.when",
        "s.7.back.evidence",
        "s.7.back.",
        "s.7.when.1",
        "s.7.done",
        "s.7.added",
        "reply.7",
        "thread.7",
        "wd.7",
        "wdsure.7",
        "j.7.1.card",
        "j.7.1.yes",
        "j.7.1.yessure",
        "j.7.1.no",
        "j.7.1.why.duplicate",
        "j.7.1.nosure.duplicate",
        "j.7.1.own",
        "j.7.1.files",
        "j.7.1.story",
        "j.7.1.ask.c.0",
        "j.7.1.ask.n.5",
        "j.7.1.ask.s.63",
        "j.7.1.talk.notes",
        "j.7.1.talk.note",
        "j.7.1.talk.thread",
        "j.7.1.talk.write",
        "j.7.1.xl",
        "j.7.1.vs.9",
        "j.7.1.mg.9",
        "j.7.1.my.9",
        "j.7.1.jn.9",
        "j.7.1.jy.9",
        "j.7.1.ns.9",
        "j.7.1.xh",
        "j.7.1.ag.9",
        "j.7.1.sp",
        "j.7.1.sy",
        "j.7.1.cm",
        "j.7.1.cm.certificate",
        "j.7.1.cr",
        "j.7.1.cy",
        "queue.0",
        "invite.reviewer",
        "out.7",
        "outsure.7",
        "r.7.0.on",
        "r.7.5.mute",
        "r.7.5.ban.week",
        "r.7.5.mute.open.spam",
        "r.7.5.mute.day.untrue.y",
        "r.7.5.ban.month.own",
        "r.7.5.ban.month.own.y",
        "held.0",
        "lift.5",
        "liftsure.5",
    ] {
        let press = Press::decode(data).unwrap_or_else(|| panic!("{data}"));
        assert_eq!(press.encode(), data);
    }
}

#[test]
fn version_1_loads_what_of_the_settings_words_are_awaited_for() {
    let (kind, code) = (Kind::Reason, "unverified".to_owned());
    for (setting, expected) in [
        (r#"{"figure":"claim-hours"}"#, Setting::Figure("claim-hours".into())),
        (
            r#"{"words":{"kind":"reason","code":"unverified","version":3,"part":"vilong"}}"#,
            Setting::Words { kind, code, version: 3, part: Part::ViLong },
        ),
        (
            r#"{"new":{"kind":"field","label":null}}"#,
            Setting::New { kind: Kind::Field, label: None },
        ),
    ] {
        let session = load(&format!(r#"{{"v":1,"serial":5,"setting":{setting}}}"#));
        assert_eq!(session.setting.as_deref(), Some(&expected));
    }
}

#[test]
fn version_1_loads_a_scope_being_chosen_for_an_editor() {
    let session = load(r#"{"v":1,"picking":{"began":7,"whom":"editor","scope":{}}}"#);
    assert_eq!(session.picking.map(|picking| picking.whom), Some(Whom::Editor));
}
