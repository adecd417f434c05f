-- +goose Up
-- Lists by deadline, those without one last: each is read in the order of an index and stops at the end of its page,
-- however many cases there are. Queries name the deadline in the same words.
DROP INDEX dispute_work;
DROP INDEX dispute_stage;
DROP INDEX dispute_mediator;
DROP INDEX dispute_shop;
CREATE INDEX dispute_work ON dispute (work, (COALESCE(turn_due, 9223372036854775807)), opened, id) WHERE work <> '';
CREATE INDEX dispute_work_due ON dispute ((COALESCE(turn_due, 9223372036854775807)), opened, id, work) WHERE work <> '';
CREATE INDEX dispute_stage ON dispute (stage, (COALESCE(turn_due, 9223372036854775807)), opened, id, waits, ended)
    WHERE ended IS NULL; -- with all that is counted, so that a count reads no row
CREATE INDEX dispute_room ON dispute (mediator, (COALESCE(turn_due, 9223372036854775807)), opened, id, stage, ended)
    WHERE stage = 'mediation' AND ended IS NULL;
CREATE INDEX dispute_shop ON dispute (member, (CASE WHEN ended IS NULL THEN 0 ELSE 1 END),
    (COALESCE(shop_due, 9223372036854775807)), opened DESC, id) WHERE told = 1;
CREATE INDEX dispute_shop_turn ON dispute (member, stage, shop_turn, shop_due) WHERE told = 1;

-- Names are found by how they begin, and by how their last word begins.
CREATE INDEX dispute_name ON dispute ((LOWER(consumer_name)));
CREATE INDEX dispute_surname ON dispute
    ((REPLACE(LOWER(consumer_name), RTRIM(LOWER(consumer_name), REPLACE(LOWER(consumer_name), ' ', '')), '')),
    (LOWER(consumer_name)));

-- Whether a member changed is asked for each page that counts.
CREATE INDEX member_updated ON member (updated);

-- +goose Down
DROP INDEX member_updated;
DROP INDEX dispute_surname;
DROP INDEX dispute_name;
DROP INDEX dispute_shop_turn;
DROP INDEX dispute_shop;
DROP INDEX dispute_room;
DROP INDEX dispute_stage;
DROP INDEX dispute_work_due;
DROP INDEX dispute_work;
CREATE INDEX dispute_shop ON dispute (member, shop_due);
CREATE INDEX dispute_mediator ON dispute (mediator, turn_due) WHERE mediator <> '';
CREATE INDEX dispute_stage ON dispute (stage, turn_due) WHERE ended IS NULL;
CREATE INDEX dispute_work ON dispute (work, turn_due) WHERE work <> '';
