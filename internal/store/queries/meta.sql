-- name: GetMeta :one
SELECT value FROM meta WHERE name = $1;

-- name: SetMeta :exec
INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value;
