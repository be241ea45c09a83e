-- On which nomination a consent was written down: parting nominations parts what was said about each.
-- NULL of those from before; nobody knows whose they are once their exemplar is parted.
ALTER TABLE exemplar_consents ADD COLUMN nomination_id BIGINT REFERENCES nominations (id);
