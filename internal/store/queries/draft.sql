-- name: InsertDraft :exec
INSERT INTO draft (id, member, answers, lang, email, created, changed, stage, told_reminder)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: UpdateDraft :execrows
UPDATE draft SET answers = $1, lang = $2, email = $3, changed = $4 WHERE id = $5;

-- name: RemindDraft :execrows
-- When the person asked to be reminded of telling the shop; null once they were.
UPDATE draft SET told_reminder = $1 WHERE id = $2;

-- name: DraftsToRemind :many
SELECT * FROM draft WHERE told_reminder <= CAST(sqlc.arg(now) AS BIGINT) ORDER BY told_reminder LIMIT CAST(sqlc.arg(max_rows) AS BIGINT);

-- name: DraftByID :one
SELECT * FROM draft WHERE id = $1;

-- name: DeleteDraft :execrows
DELETE FROM draft WHERE id = $1;

-- name: DraftsChangedBefore :many
SELECT * FROM draft WHERE changed < $1 ORDER BY changed LIMIT $2;
