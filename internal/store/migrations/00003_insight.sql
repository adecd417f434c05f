-- +goose Up
-- Of the number of an event in its dispute the log shows a hash only (procedure.Place); this is what it is made with.
ALTER TABLE event ADD COLUMN nonce TEXT NOT NULL DEFAULT '';

-- The last form that somebody sent about a dispute: sent twice, it acts once. form is a hash.
CREATE TABLE form_sent (
    dispute TEXT NOT NULL,
    actor   TEXT NOT NULL,
    form    TEXT NOT NULL,
    acts    TEXT NOT NULL,   -- what it did, comma-separated
    seq     BIGINT NOT NULL, -- the last event of it
    PRIMARY KEY (dispute, actor)
) /* keyed */;

-- What the figures know of each dispute (internal/insight): no names, no words. Instants in Unix ms.
CREATE TABLE fact (
    dispute    TEXT NOT NULL PRIMARY KEY,
    n          BIGINT NOT NULL, -- place of its opening in the log
    stamp      BIGINT NOT NULL, -- size of the log when it last changed
    reference  TEXT NOT NULL,
    member     TEXT NOT NULL,
    category   TEXT NOT NULL,
    rules      TEXT NOT NULL,
    amount     BIGINT NOT NULL, -- cents
    opened     BIGINT NOT NULL,
    told       BIGINT,
    answered   BIGINT,
    silent     BIGINT NOT NULL,
    asked      BIGINT,
    choice     TEXT NOT NULL,
    chose      BIGINT,
    mediated   BIGINT,
    claimed    BIGINT,
    settled    BIGINT,
    settled_in TEXT NOT NULL,
    stage      TEXT NOT NULL,
    outcome    TEXT NOT NULL,
    ground     TEXT NOT NULL, -- of a refusal
    ended      BIGINT,
    ended_in   TEXT NOT NULL,
    pending    BIGINT NOT NULL,
    ordered    BIGINT NOT NULL,
    compliance TEXT NOT NULL,
    broken     BIGINT
) /* keyed */;
CREATE INDEX fact_stamp ON fact (stamp, n);
CREATE INDEX fact_member ON fact (member, opened);
CREATE INDEX survey_at ON survey (at);

-- A signal carries the cases it rests on and is judged by a person (process.md, Members and measures).
ALTER TABLE signal ADD COLUMN cases TEXT NOT NULL DEFAULT '[]';   -- JSON: ids of disputes
ALTER TABLE signal ADD COLUMN figures TEXT NOT NULL DEFAULT '{}'; -- JSON: the numbers as they were
ALTER TABLE signal ADD COLUMN state TEXT NOT NULL DEFAULT 'open'; -- open, real, explained, watch
ALTER TABLE signal ADD COLUMN owner TEXT NOT NULL DEFAULT '';     -- account that looks at it
ALTER TABLE signal ADD COLUMN judge TEXT NOT NULL DEFAULT '';     -- account
ALTER TABLE signal ADD COLUMN judged BIGINT;
ALTER TABLE signal ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE signal ADD COLUMN watch_until TEXT NOT NULL DEFAULT ''; -- YYYY-MM-DD
CREATE INDEX signal_open ON signal (member, kind) WHERE state = 'open';

CREATE TABLE measure (
    id          TEXT PRIMARY KEY,
    member      TEXT NOT NULL,
    step        TEXT NOT NULL,   -- talk, warning, plan, suspension, expulsion
    state       TEXT NOT NULL,   -- proposed, heard, active, ended, dropped
    version     BIGINT NOT NULL,
    signal      TEXT NOT NULL,   -- that it follows from, or ''
    reason      TEXT NOT NULL,
    cases       TEXT NOT NULL,   -- JSON: ids of disputes
    account     TEXT NOT NULL,   -- who proposed it
    created     BIGINT NOT NULL,
    react_until TEXT NOT NULL,   -- YYYY-MM-DD
    reaction    TEXT NOT NULL,
    reacted     BIGINT,
    second      TEXT NOT NULL,   -- who approved it, another than account
    started     BIGINT,          -- in force
    review      TEXT NOT NULL,   -- YYYY-MM-DD
    ended       BIGINT,
    outcome     TEXT NOT NULL    -- what the review found
);
CREATE INDEX measure_member ON measure (member, created);
CREATE INDEX measure_running ON measure (state, review);

CREATE TABLE measure_step (
    measure TEXT NOT NULL,
    seq     BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    account TEXT NOT NULL,
    kind    TEXT NOT NULL, -- proposed, told, bounced, reacted, approved, refused, started, reviewed, ended, dropped
    text    TEXT NOT NULL,
    PRIMARY KEY (measure, seq)
) /* keyed */;

-- How many complaints passed each step of the intake, by day; nobody is followed.
CREATE TABLE intake_step (
    day    TEXT NOT NULL,
    step   TEXT NOT NULL,
    passed BIGINT NOT NULL,
    PRIMARY KEY (day, step)
) /* keyed */;

-- What explains a bend in a chart: a holiday, a campaign, a failed carrier.
CREATE TABLE chart_note (
    id      TEXT PRIMARY KEY,
    day     TEXT NOT NULL,
    text    TEXT NOT NULL,
    account TEXT NOT NULL,
    at      BIGINT NOT NULL
);

-- Yearly reports as they were published: the figures stay, whatever happens to the cases.
CREATE TABLE report (
    year      BIGINT PRIMARY KEY,
    data      TEXT NOT NULL, -- JSON
    account   TEXT NOT NULL,
    published BIGINT NOT NULL
);

-- +goose Down
DROP TABLE report;
DROP TABLE chart_note;
DROP TABLE intake_step;
DROP TABLE measure_step;
DROP TABLE measure;
DROP INDEX signal_open;
ALTER TABLE signal DROP COLUMN watch_until;
ALTER TABLE signal DROP COLUMN reason;
ALTER TABLE signal DROP COLUMN judged;
ALTER TABLE signal DROP COLUMN judge;
ALTER TABLE signal DROP COLUMN owner;
ALTER TABLE signal DROP COLUMN state;
ALTER TABLE signal DROP COLUMN figures;
ALTER TABLE signal DROP COLUMN cases;
DROP INDEX survey_at;
DROP TABLE fact;
DROP TABLE form_sent;
ALTER TABLE event DROP COLUMN nonce;
