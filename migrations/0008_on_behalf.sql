-- A nomination that a reviewer entered for somebody without the app: who entered it (the nominator),
-- who told it, their phone, and how they agreed. All empty for one that was sent by its own author.
ALTER TABLE nominations ADD COLUMN entered_by BIGINT;
ALTER TABLE nominations ADD COLUMN told_by TEXT;
ALTER TABLE nominations ADD COLUMN told_phone TEXT;
ALTER TABLE nominations ADD COLUMN consent_how TEXT;
