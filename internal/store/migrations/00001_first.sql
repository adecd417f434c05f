-- Integers are BIGINT: instants in Unix milliseconds UTC, money in cents, booleans 0 or 1.
-- Every row that belongs to a dispute leads its key with the dispute's id.
-- On SQLite a table marked "keyed" is stored in its primary key (WITHOUT ROWID); migrate.go puts the words there.

-- +goose Up
CREATE TABLE member (
    id              TEXT PRIMARY KEY, -- the trustmark's own number
    slug            TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL,
    domains         TEXT NOT NULL,    -- comma-separated, in order
    emails          TEXT NOT NULL,    -- comma-separated, in order of notice
    phone           TEXT NOT NULL,
    address         TEXT NOT NULL,
    kvk             TEXT NOT NULL,
    sector          TEXT NOT NULL,
    since           TEXT NOT NULL,    -- YYYY-MM-DD
    until           TEXT,             -- YYYY-MM-DD, last day
    status          TEXT NOT NULL,    -- active, suspended, expelled
    status_since    BIGINT NOT NULL,
    orders_per_year BIGINT,
    orders_source   TEXT NOT NULL,
    search          TEXT NOT NULL,    -- Fold of name and domains
    updated         BIGINT NOT NULL
);

CREATE TABLE dispute (
    id            TEXT PRIMARY KEY,
    reference     TEXT NOT NULL UNIQUE,
    member        TEXT NOT NULL,
    rules         TEXT NOT NULL,   -- version of the rules agreed to
    version       BIGINT NOT NULL, -- number of its events
    stage         TEXT NOT NULL,
    turn          TEXT NOT NULL,
    task          TEXT NOT NULL,   -- the task whose turn it is
    work          TEXT NOT NULL,   -- kind of work for staff, or ''
    outcome       TEXT NOT NULL,
    category      TEXT NOT NULL,
    amount        BIGINT NOT NULL,
    order_number  TEXT NOT NULL,
    consumer_name TEXT NOT NULL,
    told          BIGINT NOT NULL, -- 1 when the shop has been told
    answered      BIGINT NOT NULL, -- 1 when the shop has answered
    next_due      BIGINT,          -- earliest instant at which time changes it
    turn_due      BIGINT,          -- deadline of whose turn it is
    opened        BIGINT NOT NULL,
    changed       BIGINT NOT NULL,
    ended         BIGINT,
    owner         TEXT NOT NULL
) /* keyed */;
CREATE INDEX dispute_next_due ON dispute (next_due) WHERE next_due IS NOT NULL;
CREATE INDEX dispute_member ON dispute (member, turn_due);
CREATE INDEX dispute_work ON dispute (work, turn_due) WHERE work <> '';
CREATE INDEX dispute_changed ON dispute (changed);

CREATE TABLE party (
    dispute TEXT NOT NULL,
    role    TEXT NOT NULL,
    name    TEXT NOT NULL,
    email   TEXT NOT NULL,
    phone   TEXT NOT NULL,
    lang    TEXT NOT NULL,
    extra   TEXT NOT NULL,
    salt    BYTEA,
    PRIMARY KEY (dispute, role)
) /* keyed */;
CREATE INDEX party_email ON party (email) WHERE role = 'consumer';

CREATE TABLE event (
    dispute    TEXT NOT NULL,
    seq        BIGINT NOT NULL,
    due        BIGINT NOT NULL,
    recorded   BIGINT NOT NULL,
    actor_role TEXT NOT NULL,
    actor      TEXT NOT NULL,
    rule       TEXT NOT NULL,
    type       TEXT NOT NULL,
    payload    BYTEA NOT NULL,
    leaf       BIGINT NOT NULL,
    PRIMARY KEY (dispute, seq)
) /* keyed */;
CREATE UNIQUE INDEX event_leaf ON event (leaf);

CREATE TABLE content (
    dispute TEXT NOT NULL,
    id      TEXT NOT NULL,
    kind    TEXT NOT NULL,
    author  TEXT NOT NULL,
    created BIGINT NOT NULL,
    salt    BYTEA NOT NULL,
    body    BYTEA NOT NULL,
    PRIMARY KEY (dispute, id)
) /* keyed */;

CREATE TABLE document (
    dispute    TEXT NOT NULL, -- the draft's id while it is a draft
    id         TEXT NOT NULL,
    party      TEXT NOT NULL,
    step       TEXT NOT NULL,
    number     BIGINT NOT NULL,
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size       BIGINT NOT NULL,
    sha256     BYTEA NOT NULL,
    file       TEXT NOT NULL,
    created    BIGINT NOT NULL,
    PRIMARY KEY (dispute, id)
) /* keyed */;

