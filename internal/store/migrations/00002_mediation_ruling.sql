-- Mediation and the ruling. Each channel has a table of its own, so that what reads one cannot read another by a
-- forgotten condition (docs/rules.md 2.2).

-- +goose Up
ALTER TABLE dispute ADD COLUMN mediator TEXT NOT NULL DEFAULT '';    -- account
ALTER TABLE dispute ADD COLUMN adjudicator TEXT NOT NULL DEFAULT ''; -- account
ALTER TABLE dispute ADD COLUMN shop_turn TEXT NOT NULL DEFAULT '';   -- turn, task and deadline as the shop sees them
ALTER TABLE dispute ADD COLUMN shop_task TEXT NOT NULL DEFAULT '';
ALTER TABLE dispute ADD COLUMN shop_due BIGINT;
ALTER TABLE dispute ADD COLUMN waits BIGINT NOT NULL DEFAULT 0;      -- 1 while something is asked of a party
ALTER TABLE dispute ADD COLUMN unread BIGINT NOT NULL DEFAULT 0;     -- 1 when a party wrote after the mediator's last act
ALTER TABLE dispute ADD COLUMN room_until BIGINT;                    -- when the private channels are erased
UPDATE dispute SET shop_turn = turn, shop_task = task, shop_due = turn_due;
CREATE INDEX dispute_mediator ON dispute (mediator, turn_due) WHERE mediator <> '';
CREATE INDEX dispute_adjudicator ON dispute (adjudicator, turn_due) WHERE adjudicator <> '';
CREATE INDEX dispute_stage ON dispute (stage, turn_due) WHERE ended IS NULL;
CREATE INDEX dispute_room_until ON dispute (room_until) WHERE room_until IS NOT NULL;
CREATE INDEX dispute_shop ON dispute (member, shop_due);

CREATE TABLE joint_message (
    dispute TEXT NOT NULL,
    id      TEXT NOT NULL,
    author  TEXT NOT NULL, -- role
    account TEXT NOT NULL, -- of staff
    created BIGINT NOT NULL,
    salt    BYTEA NOT NULL,
    body    BYTEA NOT NULL,
    PRIMARY KEY (dispute, id)
) /* keyed */;

CREATE TABLE private_message (
    dispute TEXT NOT NULL,
    side    TEXT NOT NULL, -- whose channel with the mediator
    id      TEXT NOT NULL,
    author  TEXT NOT NULL,
    account TEXT NOT NULL,
    created BIGINT NOT NULL,
    salt    BYTEA NOT NULL,
    body    BYTEA NOT NULL,
    PRIMARY KEY (dispute, side, id)
) /* keyed */;

CREATE TABLE staff_note (
    dispute TEXT NOT NULL,
    id      TEXT NOT NULL,
    account TEXT NOT NULL,
    created BIGINT NOT NULL,
    salt    BYTEA NOT NULL,
    body    BYTEA NOT NULL,
    PRIMARY KEY (dispute, id)
) /* keyed */;

-- What the mediator writes to both: advice, proposals, facts, conclusions; and reasons given to the mediator alone.
CREATE TABLE mediation_text (
    dispute TEXT NOT NULL,
    id      TEXT NOT NULL,
    kind    TEXT NOT NULL, -- advice, proposal, facts, conclusion, extension, pause; reason, signal: staff only
    author  TEXT NOT NULL,
    created BIGINT NOT NULL,
    salt    BYTEA NOT NULL,
    body    BYTEA NOT NULL,
    PRIMARY KEY (dispute, id)
) /* keyed */;

CREATE TABLE payment (
    dispute  TEXT NOT NULL,
    id       TEXT NOT NULL,
    provider TEXT NOT NULL, -- the provider's id, '' until it is known
    checkout TEXT NOT NULL, -- where to pay
    status   TEXT NOT NULL, -- as the dispute knows it
    cents    BIGINT NOT NULL,
    receipt  TEXT NOT NULL,
    created  BIGINT NOT NULL,
    checked  BIGINT NOT NULL, -- last time that the provider was asked
    problem  TEXT NOT NULL,   -- why the provider could not be asked, for staff
    PRIMARY KEY (dispute, id)
) /* keyed */;
CREATE UNIQUE INDEX payment_provider ON payment (provider) WHERE provider <> '';
CREATE INDEX payment_open ON payment (checked) WHERE status = 'open';

