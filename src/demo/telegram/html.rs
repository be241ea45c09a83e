//! Texts with formatting: reads `parse_mode=HTML`, draws entities as HTML that is safe to show.
//!
//! Offsets count UTF-16 units, as everywhere in the Bot API.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::failure::Failure;

/// A stretch of text with a meaning.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Entity {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) offset: usize,
    pub(super) length: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) custom_emoji_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) user: Option<Value>,
}

impl Entity {
    fn new(kind: &str, offset: usize, length: usize) -> Entity {
        Entity { kind: kind.to_owned(), offset, length, ..Entity::default() }
    }
}

/// The length that limits and offsets count.
pub(super) fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Reads Telegram's HTML into text and entities, not yet trimmed.
pub(super) fn parse(html: &str) -> Result<(String, Vec<Entity>), Failure> {
    let refuse = |why: String| Failure::bad(format!("can't parse entities: {why}"));
    let mut text = String::with_capacity(html.len());
    let mut at = 0;
    let mut open: Vec<(String, usize, Entity)> = Vec::new();
    let mut entities = Vec::new();
    let mut rest = html;
    while let Some(next) = rest.find(['<', '&']) {
        text.push_str(&rest[..next]);
        at += units(&rest[..next]);
        rest = &rest[next..];
        let offset = html.len() - rest.len();
        if rest.starts_with('&') {
            let (character, length) = entity_reference(rest).unwrap_or(('&', 1));
            text.push(character);
            at += character.len_utf16();
            rest = &rest[length..];
            continue;
        }
        let Some(close) = rest.find('>') else {
            return Err(refuse(format!("Unclosed start tag at byte offset {offset}")));
        };
        let tag = &rest[1..close];
        rest = &rest[close + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            let name = name.trim().to_ascii_lowercase();
            let Some((expected, begun, mut entity)) = open.pop() else {
                return Err(refuse(format!("Unexpected end tag at byte offset {offset}")));
            };
            if !name.is_empty() && name != expected {
                return Err(refuse(format!(
                    "Unmatched end tag at byte offset {offset}, expected \"</{expected}>\", \
                     found \"</{name}>\""
                )));
            }
            entity.length = at - begun;
            // <pre><code class="language-x"> is one entity.
            let inside_pre = entity.kind == "code" && open.last().is_some_and(|o| o.0 == "pre");
            if inside_pre {
                if let Some(last) = open.last_mut() {
                    last.2.language = entity.language;
                }
            } else if entity.length > 0 && !entity.kind.is_empty() {
                entities.push(entity);
            }
            continue;
        }
        let (name, attributes) = split_tag(tag);
        let entity = start(&name, &attributes, at).ok_or_else(|| {
            refuse(format!("Unsupported start tag \"{name}\" at byte offset {offset}"))
        })?;
        open.push((name, at, entity));
    }
    text.push_str(rest);
    if let Some((name, begun, _)) = open.pop() {
        let at = html.find(&format!("<{name}")).unwrap_or(begun);
        return Err(refuse(format!(
            "Can't find end tag corresponding to start tag \"{name}\" at byte offset {at}"
        )));
    }
    entities.sort_by_key(|entity| (entity.offset, std::cmp::Reverse(entity.length)));
    Ok((text, entities))
}

/// Cleans a text that the bot sends as the server does: control characters become spaces,
/// carriage returns go, white space around the text goes and offsets move with it.
pub(super) fn tidy(text: &str, entities: &mut Vec<Entity>) -> String {
    let cleaned: String = text
        .chars()
        .filter(|character| *character != '\r')
        .map(|character| match character {
            '\n' => '\n',
            control if control < ' ' => ' ',
            other => other,
        })
        .collect();
    let without_end = cleaned.trim_end();
    let trimmed = without_end.trim_start();
    let cut = units(&without_end[..without_end.len() - trimmed.len()]);
    let end = units(trimmed);
    for entity in entities.iter_mut() {
        let stop = (entity.offset + entity.length).saturating_sub(cut).min(end);
        entity.offset = entity.offset.saturating_sub(cut);
        entity.length = stop.saturating_sub(entity.offset);
    }
    entities.retain(|entity| entity.length > 0);
    trimmed.to_owned()
}

