-- Figures of the review desk that were set to something else than their default. What there is to
-- set, and within which bounds, stands in the program (domain/policy.rs).
CREATE TABLE settings (
    name       TEXT   NOT NULL PRIMARY KEY,
    value      TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by BIGINT
);
