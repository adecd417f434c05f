-- name: InsertLetter :exec
-- It stands at the head of its address's line when no letter to that address is open.
INSERT INTO letter (dispute, id, created, seq, slug, party, address, position, lang, data, task, state, head,
    attempts, unknown, not_before, claimed_until, message_id, accepted_at, error)
VALUES (sqlc.arg(dispute), sqlc.arg(id), sqlc.arg(created), sqlc.arg(seq), sqlc.arg(slug), sqlc.arg(party),
    sqlc.arg(address), sqlc.arg(position), sqlc.arg(lang), sqlc.arg(data), sqlc.arg(task), sqlc.arg(state),
    CASE WHEN EXISTS (SELECT 1 FROM letter o WHERE o.address = sqlc.arg(address)
        AND o.state IN ('waiting', 'claimed', 'deferred')) THEN 0 ELSE 1 END,
    0, 0, sqlc.arg(not_before), 0, sqlc.arg(message_id), NULL, '');

-- name: ParkLapsed :many
-- Claims that ended without an answer for the second time: what is unknown twice is never sent again by itself.
UPDATE letter SET state = 'parked', unknown = unknown + 1, error = 'unknown twice'
WHERE head = 1 AND state IN ('waiting', 'claimed', 'deferred') AND not_before <= $1 AND state = 'claimed' AND unknown >= 1
RETURNING address;

-- name: RequeueLapsed :exec
-- Claims that ended without an answer for the first time are sent once more, under the same Message-ID.
UPDATE letter SET state = 'waiting', unknown = unknown + 1, not_before = created
WHERE head = 1 AND state IN ('waiting', 'claimed', 'deferred') AND not_before <= $1 AND state = 'claimed' AND unknown = 0;

-- name: ClaimLetters :many
-- SQLite's statement: it relies on there being one writer. Limit bounds how many are taken.
UPDATE letter SET state = 'claimed', claimed_until = sqlc.arg(claimed_until), not_before = sqlc.arg(claimed_until)
WHERE (dispute, id) IN (
    SELECT l.dispute, l.id FROM letter l
    WHERE l.head = 1 AND l.state IN ('waiting', 'claimed', 'deferred') AND l.not_before <= sqlc.arg(not_before) AND l.state <> 'claimed'
    ORDER BY l.not_before LIMIT CAST(sqlc.arg('limit') AS BIGINT))
RETURNING *;

-- name: MarkLetter :one
UPDATE letter SET state = $1, attempts = $2, unknown = $3, not_before = $4, accepted_at = $5, error = $6
WHERE id = $7 RETURNING address;

-- name: ReleaseLine :exec
-- Puts the earliest open letter of an address at the head of its line.
UPDATE letter SET head = 1
WHERE head = 0 AND (dispute, id) IN (
    SELECT l.dispute, l.id FROM letter l
    WHERE l.address = sqlc.arg(address) AND l.state IN ('waiting', 'claimed', 'deferred')
    ORDER BY l.created, l.seq, l.dispute, l.id LIMIT 1);

-- name: ReviveLetter :execrows
-- A parked letter waits again, at the decision of staff.
UPDATE letter SET state = 'waiting', unknown = 0, not_before = sqlc.arg(not_before), error = '',
    head = CASE WHEN EXISTS (SELECT 1 FROM letter o WHERE o.address = letter.address
        AND o.state IN ('waiting', 'claimed', 'deferred')) THEN 0 ELSE 1 END
WHERE letter.id = sqlc.arg(id) AND letter.state = 'parked';

-- name: LetterByID :one
SELECT * FROM letter WHERE id = $1;

-- name: LetterByMessageID :one
SELECT * FROM letter WHERE message_id = $1;

-- name: LettersOf :many
SELECT * FROM letter WHERE dispute = $1 ORDER BY created, seq, id;

-- name: CancelLetters :many
-- Letters of a task that are not with a sender.
UPDATE letter SET state = 'cancelled' WHERE dispute = $1 AND task = $2 AND state IN ('waiting', 'deferred')
RETURNING address;

-- name: ParkedLetters :many
SELECT * FROM letter WHERE state IN ('parked', 'deferred') AND state = 'parked'
ORDER BY created LIMIT CAST(sqlc.arg(max_rows) AS BIGINT);

-- name: CountLettersByState :many
-- Letters that do not get on, by state: parked and deferred. What is over is not counted, for there are millions of it.
SELECT state, COUNT(*) AS n FROM letter WHERE state IN ('parked', 'deferred') GROUP BY state ORDER BY state;

-- name: NextLetterAt :one
-- The earliest instant at which ClaimLetters finds something; -1 when no letter is open.
SELECT CAST(COALESCE(MIN(not_before), -1) AS BIGINT) AS next_at FROM letter
WHERE head = 1 AND state IN ('waiting', 'claimed', 'deferred');
