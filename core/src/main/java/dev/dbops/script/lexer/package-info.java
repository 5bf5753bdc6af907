/** Scans scripts as psql does: statements with their first tokens and places, psql commands, variables and COPY data. */
package dev.dbops.script.lexer;
