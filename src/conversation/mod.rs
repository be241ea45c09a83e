//! What the bot answers to what it is told. Pure.
