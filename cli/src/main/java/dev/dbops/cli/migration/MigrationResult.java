package dev.dbops.cli.migration;

import java.util.List;

/** The migrations that were applied to a database. */
record MigrationResult(String database, List<MigrationScripts.Applied> migrations) {}
