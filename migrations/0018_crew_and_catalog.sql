-- The team and what admins set from the chat.

-- An invitation has an id, by which it is taken back, and a time at which it was.
ALTER TABLE invites ADD COLUMN id BIGINT;
ALTER TABLE invites ADD COLUMN revoked_at BIGINT;
UPDATE invites SET id = (SELECT COUNT(*) FROM invites other WHERE other.code_hash <= invites.code_hash);
CREATE UNIQUE INDEX invites_id ON invites (id);

-- What a member did lately, and what was set lately.
CREATE INDEX audit_actor ON audit (actor_id, id) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_settings ON audit (id) WHERE act = 'setting';

-- Fields and reasons of refusal that an admin changed or added, over those that come with the program
-- (data/). A row is never deleted: nominations name its code. NULL: as it comes with the program.
CREATE TABLE catalog (
    kind     TEXT   NOT NULL,
    code     TEXT   NOT NULL,
    vi       TEXT,
    en       TEXT,
    vi_long  TEXT,
    en_long  TEXT,
    hidden   BIGINT,
    place    BIGINT,
    version  BIGINT NOT NULL,
    PRIMARY KEY (kind, code)
);
