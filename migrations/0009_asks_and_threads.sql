-- How many files an answer came with; its words are in `body`.
ALTER TABLE ask_answers ADD COLUMN files BIGINT NOT NULL DEFAULT 0;
