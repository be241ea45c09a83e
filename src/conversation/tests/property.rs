//! What holds for every input in every state.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::talk::NOW;
use super::text::sound;
use crate::clock::{DAY, HOUR};
use crate::conversation::command::Command;
use crate::conversation::effect::Effect;
use crate::conversation::filter::{Filter, Look};
use crate::conversation::input::Input;
use crate::conversation::pick::{Bind, Page, Pick, Picking, Whom};
use crate::conversation::press::{
    Alike, Ask, Commend, Crew, Judge, News, Press, Publish, Restrict, Rights, Setting, Supply,
    Talk, Write,
};
use crate::conversation::render::{Reader, render};
use crate::conversation::session::{At, Session};
use crate::conversation::step::{Context, Step, step};
use crate::conversation::supply::Supplying;
use crate::conversation::words::Words;
use crate::domain::asks::{Item, Items};
use crate::domain::behalf::{How, OnBehalf, Teller};
use crate::domain::catalog::{Catalog, Kind as Entries, Part as EntryPart};
use crate::domain::draft::{Answer, Draft, Line, Piece, Shown};
use crate::domain::evidence::{File, FileKind};
use crate::domain::nomination::NomineeKind;
use crate::domain::policy::{FIGURES, Group};
use crate::domain::publication::Part;
use crate::domain::queue::Which;
use crate::domain::role::Role;
use crate::domain::sanction::{Kind, Restriction, Term, Why};
use crate::domain::scope::Scope;
use crate::domain::text::{clean, name};
use crate::i18n::Locale;

fn words() -> impl Strategy<Value = String> {
    let some = prop_oneof![
        "\\PC{0,60}",
        "[a-zđĐế<>&\u{301}\u{202E}\u{200B}\\x00\n ]{0,120}",
        Just("🌸".repeat(4_096)),
        Just("&".repeat(3_900)),
        Just("Lê Lợi".to_owned()),
        Just("pho hien".to_owned()),
        Just("Một câu chuyện đủ dài để được coi là lời kể về việc tốt.".to_owned()),
        Just("0912 345 678".to_owned()),
        Just("hôm qua".to_owned()),
        Just("xong".to_owned()),
        Just("bỏ qua".to_owned()),
        Just("tiếp tục".to_owned()),
        Just("gửi".to_owned()),
        Just("huỷ".to_owned()),
        Just("quay lại".to_owned()),
        Just("1".to_owned()),
        Just("có".to_owned()),
    ];
    some.prop_map(|text| clean(&text))
}

fn source() -> impl Strategy<Value = String> {
    (0..6u8).prop_map(|n| n.to_string())
}

fn file() -> impl Strategy<Value = File> {
    let size = option::of(prop_oneof![Just(10u64), Just(u64::MAX)]);
    (prop::sample::select(FileKind::ALL.to_vec()), size).prop_map(|(kind, size)| File {
        kind,
        handle: "handle".into(),
        name: None,
        size,
    })
}

fn piece() -> impl Strategy<Value = Piece> {
    (1..9u32, source(), words(), option::of(file())).prop_map(|(number, source, text, file)| {
        let text = text.chars().take(600).collect();
        Piece { number, source, text, file }
    })
}

fn line() -> impl Strategy<Value = Line> {
    prop::sample::select(Line::ALL.to_vec())
}

fn item() -> impl Strategy<Value = Item> {
    prop::sample::select(Item::ALL.to_vec())
}

fn supply() -> impl Strategy<Value = Supply> {
    prop_oneof![
        prop::sample::select(vec![Supply::Begin, Supply::Done, Supply::Added]),
        item().prop_map(Supply::Next),
        option::of(item()).prop_map(Supply::Back),
        any::<u8>().prop_map(Supply::Happened),
    ]
}

fn ask() -> impl Strategy<Value = Ask> {
    let items = || any::<u8>().prop_map(Items::from);
    prop_oneof![
        items().prop_map(Ask::Choose),
        items().prop_map(Ask::Note),
        items().prop_map(Ask::Send),
    ]
}