CREATE TABLE refund (
    dispute  TEXT NOT NULL,
    id       TEXT NOT NULL,
    payment  TEXT NOT NULL,
    provider TEXT NOT NULL,
    status   TEXT NOT NULL, -- due, sent, done, failed
    attempt  BIGINT NOT NULL,
    cents    BIGINT NOT NULL,
    why      TEXT NOT NULL,
    created  BIGINT NOT NULL,
    checked  BIGINT NOT NULL,
    problem  TEXT NOT NULL,
    PRIMARY KEY (dispute, id)
) /* keyed */;
CREATE INDEX refund_open ON refund (checked) WHERE status IN ('due', 'sent');

CREATE TABLE conflict (
    account TEXT NOT NULL,
    member  TEXT NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (account, member)
) /* keyed */;

-- What the quality manager judges.
CREATE TABLE signal (
    id      TEXT PRIMARY KEY,
    member  TEXT NOT NULL,
    dispute TEXT NOT NULL,
    kind    TEXT NOT NULL,
    at      BIGINT NOT NULL,
    account TEXT NOT NULL,
    text    TEXT NOT NULL -- of mediation_text
);
CREATE INDEX signal_member ON signal (member, at);
CREATE INDEX signal_at ON signal (at);

CREATE TABLE ruling_draft (
    dispute     TEXT NOT NULL,
    adjudicator TEXT NOT NULL,
    body        BYTEA NOT NULL, -- JSON
    changed     BIGINT NOT NULL,
    PRIMARY KEY (dispute, adjudicator)
) /* keyed */;

CREATE TABLE publication (
    number    TEXT PRIMARY KEY,
    dispute   TEXT NOT NULL,
    member    TEXT NOT NULL,
    shop      TEXT NOT NULL,
    category  TEXT NOT NULL,
    outcome   TEXT NOT NULL,
    ruled     BIGINT NOT NULL,
    published BIGINT NOT NULL,
    search    TEXT NOT NULL,
    body      BYTEA NOT NULL -- JSON: the anonymised parts
);
CREATE INDEX publication_ruled ON publication (ruled);
CREATE INDEX publication_member ON publication (member, ruled);

CREATE TABLE saved_reply (
    id      TEXT PRIMARY KEY,
    title   TEXT NOT NULL,
    body_nl TEXT NOT NULL,
    body_en TEXT NOT NULL,
    changed BIGINT NOT NULL
);

-- Who of staff is writing where, so that two do not write at once; a row says nothing after some minutes.
CREATE TABLE writing (
    dispute TEXT NOT NULL,
    account TEXT NOT NULL,
    name    TEXT NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (dispute, account)
) /* keyed */;

-- +goose Down
DROP TABLE writing;
DROP TABLE saved_reply;
DROP TABLE publication;
DROP TABLE ruling_draft;
DROP TABLE signal;
DROP TABLE conflict;
DROP TABLE refund;
DROP TABLE payment;
DROP TABLE mediation_text;
DROP TABLE staff_note;
DROP TABLE private_message;
DROP TABLE joint_message;
DROP INDEX dispute_shop;
DROP INDEX dispute_room_until;
DROP INDEX dispute_stage;
DROP INDEX dispute_adjudicator;
DROP INDEX dispute_mediator;
ALTER TABLE dispute DROP COLUMN room_until;
ALTER TABLE dispute DROP COLUMN unread;
ALTER TABLE dispute DROP COLUMN waits;
ALTER TABLE dispute DROP COLUMN shop_due;
ALTER TABLE dispute DROP COLUMN shop_task;
ALTER TABLE dispute DROP COLUMN shop_turn;
ALTER TABLE dispute DROP COLUMN adjudicator;
ALTER TABLE dispute DROP COLUMN mediator;
