/** The command connect: it runs psql, or the built-in shell. */
package dev.dbops.cli.connect;