fn at() -> impl Strategy<Value = At> {
    prop_oneof![
        Just(At::Idle),
        prop::sample::select(Teller::ALL.to_vec()).prop_map(At::Telling),
        Just(At::Kind),
        Just(At::Name),
        Just(At::Commune),
        Just(At::Deed),
        Just(At::Check),
        line().prop_map(At::Editing),
        any::<i64>().prop_map(At::Adding),
        Just(At::Refusing { nomination: 7, version: 3 }),
        prop::sample::select(Words::ALL.to_vec()).prop_map(|about| At::Words {
            about,
            nomination: 7,
            version: 3
        }),
        option::of(item()).prop_map(|item| At::Supplying { ask: 7, item }),
        prop::sample::select(Locale::ALL.to_vec())
            .prop_map(|locale| At::Composing { broadcast: 7, locale }),
    ]
}

fn draft() -> impl Strategy<Value = Draft> {
    let kind = option::of(prop::sample::select(NomineeKind::ALL.to_vec()));
    let named = option::of(words().prop_map(|words| name(&words).ok()));
    let commune = option::of(prop_oneof![Just("11953".to_owned()), Just("x".to_owned())]);
    let hamlet = option::of(words().prop_map(|words| words.chars().take(200).collect()));
    let happened = option::of(prop_oneof![Just("2026-07-05".to_owned()), Just("?".to_owned())]);
    let phone = option::of(Just("+84912345678".to_owned()));
    let answers = vec((line(), source()), 0..3);
    (
        (kind, named, commune, hamlet, vec(piece(), 0..7)),
        (happened, phone, any::<bool>(), any::<bool>(), 0..40i64, answers),
    )
        .prop_map(|((kind, name, commune, hamlet, pieces), rest)| {
            let (happened, phone, flag, reminded, days, answers) = rest;
            Draft {
                // Now and then entered for somebody else, known or not.
                on_behalf: (days % 3 == 0).then(|| OnBehalf {
                    told_by: flag.then(|| "Bà Tám".to_owned()),
                    told_phone: phone.clone(),
                    how: flag.then_some(How::Direct),
                }),
                kind,
                name: name.flatten(),
                commune,
                hamlet,
                pieces,
                happened,
                field: flag.then(|| "other".to_owned()),
                shown: flag.then_some(Shown { exemplar: 7, is_meant: None }),
                nominee_phone: phone.clone(),
                is_minor: flag,
                shows_nominator: flag,
                nominator_phone: phone,
                answers: answers
                    .into_iter()
                    .map(|(line, source)| Answer { line, source })
                    .collect(),
                rounds: u32::from(reminded),
                touched_at: NOW - days * DAY,
                reminded,
            }
        })
}

fn session() -> impl Strategy<Value = Session> {
    let writing = (at(), 0..3u32, option::of(draft()), vec(piece(), 0..4), option::of(words()));
    (writing, option::of(picking())).prop_map(|((at, serial, draft, offered, reason), picking)| {
        // No question of a draft is asked without one.
        let at = if draft.is_none() && at.is_writing() { At::Idle } else { at };
        Session {
            at,
            serial,
            draft: draft.map(Box::new),
            offered,
            reason,
            picking: picking.map(Box::new),
            ..Session::default()
        }
    })
}

pub fn write() -> impl Strategy<Value = Write> {
    prop_oneof![
        prop::sample::select(vec![
            Write::Back,
            Write::Keep,
            Write::Cancel,
            Write::CancelSure,
            Write::Resume,
            Write::Districts,
            Write::Done,
            Write::Pieces,
            Write::Summary,
            Write::Lines,
            Write::Send,
            Write::Same,
            Write::Other,
        ]),
        prop::sample::select(NomineeKind::ALL.to_vec()).prop_map(Write::Kind),
        "[0-9a-z]{0,5}|11953".prop_map(Write::Commune),
        any::<usize>().prop_map(Write::District),
        (0..18usize).prop_map(Write::District),
        any::<u32>().prop_map(Write::Remove),
        (0..9u32).prop_map(Write::Remove),
        line().prop_map(Write::Edit),
        line().prop_map(Write::Clear),
        any::<u8>().prop_map(Write::Happened),
        (0..3u8).prop_map(Write::Happened),
        "other|[a-z]{0,20}".prop_map(Write::Field),
        any::<bool>().prop_map(Write::Minor),
        any::<bool>().prop_map(Write::ShowName),
        prop::sample::select(How::ALL.to_vec()).prop_map(Write::Told),
        prop::sample::select(vec![Write::NoPhone, Write::Teller]),
    ]
}

