-- name: InsertCode :exec
INSERT INTO code (id, purpose, subject, browser, hash, created, expires, tries, used)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, NULL);

-- name: LatestCode :one
SELECT * FROM code WHERE purpose = $1 AND subject = $2 ORDER BY created DESC, id DESC LIMIT 1;

-- name: TryCode :one
-- Counts a try before the code is compared, so that tries at the same instant each count.
UPDATE code SET tries = tries + 1 WHERE id = $1 RETURNING tries;

-- name: UseCode :execrows
-- No row is changed when it was used before.
UPDATE code SET used = $1 WHERE id = $2 AND used IS NULL;

-- name: DeleteExpiredCodes :execrows
DELETE FROM code WHERE expires <= sqlc.arg(now);
