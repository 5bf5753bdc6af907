/** Prints results as tables, JSON or CSV; no command knows the format. */
package dev.dbops.cli.output;
