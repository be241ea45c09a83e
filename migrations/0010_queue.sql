-- The queue: found by filter in the order in which it is shown, and by words; its times; who took part
-- before an appeal; which mornings somebody was told what waits.

-- Nothing asks for the oldest of one state any more, and it would tempt the planners.
DROP INDEX nominations_queue;

-- What waits, in order: for the whole province, for a commune, for a field. The columns behind the
-- order let counts be made without looking at the rows.
CREATE INDEX nominations_waiting
    ON nominations (urgent DESC, submitted_at, id, field, claimed_until)
 WHERE state IN ('submitted', 'received', 'verifying', 'pending');
CREATE INDEX nominations_waiting_commune
    ON nominations (commune, urgent DESC, submitted_at, id, field, claimed_until, due_at)
 WHERE state IN ('submitted', 'received', 'verifying', 'pending');
CREATE INDEX nominations_waiting_field
    ON nominations (field, urgent DESC, submitted_at, id, claimed_until, due_at)
 WHERE state IN ('submitted', 'received', 'verifying', 'pending');
CREATE INDEX nominations_overdue
    ON nominations (urgent DESC, due_at, id, commune, field)
 WHERE state IN ('submitted', 'received', 'verifying', 'pending');
-- From when on the time for the state is nearly over; none once it is over, or where nobody owes anything.
ALTER TABLE nominations ADD COLUMN mark_at BIGINT;
CREATE INDEX nominations_soon
    ON nominations (urgent DESC, mark_at, id, due_at, commune, field)
 WHERE state IN ('submitted', 'received', 'verifying', 'pending');
CREATE INDEX nominations_answered
    ON nominations (urgent DESC, submitted_at, id, commune, field)
 WHERE state = 'received' AND asked > 0 AND lapsed = 0;
CREATE INDEX nominations_asked
    ON nominations (urgent DESC, submitted_at, id, commune, field) WHERE state = 'asked';

-- Those of before there were limits. Five working days from any day of the week are over after seven
-- days, as a whole week has five of them. Where a time is over already (as far as the newest one
-- tells what time it is) there is no timer: all of those would fire at once and draw every card again.
-- The queue shows them as they are, and a card once it is drawn.
UPDATE nominations SET due_at = submitted_at + 604800000
 WHERE due_at IS NULL AND state IN ('submitted', 'received', 'verifying', 'pending');
UPDATE nominations SET mark_at = due_at - 172800000
 WHERE due_at > (SELECT MAX(submitted_at) FROM nominations)
   AND state IN ('submitted', 'received', 'verifying', 'pending');
INSERT INTO desk_timers (nomination_id, kind, due_at)
SELECT id, 'mark', due_at - 172800000 FROM nominations
 WHERE due_at - 172800000 > (SELECT MAX(submitted_at) FROM nominations)
   AND state IN ('submitted', 'received', 'verifying', 'pending');
INSERT INTO desk_timers (nomination_id, kind, due_at)
SELECT id, 'overdue', due_at FROM nominations
 WHERE due_at > (SELECT MAX(submitted_at) FROM nominations)
   AND state IN ('submitted', 'received', 'verifying', 'pending');

-- Each word of a nominee's name, in lower case as it is written and folded. Folding is the program's:
-- it fills this in for nominations whose `searchable` is 0, those of before this table.
CREATE TABLE search_words (
    word          TEXT   NOT NULL,
    nomination_id BIGINT NOT NULL,
    PRIMARY KEY (word, nomination_id)
);
ALTER TABLE nominations ADD COLUMN searchable BIGINT NOT NULL DEFAULT 0;
CREATE INDEX nominations_unsearchable ON nominations (id) WHERE searchable = 0;
CREATE INDEX nominations_nominee_phone ON nominations (nominee_phone)
 WHERE nominee_phone IS NOT NULL;
CREATE INDEX nominations_nominator_phone ON nominations (nominator_phone)
 WHERE nominator_phone IS NOT NULL;

-- Who has held a nomination, moved it, or voted on it, first at `at`: they take no part in an appeal.
CREATE TABLE parts (
    nomination_id BIGINT NOT NULL REFERENCES nominations (id),
    contact_id    BIGINT NOT NULL REFERENCES contacts (id),
    at            BIGINT NOT NULL,
    PRIMARY KEY (nomination_id, contact_id)
);
INSERT INTO parts (nomination_id, contact_id, at)
SELECT a.nomination_id, a.actor_id, MIN(a.at)
  FROM audit a JOIN nominations n ON n.id = a.nomination_id
 WHERE a.actor_id <> n.nominator_id AND a.actor_id IN (SELECT id FROM contacts)
 GROUP BY a.nomination_id, a.actor_id;

-- That a nomination's author asked for another look at its refusal, once. `admins_only`: nobody else
-- was left who had taken no part.
CREATE TABLE appeals (
    nomination_id BIGINT NOT NULL PRIMARY KEY REFERENCES nominations (id),
    body          TEXT   NOT NULL,
    at            BIGINT NOT NULL,
    admins_only   BIGINT NOT NULL
);

-- That somebody was told in the morning of a day, such as `2026-12-01`, what waits, or had nothing.
CREATE TABLE digests (
    contact_id BIGINT NOT NULL REFERENCES contacts (id),
    day        TEXT   NOT NULL,
    PRIMARY KEY (contact_id, day)
);
