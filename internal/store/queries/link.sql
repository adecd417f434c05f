-- name: InsertLink :exec
-- A letter's token is made again at each attempt to send it: it is stored once.
INSERT INTO link (hash, dispute, party, letter, purpose, created, expires) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (hash) DO NOTHING;

-- name: LinkByHash :one
SELECT * FROM link WHERE hash = $1;

-- name: DeleteExpiredLinks :execrows
DELETE FROM link WHERE expires <= sqlc.arg(now);
