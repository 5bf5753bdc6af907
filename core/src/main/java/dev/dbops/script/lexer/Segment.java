package dev.dbops.script.lexer;

/** One item found by the scanner: a SQL statement or a psql command. */
public sealed interface Segment permits Statement, PsqlCommand {}
