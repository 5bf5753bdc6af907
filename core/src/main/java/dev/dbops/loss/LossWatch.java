package dev.dbops.loss;

import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the content of a database before and after statements whose text does not show their effect: functions, DO
 * blocks, triggers, rules.
 *
 * <p>Objects that the transaction itself created may be removed again. Foreign servers, other connections and files are
 * not seen. Constraints, indexes and triggers are not seen either, because they hold no data.
 */
public final class LossWatch {
    private final Database database;
    private final DatabaseState before;

    private LossWatch(Database database) {
        this.database = database;
        this.before = DatabaseState.read(database);
    }

    /** Begins before the statements run, in their transaction or before it. */
    public static LossWatch begin(Database database) {
        return new LossWatch(database);
    }

    /**
     * The losses when the transaction is committed now, each a phrase such as "deleted 3 rows of public.users"; they
     * include rows that deferred triggers delete.
     */
    public List<String> losses() {
        database.executeAsIs("SET CONSTRAINTS ALL IMMEDIATE");
        var after = DatabaseState.read(database);
        var losses = new ArrayList<String>();
        if (!before.counts() || !after.counts()) {
            losses.add("ran while the server does not count rows (track_counts is off)");
        }
        for (var entry : before.objects().entrySet()) {
            var now = after.objects().get(entry.getKey());
            if (now == null) {
                losses.add("dropped %s %s"
                        .formatted(entry.getValue().kind(), entry.getValue().name()));
            } else {
                compare(entry.getValue(), now, losses);
            }
        }
        losses.sort(null);
        return losses;
    }

    private void compare(StoredObject before, StoredObject now, List<String> losses) {
        if (now.kind().equals("large object")) {
            count(now.deleted() - before.deleted(), "deleted %d large object%s", "", losses);
            return;
        }
        compareColumns(before, now, losses);
        if (!now.name().startsWith("dbops.")) {
            count(now.deleted() - before.deleted(), "deleted %d row%s of ", now.name(), losses);
            count(now.updated() - before.updated(), "updated %d row%s of ", now.name(), losses);
        }
        // A rewritten table has another file: TRUNCATE emptied it, and it may have been filled again.
        if (now.storage() != before.storage()
                && before.size() != 0
                && now.kind().equals("table")
                && (now.size() == 0 || now.inserted() > 0 && hasNoOtherRows(now))) {
            losses.add("emptied table " + now.name());
        }
    }

    /**
     * Returns whether the transaction inserted all of its rows; after ALTER TABLE, which rewrites a table, there are
     * more.
     */
    private boolean hasNoOtherRows(StoredObject table) {
        var sql = "SELECT pg_catalog.count(*) <= ? FROM (SELECT FROM ONLY %s LIMIT ?) r".formatted(table.name());
        return database.query(sql, row -> row.getBoolean(1), table.inserted(), table.inserted() + 1)
                .getFirst();
    }

    private static void count(long rows, String phrase, String name, List<String> losses) {
        if (rows > 0) {
            losses.add(phrase.formatted(rows, rows == 1 ? "" : "s") + name);
        }
    }

    private static void compareColumns(StoredObject before, StoredObject now, List<String> losses) {
        for (var column : before.columns().entrySet()) {
            var type = column.getValue();
            var name = type.substring(type.indexOf(' ') + 1);
            var later = now.columns().get(column.getKey());
            if (later == null) {
                losses.add("dropped column %s of %s".formatted(name, now.name()));
            } else if (!later.startsWith(type.substring(0, type.indexOf(' ') + 1))) {
                losses.add("changed the type of column %s of %s".formatted(name, now.name()));
            }
        }
    }
}
