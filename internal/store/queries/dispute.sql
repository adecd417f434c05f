-- name: InsertDispute :exec
INSERT INTO dispute (id, reference, member, rules, version, stage, turn, task, work, outcome, category, amount,
    order_number, consumer_name, told, answered, next_due, turn_due, opened, changed, ended, owner,
    mediator, adjudicator, shop_turn, shop_task, shop_due, waits, unread, room_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
    $23, $24, $25, $26, $27, $28, 0, NULL);

-- name: UpdateDispute :execrows
-- Version_2 is the version that was read; no row is changed when somebody else was first.
UPDATE dispute SET version = $1, stage = $2, turn = $3, task = $4, work = $5, outcome = $6, told = $7, answered = $8,
    next_due = $9, turn_due = $10, changed = $11, ended = $12, mediator = $13, adjudicator = $14,
    shop_turn = $15, shop_task = $16, shop_due = $17, waits = $18, unread = $19, room_until = $20
WHERE id = $21 AND version = $22;

-- name: DisputeByID :one
SELECT * FROM dispute WHERE id = $1;

-- name: DisputeByReference :one
SELECT * FROM dispute WHERE reference = $1;

-- name: DueDisputes :many
-- Disputes that time has to change, longest due first.
SELECT id FROM dispute WHERE next_due <= $1 ORDER BY next_due LIMIT $2;

-- name: NextDue :one
-- The earliest instant at which time changes a dispute; -1 when none waits.
SELECT CAST(COALESCE(MIN(next_due), -1) AS BIGINT) AS next_due FROM dispute WHERE next_due IS NOT NULL;

-- name: SameComplaints :many
-- Outcomes ('' while open) of the complaints of a consumer about an order, for the duplicate check (rules 0.4).
SELECT d.outcome FROM party p JOIN dispute d ON d.id = p.dispute
WHERE d.member = $1 AND d.order_number = $2 AND p.email = $3 AND p.role = 'consumer';

-- name: DisputesByEmail :many
-- Disputes of a consumer by e-mail address, newest first.
SELECT dispute.* FROM party JOIN dispute ON dispute.id = party.dispute
WHERE party.email = $1 AND party.role = 'consumer'
ORDER BY dispute.opened DESC, dispute.id;

-- name: StaffQueue :many
-- Work of one kind for staff, by deadline.
SELECT * FROM dispute WHERE work = sqlc.arg(work) AND work <> ''
ORDER BY COALESCE(turn_due, 9223372036854775807), opened, id
LIMIT CAST(sqlc.arg(max_rows) AS BIGINT) OFFSET CAST(sqlc.arg(skip) AS BIGINT);

-- name: StaffQueueAll :many
-- Work of all kinds for staff, by deadline.
SELECT * FROM dispute WHERE work <> ''
ORDER BY COALESCE(turn_due, 9223372036854775807), opened, id
LIMIT CAST(sqlc.arg(max_rows) AS BIGINT) OFFSET CAST(sqlc.arg(skip) AS BIGINT);

-- name: SearchDisputes :many
-- For staff: by reference, e-mail address or member exactly (upper and lower case as stored), by the beginning of the
-- consumer's name (from name to name_end), or by the beginning of its last word (surname) with what comes before it as
-- in pattern, a result of LikeText. Newest first; of what fits very many, the newest thousand.
SELECT * FROM dispute WHERE id IN (
    SELECT r.id FROM dispute r WHERE r.reference = sqlc.arg(exact)
    UNION SELECT p.dispute FROM party p WHERE p.email = sqlc.arg(email) AND p.role = 'consumer'
    UNION SELECT m.dispute FROM (SELECT dispute FROM fact WHERE member = sqlc.arg(exact) ORDER BY opened DESC LIMIT 1000) AS m
    UNION SELECT n.id FROM (SELECT id FROM dispute WHERE LOWER(consumer_name) >= LOWER(CAST(sqlc.arg(name) AS TEXT))
        AND LOWER(consumer_name) < LOWER(CAST(sqlc.arg(name_end) AS TEXT)) ORDER BY id DESC LIMIT 1000) AS n
    UNION SELECT s.id FROM (SELECT id FROM dispute
        WHERE REPLACE(LOWER(consumer_name), RTRIM(LOWER(consumer_name), REPLACE(LOWER(consumer_name), ' ', '')), '')
            >= LOWER(CAST(sqlc.arg(surname) AS TEXT))
        AND REPLACE(LOWER(consumer_name), RTRIM(LOWER(consumer_name), REPLACE(LOWER(consumer_name), ' ', '')), '')
            < LOWER(CAST(sqlc.arg(surname_end) AS TEXT))
        AND LOWER(consumer_name) LIKE '%' || LOWER(CAST(sqlc.arg(pattern) AS TEXT)) || '%' ESCAPE '\'
        ORDER BY id DESC LIMIT 1000) AS s)
ORDER BY changed DESC, id
LIMIT CAST(sqlc.arg(max_rows) AS BIGINT) OFFSET CAST(sqlc.arg(skip) AS BIGINT);

-- name: LatestDisputes :many
-- All disputes, last changed first.
SELECT * FROM dispute ORDER BY changed DESC, id LIMIT CAST(sqlc.arg(max_rows) AS BIGINT) OFFSET CAST(sqlc.arg(skip) AS BIGINT);

-- name: CasesAfter :many
-- All disputes, oldest first, from the one after id.
SELECT id, reference FROM dispute WHERE id > sqlc.arg(id) ORDER BY id LIMIT CAST(sqlc.arg(max_rows) AS BIGINT);

-- name: CountDisputes :one
SELECT COUNT(*) FROM dispute;
