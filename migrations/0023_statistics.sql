-- What is counted. The columns behind the moment let counts be made without looking at the rows.
CREATE INDEX nominations_sent
    ON nominations (submitted_at, commune, field, state, campaign_id);
CREATE INDEX nominations_decided
    ON nominations (decided_at, submitted_at, decided_by, commune, field, state)
 WHERE decided_at IS NOT NULL;
CREATE INDEX contacts_blocked ON contacts (blocked_at) WHERE blocked_at IS NOT NULL;
CREATE INDEX subscriptions_live ON subscriptions (contact_id)
 WHERE granted_at IS NOT NULL AND withdrawn_at IS NULL;
