//! Checks the parameters of a call against the Bot API's own description of them.
//!
//! The description is `data/telegram-bot-api.json`. What a method then does with parameters of
//! the right shape, and the limits that depend on meaning (a text's length is counted after its
//! entities are parsed), live in [`super::methods`].

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::failure::Failure;

/// The parameters of one method, or the fields of one type.
#[derive(Debug)]
pub(super) struct Spec {
    /// The name as the documentation spells it.
    pub(super) name: &'static str,
    fields: HashMap<&'static str, Field>,
    required: Vec<&'static str>,
}

#[derive(Debug)]
struct Field {
    types: Vec<Kind>,
    limit: Option<Limit>,
}

#[derive(Debug, Clone)]
enum Kind {
    Integer,
    Float,
    Boolean,
    True,
    Text,
    Exactly(&'static str),
    Object,
    ListOf(Vec<Kind>),
    Named(&'static str),
}

#[derive(Debug, Deserialize, Clone, Copy)]
struct Limit {
    min: usize,
    max: usize,
}

/// The method that a path names, in any case, or `None`.
pub(super) fn method(name: &str) -> Option<&'static Spec> {
    SCHEMA.methods.get(name.to_ascii_lowercase().as_str())
}

/// Checks `params` against `spec` and turns texts from forms into what the field is of.
///
/// `null` counts as absent, as it does for the real server.
pub(super) fn check(spec: &Spec, params: &mut Map<String, Value>) -> Result<(), Failure> {
    params.retain(|_, value| !value.is_null());
    for (name, value) in params.iter_mut() {
        let Some(field) = spec.fields.get(name.as_str()) else {
            return Err(Failure::bad(format!("unknown parameter \"{name}\" of {}", spec.name)));
        };
        if let Err(why) = fit_any(&field.types, value, true) {
            return Err(Failure::bad(match name.as_str() {
                "chat_id" => "chat not found".to_owned(),
                "reply_markup" if !value.is_object() => "object expected as reply markup".into(),
                "reply_markup" if value.get("inline_keyboard").is_some() => {
                    format!("can't parse inline keyboard button: {why}")
                }
                "reply_markup" => format!("can't parse reply keyboard markup JSON object: {why}"),
                "commands" => format!("can't parse BotCommand: {why}"),
                "media" => format!("can't parse InputMedia: {why}"),
                _ => format!("can't parse parameter \"{name}\": {why}"),
            }));
        }
        if let Some(limit) = field.limit
            && !matches!(name.as_str(), "text" | "caption" | "media")
            && let Some(text) = value.as_str()
            && !(limit.min..=limit.max).contains(&text.chars().count())
        {
            return Err(Failure::bad(format!("parameter \"{name}\" is too long")));
        }
    }
    for name in &spec.required {
        if !params.contains_key(*name) {
            return Err(Failure::bad(absent(name)));
        }
    }
    Ok(())
}

fn absent(name: &str) -> String {
    match name {
        "chat_id" | "from_chat_id" | "user_id" => format!("{name} is empty"),
        "text" => "message text is empty".into(),
        "message_id" => "message identifier is not specified".into(),
        "photo" | "video" | "document" | "voice" | "audio" | "video_note" | "animation" => {
            format!("there is no {} in the request", name.replace('_', " "))
        }
        "action" => "wrong parameter action in request".into(),
        "file_id" => "file_id not specified".into(),
        "callback_query_id" => {
            "query is too old and response timeout expired or query ID is invalid".into()
        }
        _ => format!("parameter \"{name}\" is required"),
    }
}

fn fit_any(kinds: &[Kind], value: &mut Value, top: bool) -> Result<(), String> {
    let mut first = None;
    let mut likely = None;
    for kind in kinds {
        match fit(kind, value, top) {
            Ok(()) => return Ok(()),
            Err(why) => {
                // A union's error is best told by the member that the sender seems to have meant.
                if let (Kind::Named(name), Value::Object(fields)) = (kind, &*value)
                    && likely.is_none()
                    && let Some(spec) = SCHEMA.types.get(name)
                    && fields.keys().any(|key| spec.fields.contains_key(key.as_str()))
                {
                    likely = Some(why.clone());
                }
                first.get_or_insert(why);
            }
        }
    }
    Err(likely.or(first).unwrap_or_else(|| "value of no known type".into()))
}

fn fit(kind: &Kind, value: &mut Value, top: bool) -> Result<(), String> {
    if top
        && !matches!(kind, Kind::Text | Kind::Exactly(_))
        && let Value::String(text) = &*value
    {
        // Forms carry everything as text; the real server reads JSON bodies the same way.
        let read = match kind {
            Kind::Boolean | Kind::True => Some(Value::Bool(matches!(
                text.to_ascii_lowercase().as_str(),
                "true" | "yes" | "1"
            ))),
            Kind::Integer => text.trim().parse::<i64>().ok().map(Value::from),
            Kind::Float => text.trim().parse::<f64>().ok().map(Value::from),
            _ => serde_json::from_str(text).ok(),
        };
        let Some(mut read) = read else { return Err("can't parse JSON".into()) };
        fit(kind, &mut read, false)?;
        *value = read;
        return Ok(());
    }
    let fits = match kind {
        Kind::Integer => value.is_i64() || value.is_u64(),
        Kind::Float => value.is_number(),
        Kind::Boolean => value.is_boolean(),
        Kind::True => value == &Value::Bool(true) || value == &Value::Bool(false),
        Kind::Text => value.is_string(),
        Kind::Exactly(word) => value.as_str() == Some(word),
        Kind::Object => value.is_object(),
        Kind::ListOf(kinds) => {
            let Value::Array(items) = value else { return Err("expected an Array".into()) };
            for item in items {
                fit_any(kinds, item, false)?;
            }
            true
        }
        Kind::Named(name) => return fit_fields(name, value),
    };
    if fits { Ok(()) } else { Err(format!("value must be of type {}", called(kind))) }
}

fn fit_fields(name: &str, value: &mut Value) -> Result<(), String> {
    let spec = &SCHEMA.types[name];
    let Value::Object(fields) = value else { return Err(format!("{name} must be an Object")) };
    fields.retain(|_, value| !value.is_null());
    for (key, value) in fields.iter_mut() {
        let Some(field) = spec.fields.get(key.as_str()) else {
            return Err(format!("unknown field \"{key}\" of {name}"));
        };
        fit_any(&field.types, value, false).map_err(|why| match field.types.first() {
            Some(kind @ (Kind::Integer | Kind::Text | Kind::Boolean | Kind::Float)) => {
                format!("Field \"{key}\" must be of type {}", called(kind))
            }
            _ => why,
        })?;
    }
    match spec.required.iter().find(|key| !fields.contains_key(**key)) {
        Some(key) => Err(format!("Can't find field \"{key}\"")),
        None => Ok(()),
    }
}

fn called(kind: &Kind) -> &str {
    match kind {
        Kind::Integer => "Number",
        Kind::Float => "Number",
        Kind::Boolean | Kind::True => "Boolean",
        Kind::Text => "String",
        Kind::Exactly(word) => word,
        Kind::Object => "Object",
        Kind::ListOf(_) => "Array",
        Kind::Named(name) => name,
    }
}

struct Schema {
    methods: HashMap<String, Spec>,
    types: HashMap<&'static str, Spec>,
}

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let read: Listing<'static> =
        serde_json::from_str(include_str!("../../../data/telegram-bot-api.json"))
            .expect("the file is part of the program and a test reads it");
    let methods = read.methods.into_iter().map(|(name, fields)| {
        let spec = spec(name, fields);
        (name.to_ascii_lowercase(), spec)
    });
    let types = read.types.into_iter().map(|(name, fields)| (name, spec(name, fields)));
    Schema { methods: methods.collect(), types: types.collect() }
});

