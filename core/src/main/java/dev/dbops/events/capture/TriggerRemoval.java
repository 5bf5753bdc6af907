package dev.dbops.events.capture;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.ddl.SchemaTriggers;
import dev.dbops.events.log.LogInUse;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.OwnSchema;
import dev.dbops.postgres.OwnSchemaLock;
import dev.dbops.postgres.TextPipeline;
import dev.dbops.postgres.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Removes triggers, then the functions that no trigger needs, then, if requested, the log. */
public final class TriggerRemoval {
    private static final String PURGE = """
        DROP TABLE IF EXISTS dbops.event_log, dbops.log_meta, dbops.tick, dbops.snapshot_part,
            dbops.snapshot_table, dbops.consumer, dbops.dead_letter, dbops.capture;
        DROP SEQUENCE IF EXISTS dbops.event_seq;
        """;

    private static final String LOCK_TIMEOUT = "SET LOCAL lock_timeout = '5s'";

    private final Database database;
    private final Set<TriggerKind> kinds;
    private final boolean purge;
    private final CaptureCatalog catalog;

    /**
     * @param kinds the kinds of triggers to remove
     * @param purge whether to remove the log too, with all its data
     */
    public TriggerRemoval(Database database, Set<TriggerKind> kinds, boolean purge) {
        this.database = database;
        this.kinds = Set.copyOf(kinds);
        this.purge = purge;
        this.catalog = new CaptureCatalog(database);
    }

    /**
     * Removes the installed parts, all or nothing.
     *
     * @throws OpsException of kind REFUSED when the log should be removed while triggers of other tables still write
     *     into it
     */
    public List<TriggerChange> remove(TableChoice choice) {
        try {
            return new Transaction(database, "the removal").commit(() -> removed(choice));
        } catch (OpsException e) {
            throw LogInUse.of(e);
        }
    }

    private List<TriggerChange> removed(TableChoice choice) {
        OwnSchemaLock.take(database);
        OwnSchema.require(database);
        database.execute(LOCK_TIMEOUT);
        var triggers = TableTriggers.read(database);
        var oids = tables(choice, triggers);
        var changes = changes(oids, triggers);
        drop(oids, triggers);
        CaptureFunctions.dropUnused(database);
        var others = TableTriggers.read(database);
        if (others.all().isEmpty()) {
            database.executeText(CaptureFunctions.drop());
        }
        if (purge) {
            purge(others);
        }
        return changes;
    }

    /** Returns what {@link #remove} would remove now. Changes nothing. */
    public List<TriggerChange> plan(TableChoice choice) {
        var triggers = TableTriggers.read(database);
        return changes(tables(choice, triggers), triggers);
    }

    private List<Long> tables(TableChoice choice, TableTriggers triggers) {
        return choice.all()
                ? triggers.tables(database, choice.schema())
                : catalog.find(choice.named()).stream().distinct().toList();
    }

    private List<TriggerChange> changes(List<Long> oids, TableTriggers triggers) {
        var tables = catalog.tables(oids);
        var changes = new ArrayList<TriggerChange>();
        for (var oid : oids) {
            for (var kind : kinds) {
                if (!triggers.of(oid, kind).isEmpty()) {
                    changes.add(new TriggerChange(tables.get(oid).title(), kind.word(), "removed"));
                }
            }
        }
        return changes;
    }

    /** Drops the triggers of tables and their records. Those of a partition may be named twice. */
    private void drop(List<Long> oids, TableTriggers triggers) {
        var statements = new LinkedHashSet<String>();
        for (var oid : oids) {
            for (var kind : kinds) {
                triggers.of(oid, kind).forEach(each -> statements.add(TableTriggers.drop(database, each)));
            }
        }
        TextPipeline.execute(database, List.copyOf(statements), (_, failure) -> failure);
        kinds.forEach(kind -> InstalledCapture.forget(database, oids, kind));
    }

    private void purge(TableTriggers triggers) {
        var others = triggers.tables(database, "");
        if (!others.isEmpty()) {
            throw new OpsException(
                    Kind.REFUSED,
                    "the log cannot be dropped: table %s still has triggers"
                            .formatted(catalog.tables(others)
                                    .get(others.getFirst())
                                    .title()),
                    "remove all of them with it: db-ops triggers-remove --all --purge");
        }
        new SchemaTriggers(database).drop();
        database.executeText(PURGE);
    }
}
