-- name: InsertDocument :exec
INSERT INTO document (dispute, id, party, step, number, name, media_type, size, sha256, file, created)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: DocumentsOf :many
SELECT * FROM document WHERE dispute = $1 ORDER BY number, id;

-- name: DocumentByID :one
SELECT * FROM document WHERE dispute = $1 AND id = $2;

-- name: MoveDocuments :exec
-- A draft's files (Dispute_2) become the dispute's.
UPDATE document SET dispute = $1 WHERE dispute = $2;

-- name: DeleteDocument :execrows
DELETE FROM document WHERE dispute = $1 AND id = $2;
