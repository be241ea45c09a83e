-- Who sees what: what a reviewer decides on, groups that get cards, and the topics in them.

-- No row of a kind: the reviewer is not limited in that kind.
CREATE TABLE member_communes (
    contact_id BIGINT NOT NULL REFERENCES contacts (id),
    commune    TEXT   NOT NULL,
    PRIMARY KEY (contact_id, commune)
);

CREATE TABLE member_fields (
    contact_id BIGINT NOT NULL REFERENCES contacts (id),
    field      TEXT   NOT NULL,
    PRIMARY KEY (contact_id, field)
);

-- What an invited reviewer will decide on; NULL: all.
ALTER TABLE invites ADD COLUMN scope TEXT;

-- Groups that get the cards of a commune, or (NULL) of the whole province. `bound_by` is NULL for the
-- one that is configured. `topics_refused_at`: since when the bot is known not to be let make topics.
CREATE TABLE groups (
    channel  TEXT   NOT NULL,
    address  TEXT   NOT NULL,
    commune  TEXT,
    is_forum BIGINT NOT NULL,
    bound_by BIGINT,
    bound_at BIGINT NOT NULL,
    topics_refused_at BIGINT,
    PRIMARY KEY (channel, address)
);

-- The topic of a group in which the cards of a commune stand. Kept while the group is not bound, to be
-- found again.
CREATE TABLE topics (
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    commune TEXT NOT NULL,
    thread  TEXT NOT NULL,
    PRIMARY KEY (channel, address, commune)
);
