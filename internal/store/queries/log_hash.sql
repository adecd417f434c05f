-- name: InsertLogHash :exec
INSERT INTO log_hash (idx, hash) VALUES ($1, $2);

-- name: LogHashByIndex :one
SELECT hash FROM log_hash WHERE idx = $1;

-- name: LogHashes :many
-- Hashes of the log's tree: first index included, last not.
SELECT * FROM log_hash WHERE idx >= sqlc.arg(first_idx) AND idx < sqlc.arg(end_idx) ORDER BY idx;

-- name: LastLogHash :one
-- The highest index in use; -1 when the log is empty.
SELECT CAST(COALESCE(MAX(idx), -1) AS BIGINT) AS idx FROM log_hash;
