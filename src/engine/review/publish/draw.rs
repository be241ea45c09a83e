//! How the text and the photos for the public are drawn.

use super::{Desk, standing, text_version};
use crate::conversation::message::{Choice, Message};
use crate::conversation::press::{Judge, Press, Publish};
use crate::conversation::render::{choice, summary};
use crate::domain::catalog::Catalog;
use crate::domain::day;
use crate::domain::publication::Part;
use crate::i18n::{Args, Locale, escape, text};
use crate::store::evidence::Photo;
use crate::store::nominations::Nomination;
use crate::store::shown::Shown;

/// How much of a part is shown where it is edited, in units: together they fit into one message.
const TITLE_SHOWN: usize = 500;
const SUMMARY_SHOWN: usize = 600;
const STORY_SHOWN: usize = 2_000;
/// How many photos are shown at once: as many as an album holds.
pub const PHOTOS_ON_PAGE: usize = 10;
/// How many photos' buttons stand in a row.
const PHOTOS_IN_ROW: usize = 5;

/// The text as it stands, with all that can be done to it; or with the question whether to go back to
/// the original.
pub fn text_panel(desk: &Desk, locale: Locale, resetting: bool) -> Message {
    let one = &desk.nomination;
    let say = |key: &str, args: &Args<'_>| text(locale, key, args);
    let mut head = vec![say("public-text-title", &[("code", one.code.as_str().into())])];
    let written = desk.publication.as_ref().filter(|publication| publication.is_written());
    head.push(match written {
        Some(publication) => {
            let who = summary::fit(&publication.editor, super::EDITOR_SHOWN);
            let at = day::local(publication.edited_at).into();
            say("public-text-by", &[("who", who), ("at", at)])
        }
        None => say("public-text-original", &[]),
    });
    let mut parts = vec![head.join("\n")];
    let mut is_cut = false;
    for (part, units) in
        [(Part::Title, TITLE_SHOWN), (Part::Summary, SUMMARY_SHOWN), (Part::Story, STORY_SHOWN)]
    {
        let (words, cut) = standing(desk, part, units);
        is_cut |= cut;
        let label = say(&format!("public-{}", part.code()), &[]);
        let words = if words.is_empty() { say("public-none", &[]) } else { words };
        parts.push(format!("<b>{label}:</b>\n{words}"));
    }
    if is_cut {
        parts.push(say("public-cut", &[]));
    }
    let button = |key: &str, publish: Publish| {
        let judge = Judge::Publish(publish);
        choice(say(key, &[]), &Press::Judge(one.id, text_version(desk), judge))
    };
    let choices = if resetting {
        parts.push(say("public-reset-ask", &[]));
        vec![
            vec![button("public-reset-sure", Publish::ResetSure)],
            vec![button("back", Publish::Text)],
        ]
    } else {
        let mut rows = vec![
            vec![
                button("public-edit-title", Publish::Edit(Part::Title)),
                button("public-edit-summary", Publish::Edit(Part::Summary)),
            ],
            vec![
                button("public-edit-story", Publish::Edit(Part::Story)),
                button("public-difference", Publish::Difference),
            ],
            vec![
                button("public-photos", Publish::Photos(0)),
                button("public-preview", Publish::Preview),
            ],
        ];
        if written.is_some() {
            rows.push(vec![button("public-reset", Publish::Reset)]);
        }
        rows
    };
    Message { choices, ..Message::of(parts.join("\n\n")) }
}

/// What the public sees.
pub fn shown(shown: &Shown, catalog: &Catalog, locale: Locale) -> Message {
    let mut parts = vec![format!("<b>{}</b>", unbold(&shown.title))];
    parts.extend(shown.summary.clone());
    let field = shown.field.as_deref().and_then(|code| catalog.field(code));
    let commune = summary::commune(&shown.commune);
    let place =
        field.map_or(commune.clone(), |f| format!("{commune} · {}", f.label(locale.code())));
    parts.push(format!("<i>{}</i>", escape(&place)));
    parts.push(shown.story.clone());
    if let Some(nominator) = &shown.nominator {
        parts.push(text(locale, "public-nominator", &[("name", nominator.as_str().into())]));
    }
    Message { media: shown.photos.clone(), ..Message::of(parts.join("\n\n")) }
}

