//! How the Bot API says no.

use serde_json::{Value, json};

/// A refused call: what stands in the answer beside `"ok": false`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Failure {
    /// The HTTP status, repeated as `error_code`.
    pub(super) code: u16,
    /// The text that client libraries match on.
    pub(super) description: String,
    /// `retry_after` or `migrate_to_chat_id`.
    pub(super) parameters: Option<Value>,
}

impl Failure {
    /// 400 with the real server's prefix.
    pub(super) fn bad(text: impl AsRef<str>) -> Failure {
        Failure::with(400, format!("Bad Request: {}", text.as_ref()))
    }

    /// 403 with the real server's prefix.
    pub(super) fn forbidden(text: &str) -> Failure {
        Failure::with(403, format!("Forbidden: {text}"))
    }

    /// 409: somebody else takes the updates.
    pub(super) fn conflict(text: &str) -> Failure {
        Failure::with(409, format!("Conflict: {text}"))
    }

    /// 429 with the seconds to wait.
    pub(super) fn too_many(seconds: u32) -> Failure {
        Failure {
            parameters: Some(json!({ "retry_after": seconds })),
            ..Failure::with(429, format!("Too Many Requests: retry after {seconds}"))
        }
    }

    /// 400: the group has another id from now on.
    pub(super) fn migrated(to: i64) -> Failure {
        Failure {
            parameters: Some(json!({ "migrate_to_chat_id": to })),
            ..Failure::bad("group chat was upgraded to a supergroup chat")
        }
    }

    /// Any other status and text.
    pub(super) fn with(code: u16, description: impl Into<String>) -> Failure {
        Failure { code, description: description.into(), parameters: None }
    }

    /// The answer's body.
    pub(super) fn body(&self) -> Value {
        let mut body =
            json!({"ok": false, "error_code": self.code, "description": self.description});
        if let Some(parameters) = &self.parameters {
            body["parameters"] = parameters.clone();
        }
        body
    }
}
