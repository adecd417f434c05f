-- Queries of the doors for other programs: tokens, webhooks, and how disputes stand for them.

-- name: InsertToken :exec
INSERT INTO api_token (id, name, hash, scopes, member, created) VALUES ($1, $2, $3, $4, $5, $6);

-- name: TokenByID :one
SELECT * FROM api_token WHERE id = $1;

-- name: Tokens :many
SELECT * FROM api_token ORDER BY created, id;

-- name: TouchToken :exec
UPDATE api_token SET last_used = $2 WHERE id = $1;

-- name: RevokeToken :execrows
UPDATE api_token SET revoked = $2 WHERE id = $1 AND revoked IS NULL;

-- name: InsertWebhook :exec
INSERT INTO webhook (id, url, events, member, token, created, reason) VALUES ($1, $2, $3, $4, $5, $6, '');

-- name: WebhookByID :one
SELECT * FROM webhook WHERE id = $1;

-- name: WebhooksOf :many
-- Of a member, or of the trustmark for ''.
SELECT * FROM webhook WHERE member = $1 ORDER BY created, id;

-- name: WebhooksOfToken :many
SELECT * FROM webhook WHERE token = $1 AND disabled IS NULL ORDER BY id;

-- name: DeleteWebhook :execrows
DELETE FROM webhook WHERE id = $1 AND member = $2;

-- name: DisableWebhook :execrows
UPDATE webhook SET disabled = $2, reason = $3 WHERE id = $1 AND disabled IS NULL;

-- name: CountDisabledWebhooks :one
-- Those that a receiver that does not answer ended; who revoked a token knows.
SELECT COUNT(*) FROM webhook WHERE disabled IS NOT NULL AND reason IN ('failed', 'gone');

-- name: EndedWebhooks :many
-- Those that a receiver that does not answer ended, newest first, with why the last try failed while that is known.
SELECT w.id, w.url, w.member, w.reason, CAST(w.disabled AS BIGINT) AS ended,
    CAST(COALESCE((SELECT d.error FROM delivery d WHERE d.webhook = w.id AND d.status = 'failed' ORDER BY d.n DESC LIMIT 1), '') AS TEXT) AS error
FROM webhook w WHERE w.disabled IS NOT NULL AND w.reason IN ('failed', 'gone') ORDER BY w.disabled DESC, w.id LIMIT CAST(sqlc.arg(max_rows) AS BIGINT);

-- name: InsertDelivery :exec
-- Behind one that was not taken it waits for that one's next try, so that a receiver gets them in order.
INSERT INTO delivery (id, n, webhook, type, payload, created, next_try, tries, status, error)
VALUES ($1, (SELECT COALESCE(MAX(n), 0) + 1 FROM delivery), $2, $3, $4, $5,
    COALESCE((SELECT MAX(d.next_try) FROM delivery d WHERE d.webhook = $2 AND d.status = 'waiting' AND d.error <> '' AND d.next_try > $6), $6), 0, 'waiting', '');

-- name: DueDeliveries :many
-- Oldest first, so that a receiver gets them in order. The sum keeps the planner with what is due: there are few.
SELECT * FROM delivery WHERE status = 'waiting' AND next_try <= sqlc.arg(now) ORDER BY n + 0 LIMIT CAST(sqlc.arg(max_rows) AS BIGINT);

-- name: NextDelivery :one
-- The earliest instant of a try; -1 when none waits.
SELECT CAST(COALESCE(MIN(next_try), -1) AS BIGINT) AS next_try FROM delivery WHERE status = 'waiting';

-- name: ClaimDelivery :execrows
-- Counts the try before it is made: a crash under it is tried again at next_try.
UPDATE delivery SET next_try = $2, tries = tries + 1 WHERE id = $1 AND status = 'waiting' AND tries = $3;

-- name: EndDelivery :execrows
UPDATE delivery SET status = $2, error = $3, done = $4 WHERE id = $1 AND status = 'waiting';

-- name: FailDelivery :exec
UPDATE delivery SET next_try = $2, error = $3 WHERE id = $1 AND status = 'waiting';

-- name: HoldDeliveries :exec
-- What waits behind a failed one is not tried before it.
UPDATE delivery SET next_try = sqlc.arg(until) WHERE webhook = sqlc.arg(webhook) AND status = 'waiting' AND next_try < sqlc.arg(until);

-- name: DropDeliveries :exec
UPDATE delivery SET status = 'dropped', done = $2 WHERE webhook = $1 AND status = 'waiting';

-- name: LastDelivery :one
SELECT * FROM delivery WHERE webhook = $1 ORDER BY n DESC LIMIT 1;

-- name: CleanDeliveries :execrows
DELETE FROM delivery WHERE done < $1;

-- name: LeavesFrom :many
-- Which disputes the log goes on with, from a leaf on.
SELECT dispute, leaf, recorded FROM event WHERE leaf >= sqlc.arg(leaf) ORDER BY leaf LIMIT CAST(sqlc.arg(max_rows) AS BIGINT);

-- name: FeedOf :many
SELECT * FROM feed WHERE dispute = $1 ORDER BY audience;

-- name: LastFeed :one
SELECT CAST(COALESCE(MAX(changed), 0) AS BIGINT) AS changed FROM feed;

-- name: PutFeed :exec
INSERT INTO feed (dispute, audience, member, reference, category, stage, turn, task, due, outcome, opened, ended, order_number, changed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (dispute, audience) DO UPDATE SET stage = excluded.stage, turn = excluded.turn, task = excluded.task,
    due = excluded.due, outcome = excluded.outcome, ended = excluded.ended, changed = excluded.changed;

-- name: DropFeed :exec
DELETE FROM feed WHERE dispute = $1 AND audience = $2;

-- name: FeedAfter :many
-- For the trustmark: what changed after an instant, in the order of change.
SELECT * FROM feed WHERE audience = 'trustmark' AND changed > sqlc.arg(after) ORDER BY changed LIMIT CAST(sqlc.arg(max_rows) AS BIGINT);

-- name: FeedOfMemberAfter :many
-- For a member: what changed after an instant, in the order of change.
SELECT * FROM feed WHERE member = sqlc.arg(member) AND audience = 'member' AND changed > sqlc.arg(after)
ORDER BY changed LIMIT CAST(sqlc.arg(max_rows) AS BIGINT);

-- name: FeedByReference :one
SELECT * FROM feed WHERE reference = $1 AND audience = $2;

-- name: NoteMemberChange :exec
INSERT INTO member_change (member, at) VALUES ($1, $2) ON CONFLICT (member) DO UPDATE SET at = excluded.at;

-- name: MemberChanges :many
SELECT * FROM member_change ORDER BY member LIMIT $1;

-- name: DropMemberChange :exec
DELETE FROM member_change WHERE member = $1;

-- name: MembersAfter :many
-- A page of the members by number.
SELECT * FROM member WHERE id > sqlc.arg(after) ORDER BY id LIMIT CAST(sqlc.arg(max_rows) AS BIGINT);
