-- +goose Up
-- What a member of staff asks of the queue often, under a name of their own.
CREATE TABLE saved_view (
    account TEXT NOT NULL,
    id      TEXT NOT NULL,
    name    TEXT NOT NULL,
    query   TEXT NOT NULL, -- list and filters, as in the address of the page
    created BIGINT NOT NULL,
    PRIMARY KEY (account, id)
) /* keyed */;

-- Who of staff has switched keys on; off for all others.
CREATE TABLE desk_keys (
    account TEXT PRIMARY KEY,
    since   BIGINT NOT NULL
);

-- Files sent with a message of mediation. They are no evidence: they lie in no file of a ruling. Those of a private
-- channel are erased with it, and the salt of their hash too (docs/rules.md 2.2, 5.2).
CREATE TABLE room_file (
    dispute    TEXT NOT NULL,
    channel    TEXT NOT NULL, -- joint, or the side whose channel with the mediator it is: consumer, shop
    id         TEXT NOT NULL,
    author     TEXT NOT NULL, -- role
    account    TEXT NOT NULL, -- of staff
    number     BIGINT NOT NULL,
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size       BIGINT NOT NULL,
    sha256     BYTEA NOT NULL,
    salt       BYTEA NOT NULL,
    file       TEXT NOT NULL, -- in the file store
    created    BIGINT NOT NULL,
    PRIMARY KEY (dispute, channel, id)
) /* keyed */;

-- +goose Down
DROP TABLE room_file;
DROP TABLE desk_keys;
DROP TABLE saved_view;
