-- What people may ask of their data: to get it, and to have it erased.

-- Whose personal data was erased, and when. What is left of a contact names nobody: other rows point at
-- it. What is left of a nomination is its code, its place and what became of it.
ALTER TABLE contacts ADD COLUMN erased_at BIGINT;
ALTER TABLE nominations ADD COLUMN erased_at BIGINT;

-- The last file with all that is kept about somebody: there is one a day at most.
CREATE TABLE data_files (
    contact_id BIGINT NOT NULL PRIMARY KEY REFERENCES contacts (id),
    upload_id  BIGINT NOT NULL,
    made_at    BIGINT NOT NULL
);

-- What was done to a person stands in the audit under its subject alone.
CREATE INDEX audit_subject ON audit (subject) WHERE nomination_id IS NULL;