fn judge() -> impl Strategy<Value = Judge> {
    prop_oneof![
        prop::sample::select(vec![
            Judge::Card,
            Judge::Approve,
            Judge::ApproveSure,
            Judge::Refuse,
            Judge::OwnWords,
            Judge::OwnSure,
            Judge::Evidence,
            Judge::Story,
            Judge::More,
            Judge::Claim,
            Judge::Release,
            Judge::Verify,
            Judge::Propose,
            Judge::Unvote,
            Judge::Recuse,
            Judge::RecuseSure,
            Judge::Rejoin,
            Judge::Undo,
            Judge::Reopen,
            Judge::Suspend,
            Judge::Resume,
            Judge::Next,
        ]),
        any::<u32>().prop_map(Judge::Pass),
        (0..=i64::MAX).prop_map(Judge::PassTo),
        any::<bool>().prop_map(Judge::Urgent),
        publish().prop_map(Judge::Publish),
        ask().prop_map(Judge::Ask),
        prop::sample::select(Talk::ALL.to_vec()).prop_map(Judge::Talk),
        alike().prop_map(Judge::Alike),
        prop::sample::select(Commend::ALL.to_vec()).prop_map(Judge::Commend),
        "duplicate|[a-z-]{0,12}".prop_map(Judge::Reason),
        "duplicate|[a-z-]{0,12}".prop_map(Judge::RefuseSure),
    ]
}

fn publish() -> impl Strategy<Value = Publish> {
    let how = || prop::sample::select(How::ALL.to_vec());
    prop_oneof![
        prop::sample::select(vec![
            Publish::Text,
            Publish::Difference,
            Publish::Preview,
            Publish::Reset,
            Publish::ResetSure,
            Publish::Exemplar,
            Publish::Show,
            Publish::Hide,
            Publish::Withdraw,
        ]),
        prop::sample::select(Part::ALL.to_vec()).prop_map(Publish::Edit),
        any::<u32>().prop_map(Publish::Photos),
        (any::<u32>(), any::<bool>()).prop_map(|(place, yes)| Publish::Photo(place, yes)),
        how().prop_map(Publish::Agreed),
        how().prop_map(Publish::GuardianAgreed),
    ]
}

fn alike() -> impl Strategy<Value = Alike> {
    let about: Vec<fn(i64) -> Alike> = vec![
        Alike::Compare,
        Alike::Merge,
        Alike::MergeSure,
        Alike::Join,
        Alike::JoinSure,
        Alike::NotSame,
        Alike::Again,
    ];
    prop_oneof![
        prop::sample::select(vec![Alike::List, Alike::Hidden, Alike::Split, Alike::SplitSure]),
        (prop::sample::select(about), 0..=i64::MAX).prop_map(|(of, id)| of(id)),
    ]
}

fn page() -> impl Strategy<Value = Page> {
    prop_oneof![
        Just(Page::Start),
        Just(Page::Districts),
        (0..20_usize).prop_map(Page::District),
        Just(Page::Fields),
    ]
}

fn pick() -> impl Strategy<Value = Pick> {
    prop_oneof![
        page().prop_map(Pick::Turn),
        "11953|13120|[0-9]{5}".prop_map(Pick::Commune),
        "environment|[a-z]{0,20}".prop_map(Pick::Field),
        Just(Pick::Clear),
        Just(Pick::Done),
    ]
}

fn bind() -> impl Strategy<Value = Bind> {
    prop_oneof![
        prop::sample::select(vec![
            Bind::Ask,
            Bind::Province,
            Bind::Districts,
            Bind::TopicDistricts,
            Bind::Leave,
        ]),
        any::<usize>().prop_map(Bind::District),
        any::<usize>().prop_map(Bind::TopicDistrict),
        "[0-9]{5}".prop_map(Bind::Commune),
        "[0-9]{5}".prop_map(Bind::Topic),
    ]
}

fn picking() -> impl Strategy<Value = Picking> {
    let whom = prop_oneof![
        Just(Whom::Newcomer),
        Just(Whom::Editor),
        // As long as names are cut to.
        (any::<i64>(), "[a-zộ🌸<&]{1,40}").prop_map(|(id, name)| Whom::Member { id, name }),
    ];
    (whom, any::<bool>()).prop_map(|(whom, ticked)| {
        let mut scope = Scope::default();
        if ticked {
            scope.toggle_commune("11953");
        }
        Picking { began: NOW, whom, scope }
    })
}

