-- name: InsertAccess :exec
INSERT INTO access (dispute, account, at, what) VALUES ($1, $2, $3, $4);

-- name: AccessOf :many
SELECT * FROM access WHERE dispute = $1 ORDER BY at, account;
