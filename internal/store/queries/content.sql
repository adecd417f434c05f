-- name: InsertContent :exec
INSERT INTO content (dispute, id, kind, author, created, salt, body) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: ContentsOf :many
SELECT * FROM content WHERE dispute = $1 ORDER BY created, id;

-- name: ContentByID :one
SELECT * FROM content WHERE dispute = $1 AND id = $2;
