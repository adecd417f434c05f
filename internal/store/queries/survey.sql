-- name: UpsertSurvey :exec
INSERT INTO survey (dispute, party, understood, story, fair, remark, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (dispute, party) DO UPDATE SET understood = excluded.understood, story = excluded.story,
    fair = excluded.fair, remark = excluded.remark, at = excluded.at;

-- name: SurveysOf :many
SELECT * FROM survey WHERE dispute = $1 ORDER BY party;
