package dev.dbops.migration;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.Transaction;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.api.MigrationVersion;

/**
 * Undoes applied migrations, the latest version first. What undoes a migration is in one transaction with the removal of
 * its row from the history, after which it is pending again, for db-ops and for Flyway.
 */
public final class MigrationRollback {
    /** The states in which the database has a migration, or a part of it. */
    private static final Set<MigrationState> APPLIED = EnumSet.of(
            MigrationState.APPLIED,
            MigrationState.CHANGED,
            MigrationState.MISSING,
            MigrationState.NEWER,
            MigrationState.FAILED);

    private final Database database;
    private final MigrationSession session;
    private final MigrationDirectory directory;
    private final List<Migration> all;
    private final List<MigrationFile> files;

    /**
     * @param directory has the files that undo migrations
     * @param files the migrations of that directory
     * @param migrations all of them, and those of the history, in order
     */
    MigrationRollback(
            MigrationSession session,
            MigrationDirectory directory,
            List<MigrationFile> files,
            List<Migration> migrations) {
        this.database = session.database();
        this.session = session;
        this.directory = directory;
        this.files = files;
        this.all = migrations.stream()
                .filter(migration -> migration.version().isPresent())
                .toList()
                .reversed();
    }

    private List<Migration> applied() {
        return all.stream()
                .filter(migration -> APPLIED.contains(migration.state()))
                .toList();
    }

    /**
     * Returns what undoes the latest migrations.
     *
     * @param steps their number, at least 1
     * @throws OpsException of kind FAILED when fewer are applied, or one of them cannot be undone
     */
    public List<MigrationFile> last(int steps) {
        var applied = applied();
        if (applied.size() < steps) {
            throw new OpsException(
                    Kind.FAILED,
                    applied.isEmpty()
                            ? "no migration is applied"
                            : "%d migrations cannot be rolled back: %d applied".formatted(steps, applied.size()),
                    "db-ops migrate-status lists them");
        }
        return downs(applied.subList(0, steps));
    }

    /**
     * Returns what undoes all migrations after a version; empty when no later one is applied.
     *
     * @param version one that is applied, or with which the history begins; 0 for all
     * @throws OpsException of kind USAGE when that version is not applied, of kind FAILED when a migration cannot be
     *     undone
     */
    public List<MigrationFile> after(String version) {
        var last = Migrator.version(version);
        var isKnown = last.equals(MigrationVersion.fromVersion("0"))
                || all.stream()
                        .anyMatch(migration ->
                                isInDatabase(migration) && of(migration).equals(last));
        if (!isKnown) {
            throw new OpsException(
                    Kind.USAGE,
                    "no migration of version %s is applied".formatted(version),
                    "db-ops migrate-status lists them; --to 0 rolls back all of them");
        }
        return downs(applied().stream()
                .filter(migration -> of(migration).compareTo(last) > 0)
                .toList());
    }

    private static boolean isInDatabase(Migration migration) {
        return APPLIED.contains(migration.state()) || migration.state() == MigrationState.BASELINE;
    }

    private static MigrationVersion of(Migration migration) {
        return MigrationVersion.fromVersion(migration.version().orElseThrow());
    }

    private List<MigrationFile> downs(List<Migration> migrations) {
        return migrations.stream().map(this::down).toList();
    }

    private MigrationFile down(Migration migration) {
        var name = migration.file();
        if (migration.state() == MigrationState.FAILED) {
            throw new OpsException(
                    Kind.FAILED,
                    name + " failed without a transaction: it is not known what there is to undo",
                    "undo its statements by hand; then db-ops migrate --repair removes it from the history");
        }
        var file = files.stream()
                .filter(known -> known.file().equals(name))
                .findFirst()
                .orElseThrow(() -> new OpsException(
                        Kind.FAILED,
                        name + " is applied, but there is no such file",
                        "restore the file: is the checkout up to date, and --dir right?"));
        return directory
                .down(file)
                .orElseThrow(() -> new OpsException(
                        Kind.FAILED,
                        name + " has no way back: no down section, and no file that undoes it",
                        "write the statements that undo it to %s, or at its end after \"-- migrate:down\""
                                .formatted(MigrationName.downOf(name))));
    }

    /**
     * Undoes migrations, each in one transaction with its row in the history.
     *
     * @param downs from {@link #last} or {@link #after}
     * @throws OpsException of the first one that failed; those before it are undone
     */
    public void run(List<MigrationFile> downs) {
        if (downs.isEmpty()) {
            return;
        }
        var history = HistoryTable.in(database).stream()
                .filter(table -> session.schema().filter(table.schema()::equals).isPresent())
                .findFirst()
                .orElseThrow(() -> new OpsException(Kind.FAILED, "the history of migrations is gone", null));
        for (var down : downs) {
            if (down.inTransaction()) {
                undo(down, history);
            } else {
                undoByStatements(down, history);
            }
        }
    }

    private void undo(MigrationFile down, HistoryTable history) {
        try {
            new Transaction(database, down.script().name()).commit(() -> {
                var result = session.run(down);
                forget(down, history);
                return result;
            });
        } catch (OpsException e) {
            throw Transaction.ofPart(e);
        }
    }

    /** A failure half-way, or the end of the process, leaves a migration that counts as failed. */
    private void undoByStatements(MigrationFile down, HistoryTable history) {
        require(history.markAsFailed(version(down)), down);
        session.run(down);
        forget(down, history);
    }

    private static void forget(MigrationFile down, HistoryTable history) {
        require(history.forget(version(down)), down);
    }

    private static String version(MigrationFile down) {
        return down.version().orElseThrow();
    }

    private static void require(boolean isThere, MigrationFile down) {
        if (!isThere) {
            throw new OpsException(
                    Kind.FAILED,
                    "version %s is no longer in the history".formatted(version(down)),
                    "another program has changed it meanwhile: db-ops migrate-status");
        }
    }
}
