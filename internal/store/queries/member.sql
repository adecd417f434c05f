-- name: UpsertMember :exec
-- Status is kept: a measure is not undone by an import.
INSERT INTO member (id, slug, name, domains, emails, phone, address, kvk, sector, since, until,
    status, status_since, orders_per_year, orders_source, search, updated)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
ON CONFLICT (id) DO UPDATE SET
    slug = excluded.slug, name = excluded.name, domains = excluded.domains, emails = excluded.emails,
    phone = excluded.phone, address = excluded.address, kvk = excluded.kvk, sector = excluded.sector,
    since = excluded.since, until = excluded.until, orders_per_year = excluded.orders_per_year,
    orders_source = excluded.orders_source, search = excluded.search, updated = excluded.updated;

-- name: MemberByID :one
SELECT * FROM member WHERE id = $1;

-- name: MemberBySlug :one
SELECT * FROM member WHERE slug = $1;

-- name: SearchMembers :many
-- The text is a result of LikeText: '' finds all; names that begin with it come first.
SELECT * FROM member
WHERE search LIKE '%' || CAST(sqlc.arg(text) AS TEXT) || '%' ESCAPE '\'
ORDER BY CASE WHEN search LIKE CAST(sqlc.arg(text) AS TEXT) || '%' ESCAPE '\' THEN 0 ELSE 1 END, search, id
LIMIT CAST(sqlc.arg(max_rows) AS BIGINT) OFFSET CAST(sqlc.arg(skip) AS BIGINT);

-- name: MembersByEmail :many
-- Members whose addresses contain the text given: the caller compares address by address.
SELECT * FROM member WHERE LOWER(emails) LIKE '%' || LOWER(CAST(sqlc.arg(email) AS TEXT)) || '%' ORDER BY id;

-- name: AllMembers :many
SELECT * FROM member ORDER BY id;

-- name: SetMemberStatus :execrows
UPDATE member SET status = $2, status_since = $3, updated = $3 WHERE id = $1;
