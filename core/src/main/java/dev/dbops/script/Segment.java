package dev.dbops.script;

/** One item found by the scanner: a SQL statement or a psql command. */
sealed interface Segment permits Statement, PsqlCommand {}
