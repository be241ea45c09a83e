//! Fetching a file: Telegram first says where it is, and for an hour it is there.

use std::time::Duration;

use serde::Deserialize;
use teloxide::payloads;
use teloxide::types::FileId;

use super::api::{Api, ApiFault, CALL_TIMEOUT};
use super::files::read;
use crate::channels::FetchError;
use crate::domain::evidence::File;

/// How long the largest file may take.
const DOWNLOAD_TIMEOUT: Duration = Duration::from_secs(60);

/// All that is read of what `getFile` says.
#[derive(Deserialize)]
struct Told {
    file_path: Option<String>,
    file_size: Option<u64>,
}

pub(super) async fn fetch(api: &Api, file: &File, limit: u64) -> Result<Vec<u8>, FetchError> {
    let (_, id) = read(file);
    let call = payloads::GetFile::new(FileId(id.to_owned()));
    let told: Told = api.call_for(&call, CALL_TIMEOUT).await.map_err(understand)?;
    if told.file_size.is_some_and(|size| size > limit) {
        return Err(FetchError::TooBig);
    }
    // A server of one's own that keeps files on its disk tells a path there, which is of no use here.
    let path = told.file_path.filter(|path| !path.starts_with('/')).ok_or(FetchError::Gone)?;
    let bytes = api.download(&path, limit, DOWNLOAD_TIMEOUT).await.map_err(understand)?;
    bytes.ok_or(FetchError::TooBig)
}

/// What a refusal means to us. Descriptions are the server's:
/// <https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/Client.cpp>
fn understand(fault: ApiFault) -> FetchError {
    match fault {
        ApiFault::Throttled { retry_after_s } => {
            FetchError::Throttled { retry_after_ms: i64::from(retry_after_s) * 1_000 }
        }
        ApiFault::Api { ref description, .. } if description.contains("file is too big") => {
            FetchError::TooBig
        }
        ApiFault::Api { code: 400, ref description, .. }
            if description.contains("invalid file_id") || description.contains("wrong file_id") =>
        {
            // Said of a file that is "temporarily unavailable" as well.
            if description.contains("temporarily") {
                FetchError::Failed { reason: fault.to_string() }
            } else {
                FetchError::Gone
            }
        }
        fault => FetchError::Failed { reason: fault.to_string() },
    }
}
