//! Files that the page sends for a person, read from a form.

use axum::extract::{FromRequest, Multipart, Request};

use super::actions::Media;
use super::control::Refusal;
use super::world::MediaKind;

/// What came in a form with files.
#[derive(Default)]
pub(super) struct Parcel {
    pub(super) chat_id: i64,
    pub(super) user_id: i64,
    pub(super) caption: String,
    as_documents: bool,
    pub(super) files: Vec<Media>,
}

/// Reads the form.
pub(super) async fn unpack(request: Request) -> Result<Parcel, Refusal> {
    let mut parts =
        Multipart::from_request(request, &()).await.map_err(|why| Refusal(why.body_text()))?;
    let mut parcel = Parcel::default();
    while let Some(part) = parts.next_field().await.map_err(|why| Refusal(why.body_text()))? {
        let name = part.name().unwrap_or("").to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let mime = part.content_type().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|why| Refusal(why.body_text()))?;
        if name == "file" {
            if bytes.is_empty() {
                return Err("An empty file cannot be sent.".into());
            }
            let media = Media::new(MediaKind::Document).bytes(bytes.into());
            parcel.files.push(Media { file_name, mime, ..media });
            continue;
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let number = || text.parse().map_err(|_| Refusal(format!("{name} is a number.")));
        match name.as_str() {
            "chat_id" => parcel.chat_id = number()?,
            "user_id" => parcel.user_id = number()?,
            "caption" => parcel.caption = text.trim().to_owned(),
            "as" => parcel.as_documents = text == "document",
            _ => return Err(Refusal(format!("There is no field {name}."))),
        }
    }
    if !parcel.as_documents {
        for file in &mut parcel.files {
            file.kind = kind_of(file.mime.as_deref().unwrap_or(""));
        }
    }
    Ok(parcel)
}

/// How the app sends a file of this type when it is not told to send it as it is.
fn kind_of(mime: &str) -> MediaKind {
    match mime {
        "image/jpeg" | "image/png" | "image/webp" | "image/bmp" => MediaKind::Photo,
        "video/mp4" | "video/webm" | "video/quicktime" => MediaKind::Video,
        "audio/ogg" => MediaKind::Voice,
        mime if mime.starts_with("audio/") => MediaKind::Audio,
        _ => MediaKind::Document,
    }
}
