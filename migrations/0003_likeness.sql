-- Who may be the same: keys by which alike nominations are found, hashes of their photos, and what
-- people said about pairs.

-- What a nomination can be found by: hashes of, say, a name and a commune together. `exemplar_id` is
-- the one the nomination belongs to now; it is part of the primary key so that a look-up reads nothing
-- but the key's index.
CREATE TABLE likeness_keys (
    key           BIGINT NOT NULL,
    nomination_id BIGINT NOT NULL,
    exemplar_id   BIGINT NOT NULL,
    PRIMARY KEY (key, nomination_id, exemplar_id)
);
CREATE INDEX likeness_keys_nomination ON likeness_keys (nomination_id);
CREATE INDEX likeness_keys_exemplar ON likeness_keys (exemplar_id);

-- Photos, each with a hash of how it looks once it was fetched. `due_at`: when to fetch it, or to try
-- again; NULL once that is done or given up. A hash is found by four bands of it.
CREATE TABLE photo_hashes (
    nomination_id BIGINT NOT NULL,
    position      BIGINT NOT NULL,
    hash          BIGINT,
    band_a        BIGINT,
    band_b        BIGINT,
    band_c        BIGINT,
    band_d        BIGINT,
    due_at        BIGINT,
    tried_at      BIGINT,
    tries         BIGINT NOT NULL,
    PRIMARY KEY (nomination_id, position)
);
CREATE INDEX photo_hashes_due ON photo_hashes (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX photo_hashes_a ON photo_hashes (band_a) WHERE band_a IS NOT NULL;
CREATE INDEX photo_hashes_b ON photo_hashes (band_b) WHERE band_b IS NOT NULL;
CREATE INDEX photo_hashes_c ON photo_hashes (band_c) WHERE band_c IS NOT NULL;
CREATE INDEX photo_hashes_d ON photo_hashes (band_d) WHERE band_d IS NOT NULL;
INSERT INTO photo_hashes (nomination_id, position, due_at, tries)
    SELECT e.nomination_id, e.position, 0, 0
      FROM evidence e JOIN nominations n ON n.id = e.nomination_id
     WHERE e.kind = 'photo' AND n.state <> 'withdrawn';

-- Pairs of exemplars that a reviewer said are not the same; the smaller id is `one`.
CREATE TABLE not_same (
    one    BIGINT NOT NULL,
    other  BIGINT NOT NULL,
    by_id  BIGINT NOT NULL,
    at     BIGINT NOT NULL,
    PRIMARY KEY (one, other)
);
CREATE INDEX not_same_other ON not_same (other);
