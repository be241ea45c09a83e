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

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;

    use super::*;
    use crate::domain::evidence::FileKind;

    const TOKEN: &str = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawQ";

    /// A server that answers `getFile`, and says `about_the_file` to whoever comes for the file.
    fn server(about_the_file: String) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                let mut connection = connection.unwrap();
                let mut lines = BufReader::new(connection.try_clone().unwrap()).lines();
                let first = lines.next().unwrap().unwrap();
                let rest: Vec<String> =
                    lines.map(Result::unwrap).take_while(|line| !line.is_empty()).collect();
                assert!(!rest.is_empty());
                let answer = if first.contains("/file/") {
                    about_the_file.clone()
                } else {
                    let told = r#"{"ok":true,"result":{"file_path":"photos/file_1.jpg"}}"#;
                    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{told}", told.len())
                };
                let answer = answer.replacen("\r\n", "\r\nconnection: close\r\n", 1);
                connection.write_all(answer.as_bytes()).unwrap();
            }
        });
        url
    }

    #[tokio::test]
    async fn what_went_wrong_with_a_file_is_told_without_the_token() {
        let photo =
            File { kind: FileKind::Photo, handle: "photo:p1".into(), name: None, size: None };
        let to_itself = format!(
            "HTTP/1.1 302 Found\r\nlocation: /file/bot{TOKEN}/a\r\ncontent-length: 0\r\n\r\n"
        );
        let elsewhere = format!(
            "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/bot{TOKEN}\r\ncontent-length: \
             0\r\n\r\n"
        );
        let urls = [
            "http://127.0.0.1:1".to_owned(),
            server(String::new()),
            server("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\ncut".to_owned()),
            server("HTTP/1.1 404 Not Found\r\ncontent-length: 4\r\n\r\nnone".to_owned()),
            server("HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n".to_owned()),
            server("no answer at all\r\n\r\n".to_owned()),
            server(to_itself),
            server(elsewhere),
        ];
        for url in urls {
            let api = Api::new(&url, TOKEN).unwrap();
            let error = fetch(&api, &photo, 100).await.unwrap_err();
            assert!(matches!(error, FetchError::Failed { .. }), "{error:?}");
            for said in [error.to_string(), format!("{error:?}"), format!("{api:?}")] {
                assert!(!said.contains("AAHdq") && !said.contains("123456789"), "{said}");
            }
        }
    }
}
