package dev.dbops.cli.database;

import dev.dbops.OpsException;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.schema.Counts;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.RowTally;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Origin;
import java.util.Optional;

/**
 * The rows that are lost when the target's database is dropped. On the local server, rows that setup loaded can be loaded
 * again and need no confirmation; other rows do. On another server every drop needs confirmation, and the prompt shows
 * the number of rows.
 */
final class RowsAtStake {
    private final Context context;
    private final ConnectionTarget target;

    RowsAtStake(Context context, ConnectionTarget target) {
        this.context = context;
        this.target = target;
    }

    /**
     * Asks for confirmation on the local server; elsewhere it does nothing.
     *
     * @param deed the action, to follow "this will"
     * @return the number of rows, if the database exists and they could be counted
     * @throws OpsException of kind REFUSED without confirmation
     */
    Optional<Long> confirm(String deed) {
        if (!(target.origin() instanceof Origin.LocalServer) || !exists()) {
            return Optional.empty();
        }
        var owner = context.projectDatabase()
                .ofAnother(target.database())
                .map(other -> " of " + other.owner())
                .orElse("");
        RowTally tally;
        try (var database = context.connect(target)) {
            tally = RowTally.of(database, context.projectDatabase().seededUntil(target.database()));
        } catch (OpsException e) {
            if (context.isInterrupted()) {
                throw e;
            }
            ask(deed + owner + ", whose rows cannot be counted (" + e.getMessage() + ")");
            return Optional.empty();
        }
        if (tally.later() > 0 || !owner.isEmpty()) {
            ask("%s%s (%s, of which setup did not load %d)"
                    .formatted(deed, owner, Counts.of(tally.rows(), "row"), tally.later()));
        }
        return Optional.of(tally.rows());
    }

    /** The number of rows in the database of another server; empty if they cannot be counted within seconds. */
    Optional<Long> count() {
        try (var database = context.connect(target)) {
            return Optional.of(RowTally.quickly(database));
        } catch (OpsException e) {
            if (context.isInterrupted()) {
                throw e;
            }
            return Optional.empty(); // the number is only information
        }
    }

    /** The text after the name of a database. */
    static String inParentheses(Optional<Long> rows) {
        return rows.map(count -> " (" + Counts.of(count, "row") + ")").orElse("");
    }

    private boolean exists() {
        try (var maintenance = context.maintain(target)) {
            return maintenance.exists(target.database());
        }
    }

    private void ask(String deed) {
        context.confirmation().requireYes(deed, "database", target.database());
    }

    /** Records that setup has loaded all rows that are in the database now. */
    void loaded(Database database) {
        if (target.origin() instanceof Origin.LocalServer) {
            context.projectDatabase().seeded(target.database(), RowTally.now(database));
        }
    }
}
