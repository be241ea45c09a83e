-- What [Next] gave to a reviewer: for a few minutes it is given to nobody else. It is no claim, so it
-- stops nobody from opening it in another way or deciding on it.
CREATE TABLE next_holds (
    nomination_id BIGINT NOT NULL PRIMARY KEY REFERENCES nominations (id),
    contact_id    BIGINT NOT NULL REFERENCES contacts (id),
    held_until    BIGINT NOT NULL
);
CREATE INDEX next_holds_contact ON next_holds (contact_id);