fn filter() -> impl Strategy<Value = Filter> {
    let look = prop_oneof![
        Just(Look::List),
        Just(Look::Communes),
        Just(Look::Fields),
        (0..100usize).prop_map(Look::District),
    ];
    let which = prop::sample::select(Which::ALL.to_vec());
    let (commune, field) = (option::of("[0-9]{5}"), option::of("[a-z-]{1,20}"));
    (which, commune, field, any::<u32>(), look).prop_map(|(which, commune, field, page, look)| {
        Filter { which, commune, field, page, look }
    })
}

fn restrict() -> impl Strategy<Value = Restrict> {
    let kind = prop::sample::select(Kind::ALL.to_vec());
    let term = prop::sample::select(Term::ALL.to_vec());
    let why = prop::sample::select(Why::ALL.to_vec());
    (kind, term, why, 0..7u8).prop_map(|(kind, term, why, step)| match step {
        0 => Restrict::Begin,
        1 => Restrict::Kind(kind),
        2 => Restrict::Term(kind, term),
        3 => Restrict::Why(kind, term, why),
        4 => Restrict::OwnWords(kind, term),
        5 => Restrict::OwnSure(kind, term),
        _ => Restrict::Sure(kind, term, why),
    })
}

pub fn press() -> impl Strategy<Value = Press> {
    let role = prop::sample::select(Role::ALL.to_vec());
    prop_oneof![
        prop::sample::select(vec![
            Press::Notice,
            Press::Nominate,
            Press::NominateThis,
            Press::NotThis,
            Press::Language(Locale::Vi),
            Press::Language(Locale::En),
            Press::Help,
            Press::Added,
        ]),
        any::<u32>().prop_map(Press::Consent),
        Just(Press::Consent(1)),
        (any::<u32>(), write()).prop_map(|(serial, write)| Press::Write(serial, write)),
        (0..3u32, write()).prop_map(|(serial, write)| Press::Write(serial, write)),
        any::<u32>().prop_map(Press::Mine),
        any::<i64>().prop_map(Press::Open),
        any::<i64>().prop_map(Press::Add),
        any::<i64>().prop_map(Press::Withdraw),
        any::<i64>().prop_map(Press::WithdrawSure),
        (any::<i64>(), supply()).prop_map(|(ask, supply)| Press::Supply(ask, supply)),
        supply().prop_map(|supply| Press::Supply(7, supply)),
        any::<i64>().prop_map(Press::Reply),
        any::<i64>().prop_map(Press::Thread),
        (0..=i64::MAX, 0..=i64::MAX, judge()).prop_map(|(id, v, judge)| Press::Judge(id, v, judge)),
        judge().prop_map(|judge| Press::Judge(7, 3, judge)),
        filter().prop_map(Press::Queue),
        Just(Press::Next),
        Just(Press::Find),
        any::<i64>().prop_map(Press::Appeal),
        role.prop_map(Press::Invite),
        any::<u32>().prop_map(Press::Team),
        any::<i64>().prop_map(Press::Scope),
        (any::<i64>(), pick()).prop_map(|(began, pick)| Press::Pick(began, pick)),
        pick().prop_map(|pick| Press::Pick(NOW, pick)),
        bind().prop_map(Press::Bind),
        any::<i64>().prop_map(Press::Dismiss),
        any::<i64>().prop_map(Press::DismissSure),
        (any::<i64>(), any::<i64>(), restrict())
            .prop_map(|(id, v, how)| Press::Restrict(id, v, how)),
        any::<u32>().prop_map(Press::Sanctions),
        any::<i64>().prop_map(Press::Lift),
        any::<i64>().prop_map(Press::LiftSure),
        any::<u32>().prop_map(|version| Press::News(News::On(version))),
        prop::sample::select(vec![News::On(1), News::Off, News::No]).prop_map(Press::News),
        prop::sample::select(Rights::samples()).prop_map(Press::Rights),
        setting().prop_map(Press::Setting),
        crew().prop_map(Press::Crew),
    ]
}

