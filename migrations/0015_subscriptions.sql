-- Who wants news. A row stands once somebody was asked, or took it up unasked: no answer, no
-- subscription. `version` is that of the question they said yes to.
CREATE TABLE subscriptions (
    contact_id   BIGINT NOT NULL PRIMARY KEY REFERENCES contacts (id),
    asked_at     BIGINT NOT NULL,
    version      BIGINT,
    granted_at   BIGINT,
    withdrawn_at BIGINT
);
