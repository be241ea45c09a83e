//! Copies of the database: made while the bot is at work, whole, put back, and silent about the past.