fn setting() -> impl Strategy<Value = Setting> {
    let group = prop::sample::select(Group::ALL.to_vec());
    let figure = || prop::sample::select(FIGURES.to_vec());
    let kind = || prop::sample::select(Entries::ALL.to_vec());
    let part = prop::sample::select(EntryPart::ALL.to_vec());
    let code = || "rescue|[a-z0-9]{1,20}";
    prop_oneof![
        Just(Setting::Begin),
        group.prop_map(Setting::Group),
        figure().prop_map(Setting::Figure),
        figure().prop_map(Setting::Default),
        any::<u32>().prop_map(Setting::Changes),
        kind().prop_map(Setting::Entries),
        (kind(), code()).prop_map(|(kind, code)| Setting::Entry(kind, code)),
        kind().prop_map(Setting::Add),
        (kind(), code(), 0..=i64::MAX >> 16, part)
            .prop_map(|(kind, code, version, part)| Setting::Rename(kind, code, version, part)),
        (kind(), code(), 0..=i64::MAX, any::<bool>())
            .prop_map(|(kind, code, version, yes)| Setting::Hide(kind, code, version, yes)),
        (kind(), code(), any::<bool>()).prop_map(|(kind, code, up)| Setting::Move(kind, code, up)),
    ]
}

fn crew() -> impl Strategy<Value = Crew> {
    let role = || prop::sample::select(Role::ALL.to_vec());
    let id = || 0..=i64::MAX;
    // As long as times will be for a while.
    let time = || 0..10_000_000_000_000_i64;
    prop_oneof![
        id().prop_map(Crew::Member),
        (id(), any::<u32>()).prop_map(|(id, page)| Crew::Acts(id, page)),
        id().prop_map(Crew::Roles),
        (id(), role(), time()).prop_map(|(id, role, since)| Crew::Role(id, role, since)),
        (id(), role(), time()).prop_map(|(id, role, since)| Crew::RoleSure(id, role, since)),
        any::<u32>().prop_map(Crew::Invites),
        id().prop_map(Crew::Revoke),
        id().prop_map(Crew::RevokeSure),
        (any::<u32>(), "[a-z2-7]{24}").prop_map(|(days, code)| Crew::Life(days, code)),
    ]
}

fn input() -> impl Strategy<Value = Input> {
    let command = prop_oneof![
        Just("/start"),
        Just("/start abc"),
        Just("/gioithieu"),
        Just("/hoso"),
        Just("/huy"),
        Just("/trogiup"),
        Just("/ngonngu"),
        Just("/hangcho"),
        Just("/tim"),
        Just("/tim 7k3m9"),
        Just("/hoso HD-7K3M9"),
        Just("/moi"),
        Just("/doingu"),
        Just("/hanche"),
        Just("/nhapho"),
        Just("/nhantin"),
        Just("/dung"),
        Just("/dulieu"),
        Just("/?"),
    ];
    prop_oneof![
        3 => (words(), any::<bool>(), source()).prop_map(|(text, bold, source)| {
            let marked = bold.then(|| format!("<b>{}</b>", crate::i18n::escape(&text)));
            Input::Text { text, marked, source }
        }),
        2 => (file(), words(), source())
            .prop_map(|(file, caption, source)| Input::File { file, caption, marked: None, source }),
        1 => (words(), source()).prop_map(|(text, source)| Input::Edited { text, marked: None, source }),
        1 => option::of(Just("+84912345678".to_owned())).prop_map(Input::Contact),
        4 => press().prop_map(Input::Press),
        2 => command.prop_map(|text| Input::Command(Command::parse(text).expect("a command"))),
        1 => prop::sample::select(vec![
            Input::ForgedPress,
            Input::Unsupported,
            Input::Blocked(true),
            Input::Blocked(false),
            Input::DraftDue,
            Input::TopicsRefused,
        ]),
    ]
}

/// What ends news, as it is written.
fn stop() -> impl Strategy<Value = &'static str> {
    let words = [
        "/dung",
        "/stop",
        "STOP",
        "stop",
        "Stop.",
        "DỪNG",
        "dừng",
        "dừng.",
        "Dừng!",
        "Dung",
        "DUNG",
        "Tắt tin",
    ];
    prop::sample::select(words.to_vec())
}

