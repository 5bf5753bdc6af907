-- New in PostgreSQL 18.
CREATE TABLE computed (a integer, twice integer GENERATED ALWAYS AS (a * 2) VIRTUAL, CONSTRAINT a_given NOT NULL a);
INSERT INTO computed VALUES (1), (2);
CREATE EXTENSION btree_gist;
CREATE TABLE reservations (room integer, during daterange, PRIMARY KEY (room, during WITHOUT OVERLAPS));
INSERT INTO reservations VALUES (1, '[2024-01-01,2024-02-01)') RETURNING WITH (OLD AS o, NEW AS n) n.room, o.room;
CREATE TABLE later_checked (id integer REFERENCES merged NOT ENFORCED, note text);
ALTER TABLE later_checked ADD CONSTRAINT note_given NOT NULL note NOT VALID;
