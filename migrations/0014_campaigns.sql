-- Campaigns that admins run from the chat. The same rules hold as before.

-- Grows with each change; buttons name the one they were drawn for.
ALTER TABLE campaigns ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
-- A draft is seen by admins alone, whatever its dates; `opens_at` is 0 while none was planned.
ALTER TABLE campaigns ADD COLUMN draft BIGINT NOT NULL DEFAULT 0;
-- Whether admins are still to be told that it opened, or closed, by itself.
ALTER TABLE campaigns ADD COLUMN tells_opening BIGINT NOT NULL DEFAULT 0;
ALTER TABLE campaigns ADD COLUMN tells_closing BIGINT NOT NULL DEFAULT 0;
-- The plan it rests on: its number and date.
ALTER TABLE campaigns ADD COLUMN basis TEXT;
-- What citizens read; slogan, opening and closing with our markup. `_en`: in English, where written.
ALTER TABLE campaigns ADD COLUMN slogan TEXT;
ALTER TABLE campaigns ADD COLUMN opening TEXT;
ALTER TABLE campaigns ADD COLUMN closing TEXT;
ALTER TABLE campaigns ADD COLUMN title_en TEXT;
ALTER TABLE campaigns ADD COLUMN slogan_en TEXT;
ALTER TABLE campaigns ADD COLUMN opening_en TEXT;
ALTER TABLE campaigns ADD COLUMN closing_en TEXT;
-- Codes of the fields on offer, parted by spaces; NULL: all.
ALTER TABLE campaigns ADD COLUMN fields TEXT;
-- What each commune should nominate in each month or quarter.
ALTER TABLE campaigns ADD COLUMN target BIGINT;
ALTER TABLE campaigns ADD COLUMN target_every TEXT;

CREATE INDEX nominations_campaign ON nominations (campaign_id);

-- Every prefix that codes ever had: nominations keep theirs when a campaign's changes.
CREATE TABLE code_prefixes (
    prefix TEXT NOT NULL PRIMARY KEY
);
INSERT INTO code_prefixes (prefix) SELECT DISTINCT UPPER(prefix) FROM campaigns;
