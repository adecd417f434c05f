-- name: InsertSession :exec
INSERT INTO session (hash, kind, subject, party, confirmed, act_until, lang, created, seen, expires)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: SessionByHash :one
SELECT * FROM session WHERE hash = $1;

-- name: DeleteSession :exec
DELETE FROM session WHERE hash = $1;

-- name: DeleteExpiredSessions :execrows
DELETE FROM session WHERE expires <= sqlc.arg(now);