/// The entities that the server finds by itself: commands, mentions and links.
pub(super) fn find_entities(text: &str) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end().trim_end_matches(['.', ',', ';', '!', '?', ')', ':']);
        let kind = if word.starts_with('/') && is_command(&word[1..]) {
            Some("bot_command")
        } else if word.starts_with("http://")
            || word.starts_with("https://")
            || word.starts_with("www.")
        {
            Some("url")
        } else if word.len() > 5 && word.starts_with('@') && is_command(&word[1..]) {
            Some("mention")
        } else {
            None
        };
        if let Some(kind) = kind {
            found.push(Entity::new(kind, at, units(word)));
        }
        at += units(piece);
    }
    found
}

/// Draws a text with its entities as HTML. Everything the text says is escaped.
pub(super) fn draw(text: &str, entities: &[Entity]) -> String {
    let mut html = String::with_capacity(text.len() + 16 * entities.len());
    let mut open: Vec<(usize, &'static str)> = Vec::new();
    let mut waiting = entities.iter().peekable();
    let mut at = 0;
    for character in text.chars() {
        close_until(&mut html, &mut open, at);
        while let Some(entity) = waiting.next_if(|entity| entity.offset <= at) {
            if let Some((tag, end)) = tags(entity, text) {
                // Entities that cross each other would make crossed tags: the inner one is cut.
                let stop = open.last().map_or(usize::MAX, |(stop, _)| *stop);
                html.push_str(&tag);
                open.push(((entity.offset + entity.length).min(stop), end));
            }
        }
        escape_into(&mut html, character);
        at += character.len_utf16();
    }
    close_until(&mut html, &mut open, usize::MAX);
    html
}

fn close_until(html: &mut String, open: &mut Vec<(usize, &'static str)>, at: usize) {
    while open.last().is_some_and(|(stop, _)| *stop <= at) {
        if let Some((_, end)) = open.pop() {
            html.push_str(end);
        }
    }
}

fn tags(entity: &Entity, text: &str) -> Option<(String, &'static str)> {
    let plain = |tag: &str| format!("<{tag}>");
    Some(match entity.kind.as_str() {
        "bold" => (plain("b"), "</b>"),
        "italic" => (plain("i"), "</i>"),
        "underline" => (plain("u"), "</u>"),
        "strikethrough" => (plain("s"), "</s>"),
        "code" => (plain("code"), "</code>"),
        "pre" => (plain("pre"), "</pre>"),
        "blockquote" | "expandable_blockquote" => (plain("blockquote"), "</blockquote>"),
        "spoiler" => ("<span class=\"spoiler\">".into(), "</span>"),
        "text_link" => (link(entity.url.as_deref()?)?, "</a>"),
        "url" => (link(&slice(text, entity.offset, entity.length))?, "</a>"),
        _ => return None,
    })
}

fn link(to: &str) -> Option<String> {
    let to = if to.starts_with("www.") { format!("https://{to}") } else { to.to_owned() };
    let safe = ["http://", "https://", "tg://", "mailto:", "tel:"];
    if !safe.iter().any(|scheme| to.to_ascii_lowercase().starts_with(scheme)) {
        return None;
    }
    let mut tag = String::from("<a rel=\"noopener noreferrer\" target=\"_blank\" href=\"");
    to.chars().for_each(|character| escape_into(&mut tag, character));
    tag.push_str("\">");
    Some(tag)
}

fn slice(text: &str, offset: usize, length: usize) -> String {
    let mut at = 0;
    text.chars()
        .filter(|character| {
            let here = at;
            at += character.len_utf16();
            here >= offset && here < offset + length
        })
        .collect()
}

fn escape_into(html: &mut String, character: char) {
    match character {
        '<' => html.push_str("&lt;"),
        '>' => html.push_str("&gt;"),
        '&' => html.push_str("&amp;"),
        '"' => html.push_str("&quot;"),
        '\'' => html.push_str("&#39;"),
        other => html.push(other),
    }
}

fn is_command(name: &str) -> bool {
    let name = name.split('@').next().unwrap_or("");
    !name.is_empty()
        && name.len() <= 64
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn entity_reference(rest: &str) -> Option<(char, usize)> {
    let end = rest.bytes().take(12).position(|byte| byte == b';')?;
    let name = &rest[1..end];
    let character = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|character| *character != '\0')?
        }
    };
    Some((character, end + 1))
}