#[derive(Deserialize)]
struct Listing<'a> {
    #[serde(borrow)]
    methods: HashMap<&'a str, Vec<Listed<'a>>>,
    #[serde(borrow)]
    types: HashMap<&'a str, Vec<Listed<'a>>>,
}

#[derive(Deserialize)]
struct Listed<'a> {
    name: &'a str,
    #[serde(borrow)]
    types: Vec<&'a str>,
    #[serde(default)]
    required: bool,
    limit: Option<Limit>,
}

fn spec(name: &'static str, fields: Vec<Listed<'static>>) -> Spec {
    let required = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    let fields = fields.into_iter().map(|field| {
        let types = field.types.into_iter().filter(|name| *name != "InputFile").map(kind);
        (field.name, Field { types: types.collect(), limit: field.limit })
    });
    Spec { name, fields: fields.collect(), required }
}

fn kind(name: &'static str) -> Kind {
    if let Some(of) = name.strip_prefix("Array of ") {
        return Kind::ListOf(of.split('/').map(kind).collect());
    }
    if let Some(word) = name.strip_prefix('=') {
        return Kind::Exactly(word);
    }
    match name {
        "Integer" => Kind::Integer,
        "Float" => Kind::Float,
        "Boolean" => Kind::Boolean,
        "True" => Kind::True,
        "String" => Kind::Text,
        "Object" => Kind::Object,
        named => Kind::Named(named),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn checked(name: &str, params: Value) -> Result<Map<String, Value>, String> {
        let Value::Object(mut params) = params else { panic!("an object") };
        check(method(name).unwrap(), &mut params).map_err(|failure| failure.description)?;
        Ok(params)
    }

    #[test]
    fn every_type_that_is_named_is_listed() {
        fn named(kinds: &[Kind]) {
            for kind in kinds {
                match kind {
                    Kind::Named(name) => assert!(SCHEMA.types.contains_key(name), "{name}"),
                    Kind::ListOf(kinds) => named(kinds),
                    _ => {}
                }
            }
        }
        for spec in SCHEMA.methods.values().chain(SCHEMA.types.values()) {
            spec.fields.values().for_each(|field| named(&field.types));
        }
    }

    #[test]
    fn a_method_is_found_in_any_case() {
        assert_eq!(method("SendMESSAGE").unwrap().name, "sendMessage");
        assert!(method("sendNothing").is_none());
    }

    #[test]
    fn form_texts_become_what_the_field_is_of() {
        let read = checked(
            "sendMessage",
            json!({"chat_id": "7", "text": "12", "disable_notification": "true",
                   "reply_markup": "{\"inline_keyboard\":[[{\"text\":\"a\",\"callback_data\":\"b\"}]]}"}),
        )
        .unwrap();
        assert_eq!(read["chat_id"], 7);
        assert_eq!(read["text"], "12");
        assert_eq!(read["disable_notification"], true);
        assert_eq!(read["reply_markup"]["inline_keyboard"][0][0]["callback_data"], "b");
    }

    #[test]
    fn wrong_parameters_are_refused() {
        let refused = |params| checked("sendMessage", params).unwrap_err();
        assert_eq!(refused(json!({"chat_id": 7})), "Bad Request: message text is empty");
        assert_eq!(refused(json!({"text": "a"})), "Bad Request: chat_id is empty");
        assert!(refused(json!({"chat_id": 7, "text": "a", "wat": 1})).contains("wat"));
        assert!(refused(json!({"chat_id": 7, "text": 5})).contains("String"));
        assert_eq!(
            refused(json!({"chat_id": 7, "text": "a",
                "reply_markup": {"inline_keyboard": [[{"callback_data": "b"}]]}})),
            "Bad Request: can't parse inline keyboard button: Can't find field \"text\""
        );
    }
}
