//! The calendar of working days: the built-in one, or that of a file which the operator keeps.

use std::path::{Path, PathBuf};

use crate::domain::workday::{Calendar, CalendarError};

/// Why there is no calendar.
#[derive(Debug, thiserror::Error)]
pub enum HolidaysError {
    /// The file cannot be read.
    #[error("HOADEP_HOLIDAYS {} cannot be read: {error}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// It is no table of holidays.
    #[error("HOADEP_HOLIDAYS {}: {error}", .path.display())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// What is wrong where.
        error: CalendarError,
    },
}

/// The calendar in the file `path`; the built-in one if there is none.
///
/// # Errors
/// In one line that says what to do.
pub fn calendar(path: Option<&Path>) -> Result<Calendar, HolidaysError> {
    let Some(path) = path else { return Ok(Calendar::default()) };
    let table = std::fs::read_to_string(path)
        .map_err(|error| HolidaysError::Read { path: path.to_owned(), error })?;
    Calendar::parse(&table).map_err(|error| HolidaysError::Wrong { path: path.to_owned(), error })
}
