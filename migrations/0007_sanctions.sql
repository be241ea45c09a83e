-- Who may not write for a while, or at all. One a person at a time: `lifted_at` closes a row, by an
-- admin's hand or, with nobody in `lifted_by`, because its time was over. `until` NULL: until lifted.
-- `answered_at`: when a banned person was given the one answer that a ban leaves them.
CREATE TABLE sanctions (
    id          BIGINT NOT NULL PRIMARY KEY,
    contact_id  BIGINT NOT NULL REFERENCES contacts (id),
    kind        TEXT   NOT NULL,
    reason      TEXT   NOT NULL,
    by_id       BIGINT NOT NULL REFERENCES contacts (id),
    at          BIGINT NOT NULL,
    until       BIGINT,
    answered_at BIGINT,
    lifted_at   BIGINT,
    lifted_by   BIGINT
);
CREATE UNIQUE INDEX sanctions_open ON sanctions (contact_id) WHERE lifted_at IS NULL;
CREATE INDEX sanctions_of ON sanctions (contact_id, id);
