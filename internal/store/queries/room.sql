-- Queries of the mediation room. Each channel has its own.

-- name: InsertJointMessage :exec
INSERT INTO joint_message (dispute, id, author, account, created, salt, body) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: JointMessagesOf :many
SELECT * FROM joint_message WHERE dispute = $1 ORDER BY created, id;

-- name: InsertPrivateMessage :exec
INSERT INTO private_message (dispute, side, id, author, account, created, salt, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: PrivateMessagesOf :many
-- The channel of one side with the mediator.
SELECT * FROM private_message WHERE dispute = $1 AND side = $2 ORDER BY created, id;

-- name: InsertStaffNote :exec
INSERT INTO staff_note (dispute, id, account, created, salt, body) VALUES ($1, $2, $3, $4, $5, $6);

-- name: StaffNotesOf :many
SELECT * FROM staff_note WHERE dispute = $1 ORDER BY created, id;

-- name: InsertMediationText :exec
INSERT INTO mediation_text (dispute, id, kind, author, created, salt, body) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: MediationTextsOf :many
SELECT * FROM mediation_text WHERE dispute = $1 ORDER BY created, id;

-- name: MediationTextByID :one
SELECT * FROM mediation_text WHERE dispute = $1 AND id = $2;

-- name: SavedReplies :many
SELECT * FROM saved_reply WHERE id >= '' ORDER BY id LIMIT 200;

-- name: UpsertSavedReply :exec
INSERT INTO saved_reply (id, title, body_nl, body_en, changed) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (id) DO UPDATE SET title = excluded.title, body_nl = excluded.body_nl, body_en = excluded.body_en,
    changed = excluded.changed;

-- name: DeleteSavedReply :execrows
DELETE FROM saved_reply WHERE id = $1;

-- name: MarkWriting :exec
INSERT INTO writing (dispute, account, name, at) VALUES ($1, $2, $3, $4)
ON CONFLICT (dispute, account) DO UPDATE SET at = excluded.at, name = excluded.name;

-- name: WritingIn :many
SELECT * FROM writing WHERE dispute = sqlc.arg(dispute) AND at > sqlc.arg(since);

-- name: InsertConflict :exec
INSERT INTO conflict (account, member, created) VALUES ($1, $2, $3) ON CONFLICT (account, member) DO NOTHING;

-- name: DeleteConflict :execrows
DELETE FROM conflict WHERE account = $1 AND member = $2;

-- name: HasConflict :one
SELECT COUNT(*) FROM conflict WHERE account = $1 AND member = $2;

-- name: ConflictsOf :many
SELECT * FROM conflict WHERE account = $1 ORDER BY member;

-- name: InsertSignal :exec
INSERT INTO signal (id, member, dispute, kind, at, account, text) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: SignalsOfMember :many
SELECT * FROM signal WHERE member = $1 ORDER BY at DESC;

-- name: RoomsToErase :many
-- Disputes whose private channels were kept long enough.
SELECT id FROM dispute WHERE room_until <= $1 ORDER BY room_until LIMIT 100;

-- name: ErasePrivateMessages :execrows
DELETE FROM private_message WHERE dispute = $1;

-- name: EraseReasons :execrows
DELETE FROM mediation_text WHERE dispute = $1 AND kind = 'reason';

-- name: RoomErased :exec
UPDATE dispute SET room_until = NULL WHERE id = $1;
