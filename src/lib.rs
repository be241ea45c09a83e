//! Hoa Đẹp: a chatbot by which citizens point out good people and good deeds.
//!
//! A map of the modules, from the inside out:
//!
//! - [`domain`]: what a nomination, a place, a person is. Pure.
//! - [`conversation`]: what the bot answers to what it is told. Pure.
//! - [`engine`]: one turn, one transaction: load, step, write, commit.
//! - [`store`]: the only place with SQL.
//! - [`delivery`]: the only place that sends.
//! - [`chart`]: draws numbers as pictures.
//! - [`fingerprint`]: fetches photos, and remembers what they look like.
//! - [`channels`]: Telegram's wire format on one side, ours on the other.
//! - [`backup`]: copies of the database, made, kept and put back; [`retention`]: what is kept no longer.
//! - [`web`]: health routes and the server; [`pulse`] feels when a platform was last heard from.
//! - [`menus`]: which commands each person's app lists.
//! - [`bot`]: all of that at work; [`app`] starts it as the commands say; [`check`] is the doctor.
//! - [`cli`] and [`config`] say how; [`logging`] tells of it.
//! - [`clock`], [`ids`], [`i18n`], [`holidays`]: time, chance, words and days off, handed to whoever
//!   needs them.
//! - [`demo`]: an emulated Telegram and the browser playground.

pub mod app;
pub mod backup;
pub mod bot;
pub mod channels;
pub mod chart;
pub mod check;
pub mod cli;
pub mod clock;
pub mod config;
pub mod conversation;
pub mod delivery;
pub mod demo;
pub mod domain;
pub mod engine;
pub mod fingerprint;
pub mod holidays;
pub mod i18n;
pub mod ids;
pub mod logging;
pub mod menus;
pub mod pulse;
pub mod retention;
pub mod store;
pub mod web;
