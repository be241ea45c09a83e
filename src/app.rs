//! Stub.

use crate::config::{Config, DemoConfig};

/// Runs the bot.
pub async fn run(_config: Config) -> anyhow::Result<()> {
    Ok(())
}

/// Runs the demo.
pub async fn demo(_config: DemoConfig) -> anyhow::Result<()> {
    Ok(())
}

/// Checks whether all is well.
pub async fn check(_config: Config) -> anyhow::Result<bool> {
    Ok(true)
}

/// Brings the database up to date.
pub async fn migrate(_config: Config) -> anyhow::Result<()> {
    Ok(())
}
