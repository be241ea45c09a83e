-- The review desk: claims, votes, undoing, exemplars, what is asked of citizens, notes and threads,
-- texts for the public. The same rules hold as before: TEXT and BIGINT, unix milliseconds.

-- An exemplar: the person, collective or household that nominations are about. One is made for each
-- nomination, with its id; merging leaves `merged_into` where nominations went. It is public once
-- `public_at` is set, which needs a consent.
CREATE TABLE exemplars (
    id          BIGINT NOT NULL PRIMARY KEY,
    kind        TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    commune     TEXT   NOT NULL,
    hamlet      TEXT,
    merged_into BIGINT,
    public_at   BIGINT,
    created_at  BIGINT NOT NULL
);

CREATE INDEX exemplars_public ON exemplars (public_at) WHERE public_at IS NOT NULL;

INSERT INTO exemplars (id, kind, name, commune, hamlet, created_at)
SELECT id, nominee_kind, nominee_name, commune, hamlet, submitted_at FROM nominations;

-- `duplicate_of`: the nomination whose deed it is, while it is a duplicate.
ALTER TABLE nominations ADD COLUMN exemplar_id BIGINT;
ALTER TABLE nominations ADD COLUMN duplicate_of BIGINT;
-- Who has taken it up, and until when. The claim is over once its time is, row or no row.
ALTER TABLE nominations ADD COLUMN claimed_by BIGINT;
ALTER TABLE nominations ADD COLUMN claimed_until BIGINT;
-- Votes of earlier rounds do not count: reopening and appeals begin another.
ALTER TABLE nominations ADD COLUMN round BIGINT NOT NULL DEFAULT 1;
-- Who made the decision, and when its author is to be told; NULL once told.
ALTER TABLE nominations ADD COLUMN decided_by BIGINT;
ALTER TABLE nominations ADD COLUMN tell_at BIGINT;
-- A sudden deed that must not wait (thành tích đột xuất).
ALTER TABLE nominations ADD COLUMN urgent BIGINT NOT NULL DEFAULT 0;
-- Since when it is in its state, and by when the state should be over, if somebody is to act.
ALTER TABLE nominations ADD COLUMN state_since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE nominations ADD COLUMN due_at BIGINT;
-- How often its author was asked, and whether the last time nothing came.
ALTER TABLE nominations ADD COLUMN asked BIGINT NOT NULL DEFAULT 0;
ALTER TABLE nominations ADD COLUMN lapsed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE nominations ADD COLUMN appealed_at BIGINT;

UPDATE nominations SET exemplar_id = id, state_since = COALESCE(decided_at, submitted_at);

CREATE INDEX nominations_exemplar ON nominations (exemplar_id);
CREATE INDEX nominations_claimed ON nominations (claimed_by, state) WHERE claimed_by IS NOT NULL;

-- How many votes decide; NULL: as many as is set for all campaigns.
ALTER TABLE campaigns ADD COLUMN approvals BIGINT;
ALTER TABLE campaigns ADD COLUMN refusals BIGINT;

CREATE TABLE votes (
    nomination_id BIGINT NOT NULL REFERENCES nominations (id),
    round         BIGINT NOT NULL,
    voter_id      BIGINT NOT NULL REFERENCES contacts (id),
    approves      BIGINT NOT NULL,
    reason        TEXT,
    at            BIGINT NOT NULL,
    PRIMARY KEY (nomination_id, round, voter_id)
);

-- Reviewers who know the person and take no part.
CREATE TABLE recusals (
    nomination_id BIGINT NOT NULL REFERENCES nominations (id),
    contact_id    BIGINT NOT NULL REFERENCES contacts (id),
    at            BIGINT NOT NULL,
    PRIMARY KEY (nomination_id, contact_id)
);

-- What must happen to a nomination later: the end of a claim, telling a decision, a deadline.
CREATE TABLE desk_timers (
    nomination_id BIGINT NOT NULL REFERENCES nominations (id),
    kind          TEXT   NOT NULL,
    due_at        BIGINT NOT NULL,
    PRIMARY KEY (nomination_id, kind)
);
CREATE INDEX desk_timers_due ON desk_timers (due_at);

-- Private notes among reviewers.
CREATE TABLE notes (
    id            BIGINT NOT NULL PRIMARY KEY,
    nomination_id BIGINT NOT NULL REFERENCES nominations (id),
    author_id     BIGINT NOT NULL REFERENCES contacts (id),
    body          TEXT   NOT NULL,
    at            BIGINT NOT NULL
);
CREATE INDEX notes_nomination ON notes (nomination_id, id);

-- The masked thread with the author: neither side sees the other's account. `from_desk` 0 or 1.
CREATE TABLE thread (
    id            BIGINT NOT NULL PRIMARY KEY,
    nomination_id BIGINT NOT NULL REFERENCES nominations (id),
    from_desk     BIGINT NOT NULL,
    author_id     BIGINT NOT NULL REFERENCES contacts (id),
    body          TEXT   NOT NULL,
    at            BIGINT NOT NULL
);
CREATE INDEX thread_nomination ON thread (nomination_id, id);

-- What its author was asked for: codes parted by spaces, and what the reviewer wrote with them.
CREATE TABLE asks (
    id            BIGINT NOT NULL PRIMARY KEY,
    nomination_id BIGINT NOT NULL REFERENCES nominations (id),
    asked_by      BIGINT NOT NULL REFERENCES contacts (id),
    items         TEXT   NOT NULL,
    note          TEXT,
    asked_at      BIGINT NOT NULL,
    due_at        BIGINT NOT NULL,
    reminded_at   BIGINT,
    answered_at   BIGINT,
    lapsed_at     BIGINT
);
CREATE INDEX asks_nomination ON asks (nomination_id, id);

CREATE TABLE ask_answers (
    ask_id   BIGINT NOT NULL REFERENCES asks (id),
    item     TEXT   NOT NULL,
    body     TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (ask_id, item)
);

-- Text for the public, with our markup. What the citizen wrote stays where it is.
CREATE TABLE publications (
    nomination_id BIGINT NOT NULL PRIMARY KEY REFERENCES nominations (id),
    title         TEXT,
    summary       TEXT,
    story         TEXT,
    edited_by     BIGINT NOT NULL REFERENCES contacts (id),
    edited_at     BIGINT NOT NULL
);
ALTER TABLE evidence ADD COLUMN is_public BIGINT NOT NULL DEFAULT 0;

-- That the exemplar agrees to be shown: who said so, how, and who wrote it down. For a child the
-- guardian's consent is a row of its own.
CREATE TABLE exemplar_consents (
    id           BIGINT NOT NULL PRIMARY KEY,
    exemplar_id  BIGINT NOT NULL REFERENCES exemplars (id),
    given_by     TEXT   NOT NULL,
    is_guardian  BIGINT NOT NULL,
    how          TEXT   NOT NULL,
    recorded_by  BIGINT NOT NULL REFERENCES contacts (id),
    at           BIGINT NOT NULL,
    withdrawn_at BIGINT
);
CREATE INDEX exemplar_consents_of ON exemplar_consents (exemplar_id);
