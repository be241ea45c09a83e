-- Messages to many as those who write and watch them see them.

-- The platform's id of the message that gave the words: an edit of it changes them.
ALTER TABLE broadcast_contents ADD COLUMN source TEXT;

-- When those who watch were told how it ended.
ALTER TABLE broadcasts ADD COLUMN reported_at BIGINT;
CREATE INDEX broadcasts_unreported ON broadcasts (id)
 WHERE reported_at IS NULL AND state IN ('done', 'stopped');

-- Who has its control in their chat, which is drawn again while it changes.
CREATE TABLE broadcast_watchers (
    broadcast_id BIGINT NOT NULL REFERENCES broadcasts (id),
    contact_id   BIGINT NOT NULL REFERENCES contacts (id),
    PRIMARY KEY (broadcast_id, contact_id)
);