CREATE TABLE letter (
    dispute       TEXT NOT NULL,
    id            TEXT NOT NULL,
    created       BIGINT NOT NULL,
    seq           BIGINT NOT NULL, -- order within the dispute
    slug          TEXT NOT NULL,
    party         TEXT NOT NULL,
    address       TEXT NOT NULL,
    position      BIGINT NOT NULL, -- which of the shop's addresses, from 0
    lang          TEXT NOT NULL,
    data          BYTEA NOT NULL,  -- JSON
    task          TEXT NOT NULL,   -- '' or the task that it begins
    state         TEXT NOT NULL,   -- waiting, claimed, deferred: open; accepted, bounced, parked, cancelled: not
    head          BIGINT NOT NULL, -- 1 when no earlier letter to the same address is open
    attempts      BIGINT NOT NULL,
    unknown       BIGINT NOT NULL, -- times that a claim ended without an answer
    not_before    BIGINT NOT NULL, -- when to look at it: to send it, or when claimed to claim it again
    claimed_until BIGINT NOT NULL,
    message_id    TEXT NOT NULL UNIQUE,
    accepted_at   BIGINT,
    error         TEXT NOT NULL,
    PRIMARY KEY (dispute, id)
) /* keyed */;
CREATE UNIQUE INDEX letter_id ON letter (id);
CREATE INDEX letter_line ON letter (address, created, seq) WHERE state IN ('waiting', 'claimed', 'deferred');
CREATE INDEX letter_ready ON letter (not_before) WHERE head = 1 AND state IN ('waiting', 'claimed', 'deferred');
CREATE INDEX letter_stuck ON letter (state, created) WHERE state IN ('parked', 'deferred');

CREATE TABLE link (
    hash    BYTEA PRIMARY KEY, -- SHA-256 of the token
    dispute TEXT NOT NULL,
    party   TEXT NOT NULL,
    letter  TEXT NOT NULL,
    purpose TEXT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL
) /* keyed */;
CREATE INDEX link_expires ON link (expires);

CREATE TABLE draft (
    id            TEXT PRIMARY KEY,
    member        TEXT NOT NULL,
    answers       BYTEA NOT NULL,
    lang          TEXT NOT NULL,
    email         TEXT NOT NULL,
    created       BIGINT NOT NULL,
    changed       BIGINT NOT NULL,
    stage         TEXT NOT NULL,
    told_reminder BIGINT
);
CREATE INDEX draft_changed ON draft (changed);
CREATE INDEX draft_reminder ON draft (told_reminder) WHERE told_reminder IS NOT NULL;

CREATE TABLE code (
    id      TEXT PRIMARY KEY,
    purpose TEXT NOT NULL,
    subject TEXT NOT NULL,
    browser BYTEA,
    hash    BYTEA,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    tries   BIGINT NOT NULL,
    used    BIGINT
) /* keyed */;
CREATE INDEX code_subject ON code (purpose, subject, created);
CREATE INDEX code_expires ON code (expires);

CREATE TABLE account (
    id       TEXT PRIMARY KEY,
    kind     TEXT NOT NULL, -- shop, staff
    member   TEXT NOT NULL, -- '' for staff
    name     TEXT NOT NULL,
    email    TEXT NOT NULL,
    roles    TEXT NOT NULL,
    lang     TEXT NOT NULL,
    created  BIGINT NOT NULL,
    disabled BIGINT,
    UNIQUE (kind, member, email)
);
CREATE INDEX account_email ON account (kind, email);

CREATE TABLE session (
    hash      BYTEA PRIMARY KEY, -- when the cookie was made, and its SHA-256
    kind      TEXT NOT NULL,     -- consumer, shop, staff, draft
    subject   TEXT NOT NULL,     -- id of the dispute, the account or the draft
    party     TEXT NOT NULL,
    confirmed BIGINT,
    act_until BIGINT,
    lang      TEXT NOT NULL,
    created   BIGINT NOT NULL,
    seen      BIGINT NOT NULL,
    expires   BIGINT NOT NULL
) /* keyed */;
CREATE INDEX session_expires ON session (expires);

CREATE TABLE survey (
    dispute    TEXT NOT NULL,
    party      TEXT NOT NULL,
    understood BIGINT NOT NULL,
    story      BIGINT NOT NULL,
    fair       BIGINT NOT NULL,
    remark     TEXT NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (dispute, party)
) /* keyed */;

CREATE TABLE log_hash (
    idx  BIGINT PRIMARY KEY,
    hash BYTEA NOT NULL
) /* keyed */;

CREATE TABLE counter (
    name   TEXT NOT NULL,
    bucket BIGINT NOT NULL,
    n      BIGINT NOT NULL,
    PRIMARY KEY (name, bucket)
) /* keyed */;

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- Who of staff saw or did what in which dispute; rows are only ever added.
CREATE TABLE access (
    dispute TEXT NOT NULL,
    account TEXT NOT NULL,
    at      BIGINT NOT NULL,
    what    TEXT NOT NULL
);
CREATE INDEX access_dispute ON access (dispute, at);

-- +goose Down
DROP TABLE access;
DROP TABLE meta;
DROP TABLE counter;
DROP TABLE log_hash;
DROP TABLE survey;
DROP TABLE session;
DROP TABLE account;
DROP TABLE code;
DROP TABLE draft;
DROP TABLE link;
DROP TABLE letter;
DROP TABLE document;
DROP TABLE content;
DROP TABLE event;
DROP TABLE party;
DROP TABLE dispute;
DROP TABLE member;
