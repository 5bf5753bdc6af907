package dev.dbops.events.capture;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.OwnSchema;
import dev.dbops.postgres.OwnSchemaLock;
import dev.dbops.postgres.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Removes triggers, then the functions that no trigger needs, then, if requested, the log. */
public final class TriggerRemoval {
    private static final String PURGE = """
        DROP TABLE IF EXISTS dbops.event_log, dbops.log_meta, dbops.tick, dbops.consumer, dbops.dead_letter, dbops.capture;
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
        return new Transaction(database, "the removal").commit(() -> {
            OwnSchemaLock.take(database);
            OwnSchema.require(database);
            database.execute(LOCK_TIMEOUT);
            var changes = new ArrayList<TriggerChange>();
            for (var oid : tables(choice)) {
                changes.addAll(remove(oid));
            }
            CaptureFunctions.dropUnused(database);
            if (!TableTriggers.any(database)) {
                database.executeText(CaptureFunctions.drop());
            }
            if (purge) {
                purge();
            }
            return changes;
        });
    }

    /** Returns what {@link #remove} would remove now. Changes nothing. */
    public List<TriggerChange> plan(TableChoice choice) {
        var changes = new ArrayList<TriggerChange>();
        for (var oid : tables(choice)) {
            for (var kind : kinds) {
                if (!TableTriggers.of(database, oid, kind).isEmpty()) {
                    changes.add(change(oid, kind));
                }
            }
        }
        return changes;
    }

    private List<Long> tables(TableChoice choice) {
        return choice.all()
                ? TableTriggers.tables(database, choice.schema())
                : choice.named().stream().map(catalog::find).toList();
    }

    private List<TriggerChange> remove(long oid) {
        var changes = new ArrayList<TriggerChange>();
        for (var kind : kinds) {
            var found = TableTriggers.of(database, oid, kind);
            for (var trigger : found) {
                database.executeText(TableTriggers.drop(database, trigger));
            }
            InstalledCapture.forget(database, oid, kind);
            if (!found.isEmpty()) {
                changes.add(change(oid, kind));
            }
        }
        return changes;
    }

    private TriggerChange change(long oid, TriggerKind kind) {
        return new TriggerChange(catalog.table(oid).title(), kind.word(), "removed");
    }

    private void purge() {
        var others = TableTriggers.tables(database, "");
        if (!others.isEmpty()) {
            throw new OpsException(
                    Kind.REFUSED,
                    "the log cannot be dropped: table %s still has triggers"
                            .formatted(catalog.table(others.getFirst()).title()),
                    "remove all of them with it: db-ops triggers-remove --all --purge");
        }
        database.executeText(PURGE);
    }
}
