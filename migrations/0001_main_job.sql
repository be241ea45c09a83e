-- The main job: who writes to us, what they say, what they nominate, what we still have to send.
-- Portable between SQLite and PostgreSQL: only TEXT, BIGINT and no booleans. Time is unix
-- milliseconds, UTC. Ids come from the program (time-ordered), so no dialect's sequence is needed.

-- One person at one door. `session` is the conversation's state as JSON; `session_aside` one that a
-- newer program wrote, and that was last touched at `session_aside_at`, kept for that program a while.
CREATE TABLE contacts (
    id           BIGINT NOT NULL PRIMARY KEY,
    channel      TEXT   NOT NULL,
    address      TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    app_language TEXT   NOT NULL,
    language     TEXT,
    session      TEXT,
    session_aside    TEXT,
    session_aside_at BIGINT,
    blocked_at   BIGINT,
    created_at   BIGINT NOT NULL,
    UNIQUE (channel, address)
);
CREATE INDEX contacts_aside ON contacts (session_aside_at) WHERE session_aside_at IS NOT NULL;

-- Events already handled: the same one twice changes nothing the second time.
CREATE TABLE inbox (
    channel     TEXT   NOT NULL,
    event       BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (channel, event)
);
CREATE INDEX inbox_received ON inbox (received_at);

-- Turns that kept failing, or began without what was half written, with their error. `content` says
-- what kind of input it was, never what was said.
CREATE TABLE dead_turns (
    channel   TEXT   NOT NULL,
    event     BIGINT NOT NULL,
    content   TEXT   NOT NULL,
    error     TEXT   NOT NULL,
    failed_at BIGINT NOT NULL,
    PRIMARY KEY (channel, event)
);

CREATE TABLE consents (
    contact_id   BIGINT NOT NULL REFERENCES contacts (id),
    kind         TEXT   NOT NULL,
    version      BIGINT NOT NULL,
    granted_at   BIGINT NOT NULL,
    withdrawn_at BIGINT,
    PRIMARY KEY (contact_id, kind, version)
);

-- The people with a part in the work: reviewer or admin.
CREATE TABLE members (
    contact_id BIGINT NOT NULL PRIMARY KEY REFERENCES contacts (id),
    role       TEXT   NOT NULL,
    granted_by BIGINT,
    granted_at BIGINT NOT NULL
);

-- One-time invitations; only the SHA-256 of the code is kept.
CREATE TABLE invites (
    code_hash  TEXT   NOT NULL PRIMARY KEY,
    role       TEXT   NOT NULL,
    created_by BIGINT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_by    BIGINT,
    used_at    BIGINT
);

CREATE TABLE campaigns (
    id         BIGINT NOT NULL PRIMARY KEY,
    title      TEXT   NOT NULL,
    prefix     TEXT   NOT NULL,
    opens_at   BIGINT NOT NULL,
    closes_at  BIGINT
);

CREATE TABLE nominations (
    id             BIGINT NOT NULL PRIMARY KEY,
    code           TEXT   NOT NULL UNIQUE,
    campaign_id    BIGINT NOT NULL REFERENCES campaigns (id),
    nominator_id   BIGINT NOT NULL REFERENCES contacts (id),
    nominee_kind   TEXT   NOT NULL,
    nominee_name   TEXT   NOT NULL,
    commune        TEXT   NOT NULL,
    hamlet         TEXT,
    story          TEXT   NOT NULL,
    happened       TEXT,
    field          TEXT,
    nominee_phone  TEXT,
    is_minor       BIGINT NOT NULL,
    shows_nominator BIGINT NOT NULL,
    nominator_phone TEXT,
    state          TEXT   NOT NULL,
    version        BIGINT NOT NULL,
    submitted_at   BIGINT NOT NULL,
    decided_at     BIGINT
);
CREATE INDEX nominations_queue ON nominations (state, submitted_at, id);
CREATE INDEX nominations_mine ON nominations (nominator_id, submitted_at, id);