/// Bold in bold is no markup that every platform reads.
fn unbold(markup: &str) -> String {
    markup.replace("<b>", "").replace("</b>", "")
}

/// The page of photos that there is, and those on it.
pub fn page_of(photos: &[Photo], page: u32) -> (u32, &[Photo]) {
    let last = photos.len().saturating_sub(1) / PHOTOS_ON_PAGE;
    let page = usize::try_from(page).unwrap_or_default().min(last);
    let from = page * PHOTOS_ON_PAGE;
    let to = (from + PHOTOS_ON_PAGE).min(photos.len());
    (u32::try_from(page).unwrap_or_default(), &photos[from..to])
}

/// The photos of a page by number, each with whether the public sees it.
pub fn photo_list(one: &Nomination, photos: &[Photo], page: u32, locale: Locale) -> Message {
    let (page, on_page) = page_of(photos, page);
    let first = usize::try_from(page).unwrap_or_default() * PHOTOS_ON_PAGE;
    let public = photos.iter().filter(|photo| photo.is_public).count().to_string();
    let count = photos.len().to_string();
    let (from, to) = ((first + 1).to_string(), (first + on_page.len()).to_string());
    let args: &Args<'_> = &[
        ("code", one.code.as_str().into()),
        ("public", public.into()),
        ("count", count.into()),
        ("from", from.into()),
        ("to", to.into()),
    ];
    let press = |publish| Press::Judge(one.id, one.version, Judge::Publish(publish));
    let toggles: Vec<Choice> = on_page
        .iter()
        .zip(first + 1..)
        .map(|(photo, number)| {
            let mark = if photo.is_public { "☑" } else { "☐" };
            let position = u32::try_from(photo.position).unwrap_or_default();
            choice(format!("{mark} {number}"), &press(Publish::Photo(position, !photo.is_public)))
        })
        .collect();
    let mut choices: Vec<Vec<Choice>> =
        toggles.chunks(PHOTOS_IN_ROW).map(<[Choice]>::to_vec).collect();
    let mut pages = Vec::new();
    if page > 0 {
        pages.push(choice(text(locale, "newer", &[]), &press(Publish::Photos(page - 1))));
    }
    if first + on_page.len() < photos.len() {
        pages.push(choice(text(locale, "older", &[]), &press(Publish::Photos(page + 1))));
    }
    if !pages.is_empty() {
        choices.push(pages);
    }
    Message { choices, ..Message::of(text(locale, "public-photo-list", args)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channels::{TELEGRAM, split};
    use crate::conversation::message::Act;
    use crate::domain::evidence::{File, FileKind};
    use crate::domain::nomination::State;
    use crate::engine::review::card::tests::desk;

    /// Fails unless the message is sent, and drawn again, as one.
    #[track_caller]
    fn whole(message: &Message) {
        assert_eq!(split(TELEGRAM, message.clone()).len(), 1);
        for choice in message.choices.iter().flatten() {
            let Act::Press(data) = &choice.act else { continue };
            assert!(data.len() <= 64, "{data}");
        }
    }

    #[test]
    fn the_longest_text_and_the_most_photos_are_drawn_in_one_message() {
        let photo = |position| Photo {
            position,
            file: File { kind: FileKind::Photo, handle: "h".into(), name: None, size: None },
            is_public: position % 2 == 0,
        };
        let photos: Vec<Photo> = (0..95).map(photo).collect();
        for locale in Locale::ALL {
            for filling in ["ế", "🌸", "&"] {
                let mut desk = desk(filling, State::Recognised);
                whole(&text_panel(&desk, locale, false));
                whole(&text_panel(&desk, locale, true));
                desk.publication = None;
                whole(&text_panel(&desk, locale, false));
                for page in [0, 4, 9, u32::MAX] {
                    let list = photo_list(&desk.nomination, &photos, page, locale);
                    whole(&list);
                    assert!(list.choices.len() <= 3);
                }
            }
        }
        assert_eq!(page_of(&photos, 9).1.len(), 5);
        assert_eq!(page_of(&photos, u32::MAX).0, 9);
    }
}
