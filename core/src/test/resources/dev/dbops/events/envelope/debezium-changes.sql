-- Each statement is a transaction, unless it says BEGIN.

INSERT INTO numbers VALUES
    (1, -32768, -9223372036854775808, 1.5, 0.1::float8 + 0.2, 4294967295, true, 12.3400, 1234.56, 12.3, 12345, NULL, 99.9),
    (2, 0, 0, -1e30, 5e-324, 0, false, -123456789.123456789, -0.01, -1.5, -1, NULL, 0),
    (3, 1, 1, 0, 1e300, 1, NULL, 1e30, 0, 0, 0, NULL, -1), (4, 1, 1, 0, 1, 1, NULL, 0.0, 92233720368547758.07, 99999999.99, 99999, NULL, 1),
    (5, 1, 1, 0, 1, 1, NULL, 100, 1, 1, 1, 12300, 1);
INSERT INTO numbers (id) VALUES (6);
INSERT INTO numbers (id, real_, double_, any_numeric, fixed) VALUES (7, 'NaN', '-Infinity', 'NaN', 'NaN');
INSERT INTO numbers (id, any_numeric) VALUES (8, 'Infinity');

INSERT INTO times VALUES
    (1, '2026-01-02', '10:00', '10:00:00.123', '10:00:01', '10:00:00+02', '10:00:00.12+05:30', '2026-01-02 03:04:05.123456',
     '2026-01-02 03:04:05.12', '2026-01-02 03:04:05', '2026-01-02 03:04:05.5+02', '2026-01-02 03:04:05+00', '2026-01-02 03:04:05+00',
     '1 year 2 mons 3 days 04:05:06.789'),
    (2, '0044-03-15 BC', '23:59:59.999999', '00:00', '23:59:59', '00:00+00', '00:00-15:59', '1969-12-31 23:59:59.999999',
     '0044-03-15 10:00 BC', '2200-01-01', '0044-03-15 BC', '1969-12-31 23:59:59.999', '9999-12-31 23:59:59+00', '-1 mons'),
    (3, '5874897-12-31', '00:00:00.000001', '00:00:00.001', '00:00', '23:59:59.999999-12', '01:02:03+00', '2026-01-02',
     '1677-12-31', '1970-01-01', '10000-01-01 00:00+00', '2026-06-01 00:00:00.1+00', '2026-06-01 00:00+00', '-1 days +02:03:04.5');
INSERT INTO times (id, timestamp_, timestamp_3, timestamp_0, timestamptz_, timestamptz_3, interval_) VALUES
    (4, 'infinity', 'infinity', '-infinity', 'infinity', '-infinity', '-178000000 years'),
    (5, NULL, NULL, NULL, NULL, NULL, '1 year -2 mons +3 days -04:05:06.000007'), (6, NULL, NULL, NULL, NULL, NULL, '00:00:00.000001');
INSERT INTO times (id, time_, date_, timestamp_) VALUES (7, '24:00', 'infinity', '4713-01-01 BC');

INSERT INTO texts VALUES
    ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', E'é ☃ 😀 "q" \\ \n\t', 'ab  ', 'ab', 'x', 'CiText', 'it''s "fine", really\',
     '{"b":1,  "a":2, "a":3}', '{"a": [1, 2.50, {"b": null}]}', '<a b="c">d &amp; e</a>', 'a.b.c', '''fat'':2A ''cat'':3', '::ffff:1.2.3.0/120',
     '10.0.0.0/8', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', '[1,10)', '(,)', '[1.10,1.20)', '[2026-01-01,infinity)',
     '(,2026-01-01 00:00:00+00]', 'empty', '\xdeadbeef', B'1', B'000000001111', B'1000000000', B'111111111', '(1.5,-2e300)'),
    ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12', '', '', '', '', '', 'sad', 'null', '"text"', '', '', '', '1.2.3.4', '1.2.3.4', NULL, NULL,
     'empty', '[1,1]', '(,1.5]', '(,)', '(,)', '[2026-01-01,2026-01-02]', '', B'0', B'000000000000', B'', B'0', '(0,0)'),
    ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a13', NULL, NULL, NULL, NULL, NULL, NULL, ' [1,  2] ', 'null', NULL, NULL, NULL, NULL, NULL, NULL,
     NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, B'0101', NULL, NULL);
DELETE FROM texts WHERE text_ = '';

INSERT INTO lists VALUES
    (1, '{1,NULL,3}', '{9223372036854775807}', '{1.5}', '{t,f}', '{1.5,NULL,2.00}', '{1.5,2}', '{2026-01-02,NULL}', '{10:00}',
     '{2026-01-02 03:04:05.123456}', '{2026-01-02 03:04:05.5+02}', '{10:00:00+02}', '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}',
     '{"\\xff"}', '{"",NULL,"NULL","a,b","{}","\"\\"}', '{a,b}', '{A,b}', '{a.b,c}'),
    (2, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', NULL);
INSERT INTO lists (id) VALUES (3);
INSERT INTO lists (id, ints, texts) VALUES (4, '{{1,2},{3,4}}', '[0:1]={a,b}');

INSERT INTO others VALUES
    (1, 'name', '$.a', '(1,1),(0,0)', '{1 day}', '{1.00}', (1, '2026-01-02', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
     NULL, NULL, NULL), '{[1,2)}', '"k \"1\\"=>"v, }", b=>NULL',
     ARRAY['a=>1', NULL, ''::hstore], ARRAY['{"a":  "\"b\""}', NULL, 'null', '[1, 2]']::json[], ARRAY['{"a": 1}', '"NULL"', '1']::jsonb[], '1 2',
     '{sad}'),
    (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', '{}', '{}', '{}', NULL, '{}');

INSERT INTO people VALUES (7, 1, 'Ann', '1990-01-02', 1.7, repeat('p', 9000)), (7, 2, 'Bob', '1990-01-02', 1.8, NULL);
UPDATE people SET name = 'Anna' WHERE id = 1;
UPDATE people SET id = 10, picture = NULL WHERE id = 1;
DELETE FROM people WHERE id = 2;

INSERT INTO full_rows VALUES (1, 'a', '2026-01-02 03:04:05'), (2, 'b', NULL);
UPDATE full_rows SET name = 'c' WHERE id = 1;
DELETE FROM full_rows;

BEGIN;
SELECT set_config('dbops.origin', 'a test', true);
INSERT INTO unique_index VALUES (1, 'x');
INSERT INTO without_key VALUES (1), (2);
INSERT INTO unique_index VALUES (2, 'y');
INSERT INTO "odd-Table é" VALUES (1);
TRUNCATE without_key, "odd-Table é";
COMMIT;
INSERT INTO last VALUES (1);
