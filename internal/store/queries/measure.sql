-- Queries of what persons judge: signals about members, and the measures that follow.

-- name: InsertFoundSignal :exec
INSERT INTO signal (id, member, dispute, kind, at, account, text, cases, figures)
VALUES ($1, $2, '', $3, $4, '', '', $5, $6);

-- name: OpenSignalsOf :many
-- Of a member, one kind, oldest first.
SELECT * FROM signal WHERE member = $1 AND kind = $2 AND state = 'open' ORDER BY at, id;

-- name: SetSignalCases :exec
UPDATE signal SET cases = $2, figures = $3 WHERE id = $1;

-- name: DeleteSignal :exec
DELETE FROM signal WHERE id = $1;

-- name: LastJudgedSignal :one
-- When a person last judged this kind of signal about a member, in Unix ms; 0 for never.
SELECT CAST(COALESCE(MAX(judged), 0) AS BIGINT) AS judged FROM signal WHERE member = $1 AND kind = $2;

-- name: OpenSignalHeads :many
-- What tells which come first; the newest in front.
SELECT id, member, kind FROM signal WHERE state = 'open' ORDER BY at DESC, id;

-- name: CountOpenSignals :one
SELECT COUNT(*) FROM signal WHERE state = 'open';

-- name: MembersDecided :many
-- Members with a measure that waits or is in force, or with a signal of one of two kinds that was judged later.
SELECT measure.member FROM measure WHERE measure.state IN ('proposed', 'heard', 'active')
UNION
SELECT signal.member FROM signal
WHERE signal.judged > sqlc.arg(after) AND signal.state <> 'open' AND signal.kind IN (sqlc.arg(more), sqlc.arg(rise));

-- name: JudgedSignals :many
SELECT * FROM signal WHERE state <> 'open' ORDER BY judged DESC, id;

-- name: LastJudgedSignals :many
SELECT * FROM signal WHERE state <> 'open' ORDER BY judged DESC, id LIMIT CAST(sqlc.arg(max_rows) AS BIGINT);

-- name: SignalByID :one
SELECT * FROM signal WHERE id = $1;

-- name: SetSignalOwner :exec
UPDATE signal SET owner = $2 WHERE id = $1;

-- name: JudgeSignal :execrows
UPDATE signal SET state = $2, judge = $3, judged = $4, reason = $5, watch_until = $6 WHERE id = $1 AND state = 'open';

-- name: InsertMeasure :exec
INSERT INTO measure (id, member, step, state, version, signal, reason, cases, account, created, react_until, reaction,
    reacted, second, started, review, ended, outcome)
VALUES ($1, $2, $3, 'proposed', 1, $4, $5, $6, $7, $8, $9, '', NULL, '', NULL, $10, NULL, '');

-- name: MeasureByID :one
SELECT * FROM measure WHERE id = $1;

-- name: MeasuresOfMember :many
SELECT * FROM measure WHERE member = $1 ORDER BY created DESC, id;

-- name: RunningMeasures :many
SELECT * FROM measure WHERE state IN ('proposed', 'heard', 'active') ORDER BY review, created;

-- name: StartedMeasures :many
-- Those that are or were in force, newest first.
SELECT * FROM measure WHERE started IS NOT NULL ORDER BY started DESC, id LIMIT CAST(sqlc.arg(max_rows) AS BIGINT);

-- name: UpdateMeasure :execrows
-- Only when nobody changed it since; the version rises by one.
UPDATE measure SET state = $3, reaction = $4, reacted = $5, second = $6, started = $7, review = $8, ended = $9, outcome = $10,
    version = version + 1
WHERE id = $1 AND version = $2;

-- name: InsertMeasureStep :exec
INSERT INTO measure_step (measure, seq, at, account, kind, text)
VALUES (sqlc.arg(measure), (SELECT COALESCE(MAX(s.seq), 0) + 1 FROM measure_step s WHERE s.measure = sqlc.arg(measure)),
    sqlc.arg(at), sqlc.arg(account), sqlc.arg(kind), sqlc.arg(text));

-- name: StepsOfMeasure :many
SELECT * FROM measure_step WHERE measure = $1 ORDER BY seq;
