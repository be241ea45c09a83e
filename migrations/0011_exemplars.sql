-- One deed of an exemplar was commended elsewhere, in this form and by this decision. A deed has one
-- mark at most: it is that of the nomination whose duplicates the others are.
CREATE TABLE commendations (
    nomination_id BIGINT NOT NULL PRIMARY KEY REFERENCES nominations (id),
    form          TEXT   NOT NULL,
    number        TEXT   NOT NULL,
    decided_on    TEXT   NOT NULL,
    marked_by     BIGINT NOT NULL REFERENCES contacts (id),
    marked_at     BIGINT NOT NULL
);

-- Whether its author said, before sending it, that it is about an exemplar that the public knew.
ALTER TABLE nominations ADD COLUMN adds_to_public BIGINT NOT NULL DEFAULT 0;
-- What goes with a nomination as its duplicate.
CREATE INDEX nominations_duplicate_of ON nominations (duplicate_of) WHERE duplicate_of IS NOT NULL;
