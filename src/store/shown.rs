//! What the public sees of a nomination. Phone numbers, hamlets and the names of those who do not wish
//! to be named never pass here.

use sqlx::AnyConnection;

use super::evidence::Photo;
use super::nominations::Nomination;
use super::publications::Publication;
use super::{StoreError, contacts, evidence, exemplars, nominations, publications};
use crate::conversation::markup;
use crate::domain::evidence::File;
use crate::domain::nomination::{NomineeKind, State};
use crate::domain::publication::Part;
use crate::domain::{phone, place};
use crate::i18n::escape;

/// What stands where a phone number was.
const HIDDEN: &str = "(…)";

/// What the public sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The title, as markup.
    pub title: String,
    /// The summary, as markup, if one was written.
    pub summary: Option<String>,
    /// The story, as markup.
    pub story: String,
    /// Who it is about.
    pub kind: NomineeKind,
    /// The commune's code.
    pub commune: String,
    /// The field's code.
    pub field: Option<String>,
    /// Who nominated, if they wish to be named.
    pub nominator: Option<String>,
    /// The photos that the public may see.
    pub photos: Vec<File>,
}

/// What the public sees of a nomination now; `None` if it may see nothing of it.
pub async fn of(
    connection: &mut AnyConnection,
    nomination: i64,
) -> Result<Option<Shown>, StoreError> {
    let Some(one) = nominations::by_id(connection, nomination).await? else { return Ok(None) };
    let is_told = one.state == State::Recognised && one.tell_at.is_none();
    if !is_told || !exemplars::is_public(connection, one.exemplar).await? {
        return Ok(None);
    }
    would_be(connection, &one).await.map(Some)
}

/// What the public would see of a nomination if it might: for those who prepare it.
pub async fn would_be(
    connection: &mut AnyConnection,
    one: &Nomination,
) -> Result<Shown, StoreError> {
    let publication = publications::of(connection, one.id).await?;
    let photos = evidence::photos(connection, one.id).await?;
    // Who entered it for somebody else is not who nominates.
    let nominator = match &one.on_behalf {
        _ if !one.shows_nominator => None,
        Some(told) => told.told_by.clone(),
        None => contacts::by_id(connection, one.nominator).await?.map(|contact| contact.name),
    };
    Ok(compose(one, publication.as_ref(), photos, nominator))
}

/// A part of the text as it stands, whoever wrote it, as markup; a summary may be empty.
pub fn part(one: &Nomination, publication: Option<&Publication>, part: Part) -> String {
    if let Some(written) = publication.and_then(|publication| publication.part(part)) {
        return written.to_owned();
    }
    escape(&original(one, part)).into_owned()
}

/// A part of the text as it is before anybody writes one.
pub fn original(one: &Nomination, part: Part) -> String {
    match part {
        Part::Title => {
            let commune = place::by_code(&one.commune).map(ToString::to_string);
            format!("{} – {}", one.name, commune.unwrap_or_else(|| one.commune.clone()))
        }
        Part::Summary => String::new(),
        Part::Story => one.story.clone(),
    }
}

fn compose(
    one: &Nomination,
    publication: Option<&Publication>,
    photos: Vec<Photo>,
    nominator: Option<String>,
) -> Shown {
    let part = |which| without_phones(&part(one, publication, which));
    Shown {
        title: part(Part::Title),
        summary: Some(part(Part::Summary)).filter(|summary| !summary.is_empty()),
        story: part(Part::Story),
        kind: one.kind,
        commune: one.commune.clone(),
        field: one.field.clone(),
        nominator: nominator.map(|name| markup::plain(&without_phones(&escape(&name)))),
        photos: photos.into_iter().filter(|p| p.is_public).map(|photo| photo.file).collect(),
    }
}

/// Markup in which nobody's phone number can be read or followed.
fn without_phones(text: &str) -> String {
    let numbers = phone::find(&markup::plain(text));
    markup::replace(text, &numbers, HIDDEN, |link| !phone::find(link).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phone_numbers_are_hidden_whatever_their_formatting() {
        for (text, shown) in [
            ("Gọi 0912 345 678 nhé", "Gọi (…) nhé"),
            ("Gọi 09<b>12.345</b>.678 nhé", "Gọi (…)<b></b> nhé"),
            ("Số +84 912345678, năm 2026", "Số (…), năm 2026"),
            ("<a href=\"https://zalo.me/0912345678\">đây</a> &amp; đó", "đây &amp; đó"),
            ("<a href=\"https://a.vn/1\">đây</a>", "<a href=\"https://a.vn/1\">đây</a>"),
            (
                "Từ 2019 2020 2021, 05/07/2026, 1.234.567 đồng",
                "Từ 2019 2020 2021, 05/07/2026, 1.234.567 đồng",
            ),
        ] {
            assert_eq!(without_phones(text), shown, "{text}");
        }
    }
}
