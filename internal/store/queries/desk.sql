-- Queries of the desks of staff, and of the files of mediation. Each channel is asked for by itself.

-- name: DeskOpen :many
-- Running disputes narrowed by what is not '' (or, for numbers, not -1), by deadline. The shop is a member's number or
-- a part of its name (a result of LikeText); the mediator '-' is nobody; a span of deadlines leaves out what has none.
SELECT * FROM dispute WHERE ended IS NULL
    AND (CAST(sqlc.arg(stage) AS TEXT) = '' OR stage = sqlc.arg(stage))
    AND (CAST(sqlc.arg(wants) AS BIGINT) < 0 OR waits = sqlc.arg(wants))
    AND (CAST(sqlc.arg(category) AS TEXT) = '' OR category = sqlc.arg(category))
    AND (CAST(sqlc.arg(mediator) AS TEXT) = '' OR mediator = sqlc.arg(mediator) OR sqlc.arg(mediator) = '-' AND mediator = '')
    AND (CAST(sqlc.arg(only_of) AS TEXT) = '' OR mediator = sqlc.arg(only_of) OR sqlc.arg(only_of) = '-' AND mediator = '')
    AND COALESCE(turn_due, 9223372036854775807) > CAST(sqlc.arg(after) AS BIGINT)
    AND COALESCE(turn_due, 9223372036854775807) <= CASE WHEN CAST(sqlc.arg(until) AS BIGINT) < 0 THEN 9223372036854775807 ELSE sqlc.arg(until) END
    AND (CAST(sqlc.arg(shop) AS TEXT) = '' OR member = sqlc.arg(member)
        OR member IN (SELECT m.id FROM member m WHERE m.search LIKE '%' || CAST(sqlc.arg(shop) AS TEXT) || '%' ESCAPE '\'))
ORDER BY COALESCE(turn_due, 9223372036854775807), opened, id
LIMIT CAST(sqlc.arg(max_rows) AS BIGINT) OFFSET CAST(sqlc.arg(skip) AS BIGINT);

-- name: DeskWork :many
-- Work for staff of a kind ('' for all) narrowed as in DeskOpen, by deadline.
SELECT * FROM dispute WHERE work <> ''
    AND (CAST(sqlc.arg(work) AS TEXT) = '' OR work = sqlc.arg(work))
    AND (CAST(sqlc.arg(category) AS TEXT) = '' OR category = sqlc.arg(category))
    AND (CAST(sqlc.arg(mediator) AS TEXT) = '' OR mediator = sqlc.arg(mediator) OR sqlc.arg(mediator) = '-' AND mediator = '')
    AND COALESCE(turn_due, 9223372036854775807) > CAST(sqlc.arg(after) AS BIGINT)
    AND COALESCE(turn_due, 9223372036854775807) <= CASE WHEN CAST(sqlc.arg(until) AS BIGINT) < 0 THEN 9223372036854775807 ELSE sqlc.arg(until) END
    AND (CAST(sqlc.arg(shop) AS TEXT) = '' OR member = sqlc.arg(member)
        OR member IN (SELECT m.id FROM member m WHERE m.search LIKE '%' || CAST(sqlc.arg(shop) AS TEXT) || '%' ESCAPE '\'))
ORDER BY COALESCE(turn_due, 9223372036854775807), opened, id
LIMIT CAST(sqlc.arg(max_rows) AS BIGINT) OFFSET CAST(sqlc.arg(skip) AS BIGINT);

-- name: SavedViews :many
SELECT * FROM saved_view WHERE account = $1 ORDER BY created, id;

-- name: KeepView :exec
INSERT INTO saved_view (account, id, name, query, created) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account, id) DO UPDATE SET name = excluded.name, query = excluded.query;

-- name: DropView :execrows
DELETE FROM saved_view WHERE account = $1 AND id = $2;

-- name: KeysOn :exec
INSERT INTO desk_keys (account, since) VALUES ($1, $2) ON CONFLICT (account) DO NOTHING;

-- name: KeysOff :execrows
DELETE FROM desk_keys WHERE account = $1;

-- name: HasKeys :one
SELECT COUNT(*) FROM desk_keys WHERE account = $1;

-- name: InsertRoomFile :exec
INSERT INTO room_file (dispute, channel, id, author, account, number, name, media_type, size, sha256, salt, file, created)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: RoomFilesOf :many
-- The files of one channel.
SELECT * FROM room_file WHERE dispute = $1 AND channel = $2 ORDER BY created, number, id;

-- name: PrivateFilesOf :many
-- The stored files of both private channels, for the keeper that erases them.
SELECT file FROM room_file WHERE dispute = $1 AND channel IN ('consumer', 'shop');

-- name: ErasePrivateFiles :execrows
DELETE FROM room_file WHERE dispute = $1 AND channel IN ('consumer', 'shop');
