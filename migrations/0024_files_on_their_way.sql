-- Which file a message brings, so that the last message to bring it is found without reading them all.
ALTER TABLE outbox ADD COLUMN upload_id BIGINT;
UPDATE outbox SET upload_id = (SELECT MIN(u.id) FROM uploads u
    WHERE outbox.payload LIKE '%"upload":{"id":' || CAST(u.id AS TEXT) || ',%')
 WHERE payload LIKE '%"upload":{%';
CREATE INDEX outbox_upload ON outbox (upload_id) WHERE upload_id IS NOT NULL;

-- Whose data a file is made of, if it is all that is kept about somebody: it goes when they are erased,
-- also while it is being written.
ALTER TABLE uploads ADD COLUMN contact_id BIGINT;
UPDATE uploads SET contact_id = (SELECT f.contact_id FROM data_files f WHERE f.upload_id = uploads.id);
CREATE INDEX uploads_contact ON uploads (contact_id) WHERE contact_id IS NOT NULL;
ALTER TABLE data_files DROP COLUMN upload_id;
