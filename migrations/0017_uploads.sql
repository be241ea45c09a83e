-- Files that the program makes and sends: their bytes in pieces (base64, so that both databases keep
-- them alike), until they were sent.
CREATE TABLE uploads (
    id         BIGINT NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    size       BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX uploads_created ON uploads (created_at);
CREATE TABLE upload_pieces (
    upload_id BIGINT NOT NULL REFERENCES uploads (id),
    position  BIGINT NOT NULL,
    bytes     TEXT   NOT NULL,
    PRIMARY KEY (upload_id, position)
);
