package dev.dbops.cli.migration;

import java.util.List;

/** The migrations that were applied to a database, or rolled back. */
record MigrationResult(String database, List<MigrationScripts.Applied> migrations) {}
