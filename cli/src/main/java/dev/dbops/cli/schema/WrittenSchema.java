package dev.dbops.cli.schema;

/**
 * The result of writing the file.
 *
 * @param database the database's name
 * @param file the file
 * @param lines how many lines it has
 * @param changed whether it had another content before
 * @param pgDump the version of the pg_dump that was used
 */
record WrittenSchema(String database, String file, long lines, boolean changed, String pgDump) {}