fn context() -> impl Strategy<Value = Context<'static>> {
    let role = prop::sample::select(vec![
        None,
        Some(Role::Reviewer),
        Some(Role::Editor),
        Some(Role::Admin),
    ]);
    let consented = prop::sample::select(vec![None, Some(0), Some(1)]);
    (role, consented, any::<bool>(), restriction()).prop_map(
        |(role, consented, gets_news, restriction)| Context {
            now: NOW,
            consented,
            role,
            gets_news,
            restriction: restriction.filter(|_| role.is_none()),
            catalog: Catalog::built_in(),
            keeps_drafts: 30 * DAY,
        },
    )
}

/// Mostly none; else a mute or a ban, answered or not, for a while or for good.
fn restriction() -> impl Strategy<Value = Option<Restriction>> {
    let kind = prop::sample::select(Kind::ALL.to_vec());
    let until = option::of((1..60i64).prop_map(|days| NOW + days * DAY));
    let some = (kind, until, any::<bool>()).prop_map(|(kind, until, answered)| Restriction {
        kind,
        until,
        answered,
    });
    prop_oneof![3 => Just(None), 2 => some.prop_map(Some)]
}

/// Whether the person sees something come of it.
fn answers(effect: &Effect) -> bool {
    !matches!(
        effect,
        Effect::Consent { .. }
            | Effect::Speak(_)
            | Effect::WakeDraft { .. }
            | Effect::ForgetDraft
            | Effect::MindLimits
            | Effect::Block(_)
    )
}

fn expects_an_answer(input: &Input) -> bool {
    !matches!(input, Input::Edited { .. } | Input::Blocked(_) | Input::DraftDue)
}

/// What is new is refused to the muted and the banned; what is theirs may go, be answered for when that
/// was asked, and be looked at again.
fn takes_nothing(before: &Session, done: &Step) {
    for effect in &done.effects {
        let left = matches!(
            effect,
            Effect::Show(..)
                | Effect::Toast(_)
                | Effect::Speak(_)
                | Effect::WakeDraft { .. }
                | Effect::ForgetDraft
                | Effect::Mine { .. }
                | Effect::Open { .. }
                | Effect::Thread { .. }
                | Effect::Withdraw { .. }
                | Effect::Supply { .. }
                | Effect::BeginAppeal { .. }
                | Effect::Words { about: Words::Appeal, .. }
                | Effect::TellOfTopics
                | Effect::TellRestriction
                | Effect::News(_)
                | Effect::Rights(_)
                | Effect::Block(_)
        );
        assert!(left, "{effect:?}");
    }
    let kept = done.session.draft.is_none() || done.session.draft == before.draft;
    assert!(kept, "{:?} became {:?}", before.draft, done.session.draft);
    assert!(done.session.offered.len() <= before.offered.len());
}

