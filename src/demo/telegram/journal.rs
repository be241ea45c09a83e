//! What makes the emulated world outlive its process: every change, one JSON line each.
//!
//! A line is handed to the kernel before the change is answered, so that a killed process loses
//! nothing. It is not synced to the disk: a power cut may cost the emulator its last seconds.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use super::record::Record;
use super::world::World;

/// An open journal.
pub(super) struct Journal {
    file: File,
    line: Vec<u8>,
}

impl Journal {
    /// Opens or makes the journal at `path` and applies what it holds to `world`.
    ///
    /// A last line that was cut short is dropped: nobody was told of it.
    pub(super) fn open(path: &Path, world: &mut World) -> io::Result<Journal> {
        let held = match std::fs::read(path) {
            Ok(held) => held,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        let mut whole = 0;
        for line in held.split_inclusive(|byte| *byte == b'\n') {
            if line.last() != Some(&b'\n') {
                break;
            }
            let record: Record = serde_json::from_slice(line).map_err(|error| {
                let text = format!("{}, byte {whole}: {error}", path.display());
                io::Error::new(io::ErrorKind::InvalidData, text)
            })?;
            world.apply(record);
            whole += line.len();
        }
        let file = File::options().create(true).append(true).open(path)?;
        if whole < held.len() {
            file.set_len(whole as u64)?;
        }
        Ok(Journal { file, line: Vec::new() })
    }

    /// Keeps one change.
    pub(super) fn append(&mut self, record: &Record) {
        self.line.clear();
        let written = serde_json::to_writer(&mut self.line, record).map_err(io::Error::from);
        self.line.push(b'\n');
        if let Err(error) = written.and_then(|()| self.file.write_all(&self.line)) {
            tracing::error!(%error, "the emulator cannot keep its journal");
        }
    }
}
