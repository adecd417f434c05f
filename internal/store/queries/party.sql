-- name: InsertParty :exec
INSERT INTO party (dispute, role, name, email, phone, lang, extra, salt) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: PartyOf :one
SELECT * FROM party WHERE dispute = $1 AND role = $2;

-- name: UpdatePartyEmail :execrows
UPDATE party SET email = sqlc.arg(email) WHERE dispute = sqlc.arg(dispute) AND role = sqlc.arg(role);
