package dev.dbops.dump;

/**
 * The information that a schema dump contains in addition to the objects.
 *
 * @param owners whether to include owners; the roles must exist where the dump is loaded
 * @param privileges whether to include grants; their roles must exist too
 */
public record DumpOptions(boolean owners, boolean privileges) {}