CREATE TABLE evidence (
    nomination_id BIGINT NOT NULL REFERENCES nominations (id),
    position      BIGINT NOT NULL,
    kind          TEXT   NOT NULL,
    file          TEXT   NOT NULL,
    name          TEXT,
    added_at      BIGINT NOT NULL,
    PRIMARY KEY (nomination_id, position)
);

-- Text a citizen adds after sending; the story as first sent is never altered.
CREATE TABLE additions (
    nomination_id BIGINT NOT NULL REFERENCES nominations (id),
    position      BIGINT NOT NULL,
    body          TEXT   NOT NULL,
    added_at      BIGINT NOT NULL,
    PRIMARY KEY (nomination_id, position)
);

-- Every change of state: who, when, from, to, why.
CREATE TABLE audit (
    id            BIGINT NOT NULL PRIMARY KEY,
    nomination_id BIGINT NOT NULL REFERENCES nominations (id),
    actor_id      BIGINT NOT NULL,
    at            BIGINT NOT NULL,
    from_state    TEXT,
    to_state      TEXT   NOT NULL,
    reason        TEXT
);
CREATE INDEX audit_nomination ON audit (nomination_id, id);

-- Messages still to be sent. A row is deleted once sent, and kept with `dead_reason` once given up.
-- `redraw`: goes into the message its slot was drawn in, if there is one. `edits`: goes into that
-- very message. `maybe_sent`: how many attempts may have arrived though nobody said so.
CREATE TABLE outbox (
    id          BIGINT NOT NULL PRIMARY KEY,
    channel     TEXT   NOT NULL,
    address     TEXT   NOT NULL,
    lane        BIGINT NOT NULL,
    slot        TEXT,
    redraw      BIGINT NOT NULL,
    edits       TEXT,
    payload     TEXT   NOT NULL,
    attempts    BIGINT NOT NULL,
    due_at      BIGINT NOT NULL,
    maybe_sent  BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    dead_reason TEXT
);
CREATE INDEX outbox_waiting ON outbox (dead_reason, lane, id);

-- Which message on the platform a slot is drawn in, and by which row of the outbox it last was.
CREATE TABLE slots (
    channel    TEXT NOT NULL,
    address    TEXT NOT NULL,
    slot       TEXT NOT NULL,
    message_id TEXT NOT NULL,
    drawn_by   BIGINT NOT NULL,
    drawn_at   BIGINT NOT NULL,
    PRIMARY KEY (channel, address, slot)
);
CREATE INDEX slots_drawn ON slots (drawn_at);

-- Chats whose platform gave them a new address: a group that became a supergroup.
CREATE TABLE moved_chats (
    channel     TEXT NOT NULL,
    old_address TEXT NOT NULL,
    new_address TEXT NOT NULL,
    PRIMARY KEY (channel, old_address)
);

CREATE TABLE timers (
    contact_id BIGINT NOT NULL REFERENCES contacts (id),
    kind       TEXT   NOT NULL,
    due_at     BIGINT NOT NULL,
    PRIMARY KEY (contact_id, kind)
);
CREATE INDEX timers_due ON timers (due_at);

-- Duties that one process at a time may do, such as sending.
CREATE TABLE leases (
    name       TEXT   NOT NULL PRIMARY KEY,
    holder     BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- Copies of review cards, one a chat, so that all of them can be drawn again when something changes.
-- They are forgotten some time after the decision.
CREATE TABLE cards (
    nomination_id BIGINT NOT NULL REFERENCES nominations (id),
    channel       TEXT   NOT NULL,
    address       TEXT   NOT NULL,
    slot          TEXT   NOT NULL,
    language      TEXT   NOT NULL,
    PRIMARY KEY (nomination_id, channel, address, slot)
);
CREATE INDEX cards_chat ON cards (channel, address, slot);
