//! Fields (lĩnh vực) a nomination may be filed under: the defaults, from `data/fields.tsv`.

use std::sync::OnceLock;

/// A field, such as "Bảo vệ môi trường".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// What is stored: lower-case ASCII, never renamed.
    pub code: &'static str,
    /// Its Vietnamese name.
    pub vi: &'static str,
    /// Its English name.
    pub en: &'static str,
}

impl Field {
    /// Its name in `locale` (`"vi"`; English for any other).
    pub fn label(&self, locale: &str) -> &'static str {
        if locale == "vi" { self.vi } else { self.en }
    }
}

/// All fields, in the order they are offered.
pub fn all() -> &'static [Field] {
    static FIELDS: OnceLock<Vec<Field>> = OnceLock::new();
    FIELDS.get_or_init(|| {
        super::rows(include_str!("../../data/fields.tsv"))
            .map(|[code, vi, en]| Field { code, vi, en })
            .collect()
    })
}

/// The fields on offer where only those with these codes are, in the order they are offered; all of
/// them, if none of these is known any more.
pub fn offered(of: Option<&[String]>) -> Vec<&'static Field> {
    let of = of.unwrap_or_default();
    let some: Vec<_> =
        all().iter().filter(|field| of.iter().any(|code| code == field.code)).collect();
    if some.is_empty() { all().iter().collect() } else { some }
}

/// The field with this code.
pub fn by_code(code: &str) -> Option<&'static Field> {
    all().iter().find(|field| field.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_fit_on_buttons_and_have_their_own_codes() {
        assert!((8..=12).contains(&all().len()));
        for field in all() {
            assert_eq!(by_code(field.code), Some(field));
            assert!(field.code.len() <= 20 && field.code.is_ascii());
            for label in [field.label("vi"), field.label("en")] {
                assert!((1..=48).contains(&label.chars().count()), "{label}");
            }
        }
        assert_eq!(by_code("nothing"), None);
    }
}
