-- Queries of the ruling.

-- name: RulingDraft :one
SELECT * FROM ruling_draft WHERE dispute = $1 AND adjudicator = $2;

-- name: KeepRulingDraft :exec
INSERT INTO ruling_draft (dispute, adjudicator, body, changed) VALUES ($1, $2, $3, $4)
ON CONFLICT (dispute, adjudicator) DO UPDATE SET body = excluded.body, changed = excluded.changed;

-- name: DeleteRulingDrafts :exec
DELETE FROM ruling_draft WHERE dispute = $1;

-- name: UpsertPublication :exec
INSERT INTO publication (number, dispute, member, shop, category, outcome, ruled, published, search, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (number) DO UPDATE SET search = excluded.search, body = excluded.body;

-- name: PublicationByNumber :one
SELECT * FROM publication WHERE number = $1;

-- name: Publications :many
-- Newest first; '' stands for all.
SELECT * FROM publication WHERE ruled >= sqlc.arg(since)
    AND (CAST(sqlc.arg(category) AS TEXT) = '' OR category = sqlc.arg(category))
    AND (CAST(sqlc.arg(outcome) AS TEXT) = '' OR outcome = sqlc.arg(outcome))
    AND (CAST(sqlc.arg(text) AS TEXT) = '' OR search LIKE '%' || CAST(sqlc.arg(text) AS TEXT) || '%' ESCAPE '\')
ORDER BY ruled DESC, number DESC
LIMIT CAST(sqlc.arg(max_rows) AS BIGINT) OFFSET CAST(sqlc.arg(skip) AS BIGINT);

-- name: PublicationsOfMember :many
SELECT * FROM publication WHERE member = $1 ORDER BY ruled DESC LIMIT 50;

-- name: DisputesOfAdjudicator :many
-- Open ones by deadline, ended ones last.
SELECT * FROM dispute WHERE adjudicator = sqlc.arg(adjudicator) AND adjudicator <> ''
ORDER BY CASE WHEN ended IS NULL THEN 0 ELSE 1 END, turn_due, id
LIMIT CAST(sqlc.arg(max_rows) AS BIGINT) OFFSET CAST(sqlc.arg(skip) AS BIGINT);

-- name: DisputesOfMediator :many
-- Those that run, by deadline.
SELECT * FROM dispute WHERE stage = 'mediation' AND ended IS NULL AND mediator = sqlc.arg(mediator) AND mediator <> ''
ORDER BY COALESCE(turn_due, 9223372036854775807), opened, id
LIMIT CAST(sqlc.arg(max_rows) AS BIGINT) OFFSET CAST(sqlc.arg(skip) AS BIGINT);

-- name: DisputesInStage :many
-- Those that run, by deadline; wants narrows to what waits for a party (1), or not (0); -1: all.
SELECT * FROM dispute WHERE stage = sqlc.arg(stage) AND ended IS NULL
    AND (CAST(sqlc.arg(wants) AS BIGINT) < 0 OR waits = sqlc.arg(wants))
ORDER BY COALESCE(turn_due, 9223372036854775807), opened, id
LIMIT CAST(sqlc.arg(max_rows) AS BIGINT) OFFSET CAST(sqlc.arg(skip) AS BIGINT);

-- name: DisputesUnassigned :many
-- In mediation and nobody's, by deadline.
SELECT * FROM dispute WHERE stage = 'mediation' AND ended IS NULL AND mediator = ''
ORDER BY COALESCE(turn_due, 9223372036854775807), opened, id
LIMIT CAST(sqlc.arg(max_rows) AS BIGINT) OFFSET CAST(sqlc.arg(skip) AS BIGINT);

-- name: WorkDueBetween :many
-- Work of staff whose deadline lies in a span, first the earliest.
SELECT * FROM dispute WHERE work <> '' AND COALESCE(turn_due, 9223372036854775807) > sqlc.arg(after)
    AND COALESCE(turn_due, 9223372036854775807) <= sqlc.arg(until)
ORDER BY COALESCE(turn_due, 9223372036854775807), opened, id
LIMIT CAST(sqlc.arg(max_rows) AS BIGINT) OFFSET CAST(sqlc.arg(skip) AS BIGINT);

-- name: CountStage :many
-- Running disputes of a stage, by who mediates and whether a party is waited for.
SELECT mediator, waits, COUNT(*) AS n FROM dispute WHERE stage = $1 AND ended IS NULL GROUP BY mediator, waits;

-- name: CountAdjudicators :many
-- Running disputes by adjudicator.
SELECT adjudicator, COUNT(*) AS n FROM dispute WHERE adjudicator <> '' AND ended IS NULL GROUP BY adjudicator;
