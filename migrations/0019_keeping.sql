-- What keeps the program itself: which admins were warned of, and what tells how long data is kept.

-- What admins were told of the program itself, and on which day last, such as `2026-12-01`.
CREATE TABLE alarms (
    what    TEXT NOT NULL PRIMARY KEY,
    told_on TEXT NOT NULL
);

-- When a contact last did something, to the day; NULL of those of before, whose beginning counts.
ALTER TABLE contacts ADD COLUMN seen_at BIGINT;
CREATE INDEX contacts_seen ON contacts ((COALESCE(seen_at, created_at)));

-- What is closed, and what was said about it, by its age: looked for each day.
CREATE INDEX nominations_closed ON nominations (state_since) WHERE state IN ('refused', 'withdrawn');
CREATE INDEX thread_at ON thread (at);
CREATE INDEX notes_at ON notes (at);
