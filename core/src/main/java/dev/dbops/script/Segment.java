package dev.dbops.script;

/** What the scanner finds one after the other: a statement of SQL, or a command of psql's own. */
sealed interface Segment permits Statement, PsqlCommand {}
