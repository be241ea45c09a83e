-- One row: drawn anew with each change of settings, catalog or campaigns, in the same transaction. Who
-- finds the mark of what they read before need not read it again.
CREATE TABLE rules (
    mark BIGINT NOT NULL
);
INSERT INTO rules (mark) VALUES (0);
