-- +goose Up
-- The doors for other programs (docs/api.md). Instants in Unix ms.
CREATE TABLE api_token (
    id        TEXT PRIMARY KEY,
    name      TEXT NOT NULL,
    hash      BYTEA NOT NULL, -- SHA-256 of its secret
    scopes    TEXT NOT NULL,  -- separated by spaces
    member    TEXT NOT NULL,  -- whose it is; '' for the trustmark
    created   BIGINT NOT NULL,
    last_used BIGINT,
    revoked   BIGINT
);

-- Its secret is derived from the id with the key of the house, so it is not here.
CREATE TABLE webhook (
    id       TEXT PRIMARY KEY,
    url      TEXT NOT NULL,
    events   TEXT NOT NULL, -- separated by spaces
    member   TEXT NOT NULL, -- whose it is; '' for the trustmark
    token    TEXT NOT NULL, -- that made it: revoking it ends this too
    created  BIGINT NOT NULL,
    disabled BIGINT,
    reason   TEXT NOT NULL  -- failed, gone, revoked
);
CREATE INDEX webhook_member ON webhook (member, created);
CREATE INDEX webhook_token ON webhook (token);
CREATE INDEX webhook_disabled ON webhook (reason) WHERE disabled IS NOT NULL;

-- The outbox of webhooks.
CREATE TABLE delivery (
    id       TEXT PRIMARY KEY, -- the webhook-id: the same at each try
    n        BIGINT NOT NULL,  -- order in which they are sent
    webhook  TEXT NOT NULL,
    type     TEXT NOT NULL,
    payload  BYTEA NOT NULL,
    created  BIGINT NOT NULL,
    next_try BIGINT NOT NULL,
    tries    BIGINT NOT NULL,
    status   TEXT NOT NULL, -- waiting, delivered, failed, dropped
    error    TEXT NOT NULL,
    done     BIGINT
) /* keyed */;
CREATE INDEX delivery_waiting ON delivery (next_try) WHERE status = 'waiting';
CREATE UNIQUE INDEX delivery_n ON delivery (n);
CREATE INDEX delivery_webhook ON delivery (webhook, n);
CREATE INDEX delivery_done ON delivery (done) WHERE done IS NOT NULL;

-- How each dispute stands for other programs: one row for the trustmark, one for its member from when the shop was told.
-- What changes nothing that an audience can see changes nothing in its row. No two rows have the same changed.
CREATE TABLE feed (
    dispute   TEXT NOT NULL,
    audience  TEXT NOT NULL, -- trustmark, member
    member    TEXT NOT NULL,
    reference TEXT NOT NULL,
    category  TEXT NOT NULL,
    stage     TEXT NOT NULL,
    turn      TEXT NOT NULL,
    task      TEXT NOT NULL,
    due       BIGINT,
    outcome   TEXT NOT NULL,
    opened    BIGINT NOT NULL,
    ended     BIGINT,
    order_number TEXT NOT NULL, -- for the member; '' for the trustmark
    changed   BIGINT NOT NULL,
    PRIMARY KEY (dispute, audience)
) /* keyed */;
CREATE UNIQUE INDEX feed_reference ON feed (reference, audience);
CREATE UNIQUE INDEX feed_changed ON feed (changed);
CREATE INDEX feed_audience ON feed (audience, changed);
CREATE INDEX feed_member ON feed (member, audience, changed);

-- Members that changed and whose webhooks were not asked for yet.
CREATE TABLE member_change (
    member TEXT PRIMARY KEY,
    at     BIGINT NOT NULL
);

-- +goose Down
DROP TABLE member_change;
DROP TABLE feed;
DROP TABLE delivery;
DROP TABLE webhook;
DROP TABLE api_token;
