package dev.dbops.dump;

/**
 * What a dump of the schema keeps beside the objects themselves.
 *
 * @param owners whether their owners; the roles must exist where the dump is loaded
 * @param privileges whether who was granted what; the same goes for these roles
 */
public record DumpOptions(boolean owners, boolean privileges) {}
