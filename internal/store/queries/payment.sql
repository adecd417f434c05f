-- Queries of the till.

-- name: InsertPayment :exec
INSERT INTO payment (dispute, id, provider, checkout, status, cents, receipt, created, checked, problem)
VALUES ($1, $2, '', '', 'open', $3, '', $4, $5, '');

-- name: PaymentMade :exec
-- The provider gave it an id and an address.
UPDATE payment SET provider = $3, checkout = $4, checked = $5, problem = '' WHERE dispute = $1 AND id = $2;

-- name: PaymentState :exec
UPDATE payment SET status = $3, receipt = $4 WHERE dispute = $1 AND id = $2;

-- name: PaymentChecked :exec
UPDATE payment SET checked = $3, problem = $4 WHERE dispute = $1 AND id = $2;

-- name: PaymentByID :one
SELECT * FROM payment WHERE dispute = $1 AND id = $2;

-- name: PaymentByProvider :one
SELECT * FROM payment WHERE provider = $1 AND provider <> '';

-- name: PaymentsOf :many
SELECT * FROM payment WHERE dispute = $1 ORDER BY created, id;

-- name: OpenPayments :many
-- What the provider was not asked about since an instant, longest ago first.
SELECT * FROM payment WHERE status = 'open' AND checked <= sqlc.arg(before) ORDER BY checked LIMIT CAST(sqlc.arg(max_rows) AS BIGINT);

-- name: InsertRefund :exec
INSERT INTO refund (dispute, id, payment, provider, status, attempt, cents, why, created, checked, problem)
VALUES ($1, $2, $3, '', 'due', 1, $4, $5, $6, 0, '')
ON CONFLICT (dispute, id) DO UPDATE SET status = 'due', provider = '', attempt = refund.attempt + 1, checked = 0;

-- name: RefundState :exec
UPDATE refund SET provider = $3, status = $4, checked = $5, problem = $6 WHERE dispute = $1 AND id = $2;

-- name: RefundsOf :many
SELECT * FROM refund WHERE dispute = $1 ORDER BY created, id;

-- name: RefundByID :one
SELECT * FROM refund WHERE dispute = $1 AND id = $2;

-- name: OpenRefunds :many
SELECT * FROM refund WHERE status IN ('due', 'sent') AND checked <= sqlc.arg(before) ORDER BY checked LIMIT CAST(sqlc.arg(max_rows) AS BIGINT);

-- name: NextMoney :one
-- When the till must look again at what is open: the earliest instant of the last look; -1 when nothing is open.
SELECT CAST(COALESCE(MIN(checked), -1) AS BIGINT) AS at FROM (
    SELECT p.checked FROM payment p WHERE p.status = 'open'
    UNION ALL SELECT r.checked FROM refund r WHERE r.status IN ('due', 'sent')) AS open_money;
