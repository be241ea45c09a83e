//! What is said of a nomination that a reviewer entered for somebody without the app.

use crate::conversation::render::summary;
use crate::domain::behalf::OnBehalf;
use crate::i18n::{Locale, text};

/// Whom its reviewer is to tell what becomes of it.
pub fn pass_on(locale: Locale, told: &OnBehalf) -> String {
    text(locale, "behalf-pass-on", &[("who", summary::teller(told).into())])
}
