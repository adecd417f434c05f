-- name: InsertAccount :exec
INSERT INTO account (id, kind, member, name, email, roles, lang, created, disabled)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: UpsertAccount :exec
-- An account with the same kind, member and address keeps its id and the day it was made.
INSERT INTO account (id, kind, member, name, email, roles, lang, created, disabled)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (kind, member, email) DO UPDATE SET
    name = excluded.name, roles = excluded.roles, lang = excluded.lang, disabled = excluded.disabled;

-- name: AccountByID :one
SELECT * FROM account WHERE id = $1;

-- name: AccountsByEmail :many
-- A person may work for several members: one account each.
SELECT * FROM account WHERE kind = $1 AND email = $2 ORDER BY member;

-- name: StaffAccounts :many
SELECT * FROM account WHERE kind = 'staff' ORDER BY name, id;
