CREATE TABLE training_table (id integer);
SELECT no_such_column FROM training_table;
