/** Writes the schema with pg_dump, the same text from run to run, and compares it with a file. */
package dev.dbops.dump;
