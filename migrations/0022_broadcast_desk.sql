-- Messages to many as those who write and watch them see them.

-- The platform's id of the message that gave the words: an edit of it changes them.
ALTER TABLE broadcast_contents ADD COLUMN source TEXT;

-- How many it was for when that was last counted for those who write it.
ALTER TABLE broadcasts ADD COLUMN reach BIGINT NOT NULL DEFAULT 0;

-- The version at which those who watch were told why it rests.
ALTER TABLE broadcasts ADD COLUMN told_version BIGINT NOT NULL DEFAULT 0;

-- When those who watch were told how it ended.
ALTER TABLE broadcasts ADD COLUMN reported_at BIGINT;
CREATE INDEX broadcasts_unreported ON broadcasts (id)
 WHERE reported_at IS NULL AND state IN ('done', 'stopped');

-- Who has its control in their chat, which is drawn again while it changes, and who of them wants the
-- list of who did not get it.
CREATE TABLE broadcast_watchers (
    broadcast_id BIGINT NOT NULL REFERENCES broadcasts (id),
    contact_id   BIGINT NOT NULL REFERENCES contacts (id),
    wants_list   BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (broadcast_id, contact_id)
);
CREATE INDEX broadcast_watchers_wanting ON broadcast_watchers (broadcast_id, contact_id)
 WHERE wants_list = 1;
