-- Messages to many: what is sent, to whom, and what became of it for each.

-- `kind`: news, or a pass over what news `of_id` sent: its deletion or its correction. `version` grows
-- with each change that a button could be too old for. `pause`: why it rests. `due_at`: when to begin,
-- NULL at once. `collected_to`: up to which contact the audience is fixed. The counts are those of the
-- recipients by state, kept in the transactions that move them; what is left is the rest of `total`.
CREATE TABLE broadcasts (
    id           BIGINT NOT NULL PRIMARY KEY,
    version      BIGINT NOT NULL,
    kind         TEXT   NOT NULL,
    of_id        BIGINT REFERENCES broadcasts (id),
    state        TEXT   NOT NULL,
    pause        TEXT,
    audience     TEXT   NOT NULL,
    links        TEXT   NOT NULL,
    created_by   BIGINT NOT NULL REFERENCES contacts (id),
    created_at   BIGINT NOT NULL,
    confirmed_by BIGINT REFERENCES contacts (id),
    confirmed_at BIGINT,
    seconded_by  BIGINT REFERENCES contacts (id),
    seconded_at  BIGINT,
    due_at       BIGINT,
    started_at   BIGINT,
    ended_at     BIGINT,
    collected_to BIGINT NOT NULL DEFAULT 0,
    total        BIGINT NOT NULL DEFAULT 0,
    sent         BIGINT NOT NULL DEFAULT 0,
    unknown      BIGINT NOT NULL DEFAULT 0,
    blocked      BIGINT NOT NULL DEFAULT 0,
    failed       BIGINT NOT NULL DEFAULT 0,
    skipped      BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX broadcasts_live ON broadcasts (state, id)
 WHERE state IN ('scheduled', 'collecting', 'sending', 'paused');
CREATE INDEX broadcasts_of ON broadcasts (of_id) WHERE of_id IS NOT NULL;

-- What it says, in each language: text in our markup, files as JSON.
CREATE TABLE broadcast_contents (
    broadcast_id BIGINT NOT NULL REFERENCES broadcasts (id),
    locale       TEXT   NOT NULL,
    text         TEXT   NOT NULL,
    files        TEXT   NOT NULL,
    PRIMARY KEY (broadcast_id, locale)
);

-- One row a recipient. `part`: how many of the calls that it takes were made. `messages`: the platform's
-- ids of what arrived, parted by spaces. `due_at`: not to be tried before.
CREATE TABLE broadcast_recipients (
    broadcast_id BIGINT NOT NULL REFERENCES broadcasts (id),
    contact_id   BIGINT NOT NULL REFERENCES contacts (id),
    state        TEXT   NOT NULL,
    part         BIGINT NOT NULL,
    messages     TEXT   NOT NULL,
    reason       TEXT,
    attempts     BIGINT NOT NULL,
    due_at       BIGINT NOT NULL,
    at           BIGINT,
    PRIMARY KEY (broadcast_id, contact_id)
);
CREATE INDEX broadcast_recipients_waiting ON broadcast_recipients (broadcast_id, due_at, contact_id)
 WHERE state = 'waiting';
CREATE INDEX broadcast_recipients_sending ON broadcast_recipients (broadcast_id, contact_id)
 WHERE state = 'sending';
CREATE INDEX broadcast_recipients_missed ON broadcast_recipients (broadcast_id, contact_id)
 WHERE state IN ('unknown', 'blocked', 'failed', 'skipped');
