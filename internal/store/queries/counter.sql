-- name: Bump :one
-- Adds one and tells how many it makes.
INSERT INTO counter (name, bucket, n) VALUES ($1, $2, 1)
ON CONFLICT (name, bucket) DO UPDATE SET n = counter.n + 1
RETURNING n;

-- name: CounterOf :one
SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) AS n FROM counter WHERE name = $1 AND bucket = $2;

-- name: DeleteOldCounters :execrows
DELETE FROM counter WHERE bucket < sqlc.arg(before);
