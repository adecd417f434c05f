-- name: InsertEvent :exec
INSERT INTO event (dispute, seq, due, recorded, actor_role, actor, rule, type, payload, leaf, nonce)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: EventsOf :many
SELECT * FROM event WHERE dispute = $1 ORDER BY seq;

-- name: EventsByLeaf :many
-- Events in the order of the log: first leaf included, last leaf not.
SELECT * FROM event WHERE leaf >= sqlc.arg(first_leaf) AND leaf < sqlc.arg(end_leaf) ORDER BY leaf;

-- name: CountEvents :one
SELECT COUNT(*) FROM event;

-- name: CountEventsOutside :one
-- Events whose leaf is not in a log of the size given.
SELECT COUNT(*) FROM event WHERE leaf < 0 OR leaf >= sqlc.arg(size);

-- name: FormSent :one
SELECT * FROM form_sent WHERE dispute = $1 AND actor = $2;

-- name: UpsertFormSent :exec
INSERT INTO form_sent (dispute, actor, form, acts, seq) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (dispute, actor) DO UPDATE SET form = excluded.form, acts = excluded.acts, seq = excluded.seq;
