package dev.dbops.doctor.schema;

import dev.dbops.doctor.Check;
import dev.dbops.doctor.CheckRun;
import dev.dbops.doctor.CheckSuite;
import dev.dbops.doctor.Finding;
import dev.dbops.postgres.CatalogReader;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Checks the tables of a database and their objects: broken, missing, unused, or nearly full. */
public final class SchemaChecks implements CheckSuite {
    /** Younger statistics do not show reliably what is never used. */
    private static final Duration STATISTICS_AGE = Duration.ofDays(7);

    /** The first version in which a database records the version of its own collation. */
    private static final int COLLATION_OF_DATABASE = 150_000;

    private final CatalogReader reader;
    private final Supplier<List<String>> neededExtensions;
    private final Duration statisticsAge;

    /**
     * Creates the checks for a connection's database.
     *
     * @param neededExtensions returns the extensions that the project's schema creates; may fail
     */
    public SchemaChecks(CatalogReader reader, Supplier<List<String>> neededExtensions) {
        this(reader, neededExtensions, STATISTICS_AGE);
    }

    /** With a different age of the statistics, for tests. */
    SchemaChecks(CatalogReader reader, Supplier<List<String>> neededExtensions, Duration statisticsAge) {
        this.reader = reader;
        this.neededExtensions = neededExtensions;
        this.statisticsAge = statisticsAge;
    }

    @Override
    public String section() {
        return SchemaSteps.SECTION;
    }

    @Override
    public void examine(Consumer<Finding> findings) {
        new CheckRun(reader, findings)
                .run(List.of(
                        invalidIndexes(),
                        primaryKeys(),
                        sequences(),
                        UnusedIndexesCheck.check(statisticsAge),
                        duplicateIndexes(),
                        deadRows(),
                        analyzed(),
                        foreignKeys(),
                        constraints(),
                        CacheCheck.check(),
                        ExtensionsCheck.check(neededExtensions),
                        collations(),
                        eventTriggers()));
    }

    private static Check<NamedObject> invalidIndexes() {
        return NamedObject.warnOf(
                SchemaSteps.INVALID_INDEXES,
                "invalid-indexes.sql",
                "there are none",
                "not used by any query, but still updated by each write",
                "`REINDEX INDEX CONCURRENTLY %s`, or drop it");
    }

    private static Check<NamedObject> primaryKeys() {
        return NamedObject.warnOf(
                SchemaSteps.PRIMARY_KEYS,
                "tables-without-key.sql",
                "every table has one, or another identity of its rows",
                "tables without a key: logical replication cannot replicate their updates",
                "add a primary key; or, which costs more: `ALTER TABLE %s REPLICA IDENTITY FULL`");
    }

    private static Check<NamedObject> sequences() {
        return NamedObject.warnOf(
                SchemaSteps.SEQUENCES,
                "sequences.sql",
                "none is near its end",
                "more than 75 % used; after the last value no row can be inserted",
                "give the column the type bigint before that; then: `ALTER SEQUENCE %s AS bigint`");
    }

    private static Check<NamedObject> duplicateIndexes() {
        return NamedObject.warnOf(
                SchemaSteps.DUPLICATE_INDEXES,
                "duplicate-indexes.sql",
                "there are none",
                "slow down each write and duplicate another index",
                "`DROP %s`",
                "command");
    }

    private static Check<NamedObject> deadRows() {
        return NamedObject.warnOf(
                SchemaSteps.DEAD_ROWS,
                "dead-rows.sql",
                "vacuum keeps up with deletes and updates",
                "tables with many dead rows",
                "`VACUUM (ANALYZE) %s`, then find what blocks autovacuum: an old transaction, or its settings");
    }

    private static Check<NamedObject> analyzed() {
        return NamedObject.warnOf(
                SchemaSteps.ANALYZED,
                "never-analyzed.sql",
                "every large table has statistics",
                "tables that were never analyzed: the planner has no statistics",
                "`ANALYZE %s`");
    }

    private static Check<NamedObject> foreignKeys() {
        return NamedObject.warnOf(
                SchemaSteps.FOREIGN_KEYS,
                "foreign-keys-without-index.sql",
                "each has an index",
                "without an index: each delete or update of a referenced row reads the whole table",
                "`CREATE %s`",
                "command");
    }

    private static Check<NamedObject> constraints() {
        return NamedObject.warnOf(
                SchemaSteps.CONSTRAINTS,
                "unvalidated-constraints.sql",
                "all are validated",
                "not validated: existing rows may violate them",
                "`ALTER TABLE %s`",
                "command");
    }

    private Check<NamedObject> collations() {
        var newer = reader.database().serverVersion().number() >= COLLATION_OF_DATABASE;
        return NamedObject.warnOf(
                SchemaSteps.COLLATIONS,
                newer ? "collations-15.sql" : "collations.sql",
                "have the versions that the system has",
                "changed when the system was upgraded: indexes on text may miss rows",
                "rebuild the indexes on text; then: `ALTER %s`",
                "command");
    }

    private static Check<NamedObject> eventTriggers() {
        return NamedObject.warnOf(
                SchemaSteps.EVENT_TRIGGERS,
                "event-triggers.sql",
                "none is disabled",
                "do not fire",
                "`ALTER EVENT TRIGGER %s ENABLE`, or drop it");
    }
}
