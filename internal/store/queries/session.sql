-- name: InsertSession :exec
INSERT INTO session (hash, kind, subject, party, confirmed, act_until, lang, created, seen, expires)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: SessionByHash :one
SELECT * FROM session WHERE hash = $1;

-- name: TouchSession :execrows
UPDATE session SET seen = sqlc.arg(seen), expires = sqlc.arg(expires), lang = sqlc.arg(lang) WHERE hash = sqlc.arg(hash);

-- name: RaiseSession :execrows
-- What the person has proved: an address confirmed by code, and until when a code for an act holds.
UPDATE session SET confirmed = sqlc.narg(confirmed), act_until = sqlc.narg(act_until) WHERE hash = sqlc.arg(hash);

-- name: DeleteSession :exec
DELETE FROM session WHERE hash = $1;

-- name: DeleteExpiredSessions :execrows
DELETE FROM session WHERE expires <= sqlc.arg(now);
