-- name: UpsertFact :exec
INSERT INTO fact (dispute, n, stamp, reference, member, category, rules, amount, opened, told, answered, silent, asked,
    choice, chose, mediated, claimed, settled, settled_in, stage, outcome, ground, ended, ended_in, pending, ordered, compliance,
    broken)
VALUES ($1, (SELECT leaf FROM event WHERE event.dispute = $1 AND event.seq = 1), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
    $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)
ON CONFLICT (dispute) DO UPDATE SET stamp = excluded.stamp, told = excluded.told, answered = excluded.answered,
    silent = excluded.silent, asked = excluded.asked, choice = excluded.choice, chose = excluded.chose,
    mediated = excluded.mediated, claimed = excluded.claimed, settled = excluded.settled,
    settled_in = excluded.settled_in, stage = excluded.stage, outcome = excluded.outcome, ground = excluded.ground, ended = excluded.ended,
    ended_in = excluded.ended_in, pending = excluded.pending, ordered = excluded.ordered,
    compliance = excluded.compliance, broken = excluded.broken;

-- name: FactsSince :many
-- What changed since the log had this size, oldest change first; n parts those that changed at the same size.
SELECT * FROM fact WHERE (stamp, n) > (sqlc.arg(stamp), sqlc.arg(n)) ORDER BY stamp, n
LIMIT CAST(sqlc.arg(max_rows) AS BIGINT);

-- name: FactsOfMember :many
SELECT * FROM fact WHERE member = $1 ORDER BY opened DESC LIMIT CAST(sqlc.arg(max_rows) AS BIGINT);

-- name: FactOfDispute :one
SELECT * FROM fact WHERE dispute = $1;

-- name: SurveysSince :many
SELECT fact.n, survey.party, survey.understood, survey.story, survey.fair, survey.at
FROM survey JOIN fact ON fact.dispute = survey.dispute WHERE survey.at >= $1 ORDER BY survey.at;

-- name: MembersForInsight :many
SELECT id, name, slug, sector, since, until, status, orders_per_year, orders_source FROM member ORDER BY id;

-- name: CountIntakeStep :exec
INSERT INTO intake_step (day, step, passed) VALUES ($1, $2, 1)
ON CONFLICT (day, step) DO UPDATE SET passed = intake_step.passed + 1;

-- name: IntakeSteps :many
SELECT step, CAST(SUM(passed) AS BIGINT) AS passed
FROM intake_step WHERE day >= sqlc.arg(first_day) AND day <= sqlc.arg(last_day) GROUP BY step;

-- name: InsertChartNote :exec
INSERT INTO chart_note (id, day, text, account, at) VALUES ($1, $2, $3, $4, $5);

-- name: ChartNotes :many
SELECT * FROM chart_note ORDER BY day;

-- name: DeleteChartNote :exec
DELETE FROM chart_note WHERE id = $1;

-- name: UpsertReport :exec
INSERT INTO report (year, data, account, published) VALUES ($1, $2, $3, $4)
ON CONFLICT (year) DO UPDATE SET data = excluded.data, account = excluded.account, published = excluded.published;

-- name: ReportOfYear :one
SELECT * FROM report WHERE year = $1;

-- name: Reports :many
SELECT year, published FROM report ORDER BY year DESC;

-- name: DisputesWithoutFact :many
-- Those from before figures were kept, oldest first.
SELECT id FROM dispute WHERE NOT EXISTS (SELECT 1 FROM fact WHERE fact.dispute = dispute.id) ORDER BY opened LIMIT 500;

-- name: MembersStamp :one
-- Changes when a member is added or changed.
SELECT COUNT(*) AS members, CAST(COALESCE(MAX(updated), 0) AS BIGINT) AS updated FROM member;
