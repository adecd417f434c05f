-- +goose Up
-- Without statistics a database took the index of the stage for the cases of one mediator, and read the whole stage: two
-- columns that must be equal weigh more than one. And a count by deadline read a row for each case, because an index of
-- an expression covers a query only with the column in it.
DROP INDEX dispute_room;
DROP INDEX dispute_work_due;
CREATE INDEX dispute_room ON dispute (mediator, stage, (COALESCE(turn_due, 9223372036854775807)), opened, id, ended)
    WHERE stage = 'mediation' AND ended IS NULL;
CREATE INDEX dispute_work_due ON dispute ((COALESCE(turn_due, 9223372036854775807)), opened, id, work, turn_due) WHERE work <> '';

-- +goose Down
DROP INDEX dispute_work_due;
DROP INDEX dispute_room;
CREATE INDEX dispute_work_due ON dispute ((COALESCE(turn_due, 9223372036854775807)), opened, id, work) WHERE work <> '';
CREATE INDEX dispute_room ON dispute (mediator, (COALESCE(turn_due, 9223372036854775807)), opened, id, stage, ended)
    WHERE stage = 'mediation' AND ended IS NULL;
