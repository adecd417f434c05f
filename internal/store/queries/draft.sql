-- name: InsertDraft :exec
INSERT INTO draft (id, member, answers, lang, email, created, changed, stage, told_reminder)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: UpdateDraft :execrows
UPDATE draft SET member = sqlc.arg(member), answers = sqlc.arg(answers), lang = sqlc.arg(lang),
    email = sqlc.arg(email), changed = sqlc.arg(changed), stage = sqlc.arg(stage),
    told_reminder = sqlc.narg(told_reminder)
WHERE id = sqlc.arg(id);

-- name: DraftByID :one
SELECT * FROM draft WHERE id = $1;

-- name: DeleteDraft :execrows
DELETE FROM draft WHERE id = $1;

-- name: DraftsChangedBefore :many
SELECT * FROM draft WHERE changed < $1 ORDER BY changed LIMIT $2;
