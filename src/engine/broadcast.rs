//! Messages to many: written, sent to whom they are for, watched, reported, taken back.

use super::turn::Turn;
use crate::conversation::press::Cast;
use crate::domain::draft::Piece;
use crate::i18n::Locale;
use crate::store::StoreError;

impl Turn<'_> {
    pub(super) async fn cast(&mut self, choice: Cast) -> Result<(), StoreError> {
        let _ = (self, choice);
        std::future::ready(Ok(())).await
    }

    pub(super) async fn compose(
        &mut self,
        broadcast: i64,
        locale: Locale,
        piece: Piece,
        marked: Option<String>,
    ) -> Result<(), StoreError> {
        let _ = (self, broadcast, locale, piece, marked);
        std::future::ready(Ok(())).await
    }
}
