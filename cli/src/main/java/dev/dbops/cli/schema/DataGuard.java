package dev.dbops.cli.schema;

import dev.dbops.cli.command.Context;
import dev.dbops.loss.LossWatch;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.maintenance.ProtectionMark;
import dev.dbops.script.ScriptOutline.Destructive;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Protection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Requires confirmation before a protected database loses data: before the run for destructive statements in the SQL
 * text, and before the commit for losses that the text does not show.
 */
public final class DataGuard {
    private static final int MOST_TOLD = 10;

    private final Context context;
    private final ConnectionTarget target;
    private final Database database;
    private final Optional<Protection.Protected> protection;
    private final Set<String> databases = new HashSet<>();
    private boolean confirmed;

    /**
     * @param database a connection to the target
     */
    public DataGuard(Context context, ConnectionTarget target, Database database) {
        this.context = context;
        this.target = target;
        this.database = database;
        this.protection = new ProtectionMark(database).protectionOf(target) instanceof Protection.Protected known
                ? Optional.of(known)
                : Optional.empty();
    }

    /**
     * Requires confirmation if the text of the statements shows that they lose data.
     *
     * @param unclear how many statements may change more than their text shows
     * @param together whether they run in one transaction, which is checked before its commit
     * @throws dev.dbops.OpsException of kind REFUSED without confirmation
     */
    public void confirm(List<Destructive> destructive, int unclear, boolean together) {
        destructive.stream()
                .filter(statement ->
                        statement.isOfDatabase() && !statement.object().equals(target.database()))
                .forEach(statement -> confirmDatabase(
                        statement.object(), "run %s \"%s\"".formatted(statement.kind(), statement.object())));
        if (protection.isEmpty()) {
            return;
        }
        var here = destructive.stream()
                .filter(statement ->
                        !statement.isOfDatabase() || statement.object().equals(target.database()))
                .toList();
        for (var statement : here) {
            explain("%s: %s %s".formatted(statement.position(), statement.kind(), statement.object()));
        }
        if (!here.isEmpty()) {
            tellUnclear(unclear);
            confirm("run %d statement(s) that drop, truncate, delete or overwrite in database \"%s\""
                    .formatted(here.size(), target.database()));
        } else if (unclear > 0 && !together) {
            tellUnclear(unclear);
            confirm("run SQL without a transaction in database \"%s\"".formatted(target.database()));
        }
    }

    private void tellUnclear(int unclear) {
        if (unclear > 0) {
            explain(Counts.of(unclear, "statement")
                    + " may change more than the text shows: functions, DO, triggers, rules, EXECUTE, \\gexec, \\gset");
        }
    }

    /** Names the loss, also with --quiet unless --confirm gives the name. */
    private void explain(String loss) {
        if (context.confirmation().isGivenByName()) {
            context.notes().warning(loss);
        } else {
            context.notes().reason(loss);
        }
    }

    /** Requires confirmation if the target is protected. */
    public void confirmIfProtected(String deed) {
        if (protection.isPresent()) {
            confirm(deed);
        }
    }

    private void confirm(String deed) {
        context.confirmation().require(deed, target, protection.orElseThrow());
        confirmed = true;
    }

    /**
     * Requires confirmation for a statement that {@code \gexec} or a value of {@code \gset} generated and that runs
     * without a transaction.
     */
    public void confirmGenerated(Destructive statement) {
        var other = statement.isOfDatabase() && !databases.contains(statement.object());
        if (!confirmed || other) {
            confirm(List.of(statement), 0, false);
        }
    }

    /** Requires confirmation for other databases of the server that a script connects to, if they are protected. */
    public void confirmConnects(List<String> databases) {
        databases.stream()
                .filter(name -> !name.equals("-") && !name.equals(target.database()))
                .distinct()
                .forEach(name -> confirmDatabase(name, "run SQL in database \"%s\"".formatted(name)));
    }

    private void confirmDatabase(String name, String deed) {
        context.confirmation().requireIfProtected(deed, target.withDatabase(name));
        databases.add(name);
    }

    /**
     * Begins to watch for losses.
     *
     * @return the check to run before the commit, which throws an OpsException of kind REFUSED without confirmation
     */
    public Runnable watch() {
        if (protection.isEmpty() || confirmed) {
            return () -> {};
        }
        var watch = LossWatch.begin(database);
        return () -> confirmLosses(watch.losses());
    }

    private void confirmLosses(List<String> losses) {
        if (losses.isEmpty()) {
            return;
        }
        losses.stream().limit(MOST_TOLD).forEach(this::explain);
        if (losses.size() > MOST_TOLD) {
            explain("and %d more".formatted(losses.size() - MOST_TOLD));
        }
        confirm("commit a transaction that has %s%s in database \"%s\""
                .formatted(losses.getFirst(), losses.size() == 1 ? "" : ", and more,", target.database()));
    }
}