/// One step, with everything that must hold of it.
fn steps(context: &Context, session: Session, input: Input) -> Session {
    let expects = expects_an_answer(&input);
    let due = input == Input::DraftDue;
    let of_topics = input == Input::TopicsRefused;
    let had_draft = session.draft.is_some();
    let before = session.clone();
    let banned = context.restriction.is_some_and(|restriction| restriction.kind == Kind::Ban);
    let silent = banned && context.restriction.is_some_and(|restriction| restriction.answered);
    let done = step(context, session, input);
    assert!(!expects || silent || done.effects.iter().any(answers), "{:?}", done.effects);
    if let Some(restriction) = context.restriction {
        takes_nothing(&before, &done);
        // Wanting no more news is said by a ban's one answer, and taken before and after it.
        let is_news = |effect: &&Effect| **effect == Effect::News(News::Off);
        let told = done.effects.iter().filter(|effect| answers(effect) && !is_news(effect)).count();
        // Of topics the engine tells only who still has the role.
        let once = usize::from(expects && !restriction.answered);
        assert!(!banned || of_topics || told == once, "{done:?}");
    }
    if due {
        // A timer either ends or is set again; else it would fire without end.
        let settled = |e: &Effect| matches!(e, Effect::WakeDraft { .. } | Effect::ForgetDraft);
        assert!(done.effects.iter().any(settled));
    }
    for effect in &done.effects {
        match effect {
            Effect::Show(view, _) => {
                for locale in Locale::ALL {
                    let reader = Reader {
                        locale,
                        role: context.role,
                        writes_to_many: context.role >= Some(Role::Editor),
                        session: &done.session,
                        catalog: context.catalog,
                        season: None,
                    };
                    sound(&render(reader, view));
                }
            }
            Effect::Submit(draft) => {
                assert!(draft.is_complete() && context.consented == Some(1));
                assert!(draft.on_behalf.is_none() || context.role.is_some());
            }
            Effect::Add { .. }
            | Effect::ReplyWith { .. }
            | Effect::Supply { what: Supplying::Give { .. }, .. } => {
                assert_eq!(context.consented, Some(1))
            }
            Effect::WakeDraft { at } => assert!(*at > context.now - 30 * DAY),
            Effect::Queue(_) | Effect::Next | Effect::Find(_) => assert!(context.role.is_some()),
            Effect::Invite(_)
            | Effect::Team { .. }
            | Effect::Scope { .. }
            | Effect::Scoped { .. }
            | Effect::Bind(_)
            | Effect::Dismiss { .. }
            | Effect::Restrict { .. }
            | Effect::Sanctions { .. }
            | Effect::Lift { .. } => {
                assert_eq!(context.role, Some(Role::Admin));
            }
            _ => {}
        }
    }
    let began = done.session.draft.is_some() && !had_draft;
    assert!(!began || context.consented == Some(1), "begun without consent");
    assert!(!done.session.at.is_writing() || done.session.draft.is_some());
    let json = serde_json::to_string(&done.session).expect("a session is JSON");
    assert_eq!(serde_json::from_str::<Session>(&json).expect("and reads back"), done.session);
    done.session
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_input_in_every_state_is_answered(
        context in context(), session in session(), input in input()
    ) {
        steps(&context, session, input);
    }

    #[test]
    fn stop_ends_the_news_in_every_state_and_nothing_else(
        context in context(), session in session(), word in stop(), composing in any::<bool>()
    ) {
        let context = Context { gets_news: true, ..context };
        let at = At::Composing { broadcast: 7, locale: Locale::Vi };
        let session = Session { at: if composing { at } else { session.at }, ..session };
        let before = session.clone();
        let input = match word {
            "/dung" | "/stop" => Input::Command(Command::parse(word).expect("a command")),
            word => {
                let (text, source) = (word.to_owned(), "9".to_owned());
                Input::Text { text, marked: None, source }
            }
        };
        let done = step(&context, session.clone(), input.clone());
        prop_assert!(done.effects.contains(&Effect::News(News::Off)), "{:?}", done.effects);
        prop_assert_eq!(&done.session, &before);
        // Whatever was being asked is asked again.
        let asks = done.effects.iter().filter(|effect| answers(effect)).count();
        prop_assert!(context.restriction.is_some() || (before.at == At::Idle) == (asks == 1));
        steps(&context, session, input);
    }

    #[test]
    fn cancelling_always_ends(context in context(), session in session()) {
        prop_assume!(context.restriction.is_none_or(|one| one.kind == Kind::Mute));
        let aside = matches!(
            session.at,
            At::Adding(_)
                | At::Refusing { .. }
                | At::Words { .. }
                | At::Composing { .. }
                | At::Supplying { .. }
        );
        let had = session.draft.is_some();
        let session = steps(&context, session, Input::Command(Command::Cancel));
        prop_assert_eq!(session.at, At::Idle);
        prop_assert_eq!(session.draft.is_some(), aside && had);
        let session = steps(&context, session, Input::Command(Command::Cancel));
        prop_assert_eq!((session.at, session.draft.is_none()), (At::Idle, true));
        prop_assert!(session.offered.is_empty() && session.reason.is_none());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn every_walk_is_answered_at_each_step(
        context in context(), inputs in vec((input(), 0..40i64), 1..24)
    ) {
        let mut session = Session::default();
        let mut context = context;
        for (input, hours) in inputs {
            context.now += hours * HOUR;
            session = steps(&context, session, input);
        }
    }

    #[test]
    fn a_press_reads_back_from_at_most_64_bytes(press in press()) {
        let data = press.encode();
        prop_assert!((1..=64).contains(&data.len()), "{data}");
        prop_assert_eq!(Press::decode(&data), Some(press));
    }

    #[test]
    fn garbage_is_no_press_or_one_that_is_written_the_same_way(
        data in "\\PC{0,80}|(w|j|s|mine|open|consent|lang|team|queue|appeal)(\\.[-+0-9a-z]{0,20}){0,4}"
    ) {
        if let Some(press) = Press::decode(&data) {
            prop_assert_eq!(Press::decode(&press.encode()), Some(press));
        }
    }
}
