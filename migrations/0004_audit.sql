-- The audit as a hash chain: each row's hash covers the row before it (store/chain.rs), so that what
-- was changed, taken out, put in or moved shows. `seq` is a row's place, given when it is sealed.
--
-- What is personal (`actor_name`; `reason` and `detail`) is in the chain by a salted digest, so that
-- it can be removed later, its salt with it, and the chain still proves the rest.
DROP INDEX audit_nomination;
ALTER TABLE audit RENAME TO audit_unchained;
CREATE TABLE audit (
    id            BIGINT NOT NULL PRIMARY KEY,
    seq           BIGINT UNIQUE,
    nomination_id BIGINT REFERENCES nominations (id),
    subject       TEXT   NOT NULL,
    actor_id      BIGINT,
    actor_name    TEXT,
    actor_salt    TEXT,
    actor_digest  TEXT,
    act           TEXT   NOT NULL,
    at            BIGINT NOT NULL,
    from_state    TEXT,
    to_state      TEXT,
    reason        TEXT,
    detail        TEXT,
    words_salt    TEXT,
    words_digest  TEXT,
    hash          TEXT
);
CREATE INDEX audit_nomination ON audit (nomination_id, id);

-- The end of the chain, one row: rows cut off there show too. `unsealed`: how many rows of before
-- the chain the program has still to seal, which it does before anything else.
CREATE TABLE audit_head (
    name     TEXT   NOT NULL PRIMARY KEY,
    seq      BIGINT NOT NULL,
    hash     TEXT   NOT NULL,
    unsealed BIGINT NOT NULL
);

INSERT INTO audit (id, nomination_id, subject, actor_id, actor_name, act, at, from_state, to_state, reason)
SELECT a.id, a.nomination_id, 'nomination:' || CAST(a.nomination_id AS TEXT), a.actor_id,
       (SELECT c.name FROM contacts c WHERE c.id = a.actor_id), 'state', a.at, a.from_state,
       a.to_state, a.reason
  FROM audit_unchained a;
-- The hash is that of the word the chain begins with, "Hoa Đẹp".
INSERT INTO audit_head (name, seq, hash, unsealed)
SELECT 'audit', 0, '401e6acc2a727018393a3b8c8cc5c910e015074448fcbc8fc9e837c5a872eec2', COUNT(*) FROM audit;
DROP TABLE audit_unchained;
