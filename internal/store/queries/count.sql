-- name: FewOfMediator :one
-- How many running mediations somebody has ('': nobody), counted up to a bound.
SELECT COUNT(*) FROM (SELECT 1 AS one FROM dispute WHERE stage = 'mediation' AND ended IS NULL AND mediator = sqlc.arg(mediator)
    LIMIT CAST(sqlc.arg(most) AS BIGINT)) AS few;

-- name: FewInStage :one
-- How many run in a stage, counted up to a bound; wants as in DisputesInStage.
SELECT COUNT(*) FROM (SELECT 1 AS one FROM dispute WHERE stage = sqlc.arg(stage) AND ended IS NULL
    AND (CAST(sqlc.arg(wants) AS BIGINT) < 0 OR waits = sqlc.arg(wants)) LIMIT CAST(sqlc.arg(most) AS BIGINT)) AS few;

-- name: FewDueBetween :one
-- How much work of staff has its deadline in a span, counted up to a bound.
SELECT COUNT(*) FROM (SELECT 1 AS one FROM dispute WHERE work <> '' AND COALESCE(turn_due, 9223372036854775807) > sqlc.arg(after)
    AND COALESCE(turn_due, 9223372036854775807) <= sqlc.arg(until) LIMIT CAST(sqlc.arg(most) AS BIGINT)) AS few;

-- name: FewOfWork :one
-- How much work of a kind there is, counted up to a bound.
SELECT COUNT(*) FROM (SELECT 1 AS one FROM dispute WHERE work = sqlc.arg(work) AND work <> '' LIMIT CAST(sqlc.arg(most) AS BIGINT)) AS few;

-- name: NextWork :many
-- The kind of work that comes after a kind, by name, if there is one. Asked again and again it leaps from kind to kind.
SELECT work FROM dispute WHERE work <> '' AND work > sqlc.arg(after) ORDER BY work LIMIT 1;
