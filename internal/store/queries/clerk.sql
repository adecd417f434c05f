-- Queries of the clerk that span tables.

-- name: DisputesOfShop :many
-- What the shop may see of its disputes: those that went on to it.
SELECT * FROM dispute WHERE member = sqlc.arg(member) AND told = 1
ORDER BY CASE WHEN ended IS NULL THEN 0 ELSE 1 END, COALESCE(shop_due, 9223372036854775807), opened DESC, id
LIMIT CAST(sqlc.arg(max_rows) AS BIGINT) OFFSET CAST(sqlc.arg(skip) AS BIGINT);

-- name: CountShop :many
-- Disputes of a member that the shop may see, by task; soon and late count deadlines before the instants given.
SELECT stage, shop_turn, COUNT(*) AS n,
    CAST(SUM(CASE WHEN shop_due <= CAST(sqlc.arg(soon) AS BIGINT) THEN 1 ELSE 0 END) AS BIGINT) AS soon,
    CAST(SUM(CASE WHEN shop_due <= CAST(sqlc.arg(now) AS BIGINT) THEN 1 ELSE 0 END) AS BIGINT) AS late
FROM dispute WHERE member = sqlc.arg(member) AND told = 1 GROUP BY stage, shop_turn;

-- name: DocumentsBare :many
-- Files that a draft or a dispute holds, for the keeper that erases them.
SELECT file FROM document WHERE dispute = $1;

-- name: ContentsErase :execrows
DELETE FROM content WHERE dispute = $1;

-- name: DocumentsErase :execrows
DELETE FROM document WHERE dispute = $1;
