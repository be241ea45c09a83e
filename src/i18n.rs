//! Everything a person reads: Fluent texts in `locales/`, Vietnamese first.
//!
//! Texts may hold a little markup, that of [`crate::conversation::markup`]; arguments are escaped, so
//! what a citizen wrote can never become markup.

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

pub use crate::domain::locale::Locale;

/// The arguments of a text, by name.
pub type Args<'a> = [(&'a str, Cow<'a, str>)];

/// The text `key` with `args` put in, escaped.
///
/// A key that does not exist reads as the key itself; a test holds every key used to existence.
pub fn text(locale: Locale, key: &str, args: &Args<'_>) -> String {
    let bundle = &bundles()[locale as usize];
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        return key.to_owned();
    };
    let mut values = FluentArgs::new();
    for (name, value) in args {
        // A number stays one, so that a text may choose its plural form.
        values.set(
            *name,
            match plain_number(value) {
                Some(number) => FluentValue::from(number),
                None => FluentValue::from(escape(value).into_owned()),
            },
        );
    }
    bundle.format_pattern(pattern, Some(&values), &mut Vec::new()).into_owned()
}

/// A number written as we write it; "+5" and "007" are somebody's words and stay as they are.
fn plain_number(value: &str) -> Option<u32> {
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    if digits && (value == "0" || !value.starts_with('0')) { value.parse().ok() } else { None }
}

/// Text with `&`, `<` and `>` made harmless.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

/// Whether every language has the text `key`.
pub fn has(key: &str) -> bool {
    bundles().iter().all(|bundle| bundle.has_message(key))
}

/// The Fluent sources of a language: one file a feature.
pub fn sources(locale: Locale) -> &'static [(&'static str, &'static str)] {
    macro_rules! files {
        ($dir:literal) => {
            &[
                ("common", include_str!(concat!("../locales/", $dir, "/common.ftl"))),
                ("onboarding", include_str!(concat!("../locales/", $dir, "/onboarding.ftl"))),
                ("nominate", include_str!(concat!("../locales/", $dir, "/nominate.ftl"))),
                ("mine", include_str!(concat!("../locales/", $dir, "/mine.ftl"))),
                ("review", include_str!(concat!("../locales/", $dir, "/review.ftl"))),
                ("desk", include_str!(concat!("../locales/", $dir, "/desk.ftl"))),
                ("publish", include_str!(concat!("../locales/", $dir, "/publish.ftl"))),
                ("queue", include_str!(concat!("../locales/", $dir, "/queue.ftl"))),
                ("digest", include_str!(concat!("../locales/", $dir, "/digest.ftl"))),
                ("appeal", include_str!(concat!("../locales/", $dir, "/appeal.ftl"))),
                ("team", include_str!(concat!("../locales/", $dir, "/team.ftl"))),
                ("crew", include_str!(concat!("../locales/", $dir, "/crew.ftl"))),
                ("settings", include_str!(concat!("../locales/", $dir, "/settings.ftl"))),
                ("asks", include_str!(concat!("../locales/", $dir, "/asks.ftl"))),
                ("thread", include_str!(concat!("../locales/", $dir, "/thread.ftl"))),
                ("places", include_str!(concat!("../locales/", $dir, "/places.ftl"))),
                ("audit", include_str!(concat!("../locales/", $dir, "/audit.ftl"))),
                ("keeping", include_str!(concat!("../locales/", $dir, "/keeping.ftl"))),
                ("behalf", include_str!(concat!("../locales/", $dir, "/behalf.ftl"))),
                ("order", include_str!(concat!("../locales/", $dir, "/order.ftl"))),
                ("stats", include_str!(concat!("../locales/", $dir, "/stats.ftl"))),
                ("exemplars", include_str!(concat!("../locales/", $dir, "/exemplars.ftl"))),
                ("rights", include_str!(concat!("../locales/", $dir, "/rights.ftl"))),
                ("news", include_str!(concat!("../locales/", $dir, "/news.ftl"))),
                ("broadcast", include_str!(concat!("../locales/", $dir, "/broadcast.ftl"))),
                ("campaigns", include_str!(concat!("../locales/", $dir, "/campaigns.ftl"))),
            ]
        };
    }
    match locale {
        Locale::Vi => files!("vi"),
        Locale::En => files!("en"),
    }
}

fn bundles() -> &'static [FluentBundle<FluentResource>; 2] {
    static BUNDLES: OnceLock<[FluentBundle<FluentResource>; 2]> = OnceLock::new();
    BUNDLES.get_or_init(|| Locale::ALL.map(bundle))
}

fn bundle(locale: Locale) -> FluentBundle<FluentResource> {
    let language = locale.code().parse().expect("the codes of our languages are well formed");
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Isolation marks would surround every name; messengers show them as boxes on old phones.
    bundle.set_use_isolating(false);
    for (name, source) in sources(locale) {
        let resource = match FluentResource::try_new((*source).to_owned()) {
            Ok(resource) => resource,
            Err((_, errors)) => panic!("locales/{}/{name}.ftl: {errors:?}", locale.code()),
        };
        if let Err(errors) = bundle.add_resource(resource) {
            panic!("locales/{}/{name}.ftl: {errors:?}", locale.code());
        }
    }
    bundle
}

#[cfg(test)]
mod tests;