fn split_tag(tag: &str) -> (String, String) {
    match tag.split_once(char::is_whitespace) {
        Some((name, attributes)) => (name.to_ascii_lowercase(), attributes.to_owned()),
        None => (tag.to_ascii_lowercase(), String::new()),
    }
}

fn start(name: &str, attributes: &str, at: usize) -> Option<Entity> {
    let kind = match name {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "tg-spoiler" => "spoiler",
        "span" if attribute(attributes, "class").as_deref() == Some("tg-spoiler") => "spoiler",
        "a" => "text_link",
        "code" => "code",
        "pre" => "pre",
        "blockquote" if attributes.contains("expandable") => "expandable_blockquote",
        "blockquote" => "blockquote",
        "tg-emoji" => "custom_emoji",
        _ => return None,
    };
    let mut entity = Entity::new(kind, at, 0);
    match name {
        "a" => match attribute(attributes, "href") {
            Some(url) if url.contains("://") || url.contains(':') => entity.url = Some(url),
            Some(url) if url.contains('.') => entity.url = Some(format!("http://{url}")),
            // A link to nowhere is plain text, as on the real server.
            _ => entity.kind.clear(),
        },
        "code" => {
            let class = attribute(attributes, "class");
            entity.language =
                class.and_then(|class| class.strip_prefix("language-").map(str::to_owned));
        }
        "tg-emoji" => entity.custom_emoji_id = attribute(attributes, "emoji-id"),
        _ => {}
    }
    Some(entity)
}

fn attribute(attributes: &str, name: &str) -> Option<String> {
    let after = attributes.split(&format!("{name}=")).nth(1)?;
    let quote = after.chars().next()?;
    let raw = if quote == '"' || quote == '\'' {
        after[1..].split(quote).next()?
    } else {
        after.split(char::is_whitespace).next()?
    };
    let mut value = String::new();
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        value.push_str(&rest[..at]);
        rest = &rest[at..];
        let (character, length) = entity_reference(rest).unwrap_or(('&', 1));
        value.push(character);
        rest = &rest[length..];
    }
    value.push_str(rest);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(html: &str) -> String {
        parse(html).unwrap_err().description
    }

    #[test]
    fn offsets_count_utf16_units() {
        let (text, entities) = parse("🌸 <b>đẹp</b> &lt;<i>a&amp;b</i>&gt;").unwrap();
        assert_eq!(text, "🌸 đẹp <a&b>");
        assert_eq!(entities[0], Entity::new("bold", 3, 3));
        assert_eq!(entities[1], Entity::new("italic", 8, 3));
    }

    #[test]
    fn broken_html_is_refused_in_the_servers_words() {
        assert!(
            refused("a <b>c").contains(
                "can't parse entities: Can't find end tag corresponding to start tag \"b\""
            )
        );
        assert_eq!(
            refused("a <b>c</i>"),
            "Bad Request: can't parse entities: Unmatched end tag at byte offset 6, \
             expected \"</b>\", found \"</i>\""
        );
        assert!(refused("<p>a</p>").contains("Unsupported start tag \"p\" at byte offset 0"));
        assert!(refused("a < b").contains("Unclosed start tag at byte offset 2"));
    }

    #[test]
    fn drawing_escapes_the_text_and_keeps_the_tags() {
        let (text, entities) =
            parse("<b>x &lt;script&gt; <i>y</i></b> <a href=\"https://a.vn/?q=1&amp;r\">z</a>")
                .unwrap();
        assert_eq!(
            draw(&text, &entities),
            "<b>x &lt;script&gt; <i>y</i></b> <a rel=\"noopener noreferrer\" target=\"_blank\" \
             href=\"https://a.vn/?q=1&amp;r\">z</a>"
        );
        let (text, entities) = parse("<a href=\"javascript:alert(1)\">z</a>").unwrap();
        assert_eq!(draw(&text, &entities), "z");
    }

    #[test]
    fn tidying_moves_the_offsets() {
        let (text, mut entities) = parse("  \n<b> a</b>\u{0}b \n").unwrap();
        assert_eq!(tidy(&text, &mut entities), "a b");
        assert_eq!(entities, [Entity::new("bold", 0, 1)]);
    }

    #[test]
    fn commands_and_links_are_found() {
        let found = find_entities("/start ab xem https://a.vn/b.");
        assert_eq!(found[0], Entity::new("bot_command", 0, 6));
        assert_eq!(found[1], Entity::new("url", 14, 14));
    }
}
