package dev.dbops.doctor.server;

import dev.dbops.doctor.Check;
import dev.dbops.doctor.Figures;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Long-running transactions: they hold locks, and keep vacuum from cleaning up. */
final class TransactionsCheck {
    private TransactionsCheck() {}

    /**
     * A session in a transaction.
     *
     * @param allRoles whether this role sees other roles' sessions
     * @param role this role
     * @param pid its process; 0 if no session is in a transaction
     * @param inTransaction the age of the transaction, in seconds
     * @param inState how long it has been in that state, in seconds
     */
    record Transaction(
            boolean allRoles,
            String role,
            int pid,
            String user,
            String application,
            String state,
            double inTransaction,
            double inState) {
        private boolean isTooLong(Thresholds patience) {
            return state.startsWith("idle in transaction")
                    ? inState > patience.idle().toMillis() / 1000.0
                    : pid != 0 && inTransaction > patience.active().toMillis() / 1000.0;
        }

        private String describe() {
            return "pid %d (%s%s) %s for %s"
                    .formatted(
                            pid,
                            user,
                            application.isEmpty() ? "" : ", " + application,
                            state,
                            Figures.time(state.startsWith("idle") ? inState : inTransaction));
        }
    }

    static Check<Transaction> check(Thresholds patience) {
        return Check.of(
                ServerSteps.TRANSACTIONS,
                ServerSteps.query("transactions.sql", TransactionsCheck::read),
                rows -> judge(rows, patience));
    }

    private static Transaction read(ResultSet row) throws SQLException {
        return new Transaction(
                row.getBoolean("all_roles"),
                row.getString("role"),
                row.getInt("pid"),
                row.getString("usename"),
                row.getString("application_name"),
                row.getString("state"),
                row.getDouble("in_transaction"),
                row.getDouble("in_state"));
    }

    static Finding judge(List<Transaction> transactions, Thresholds patience) {
        var tooLong = transactions.stream()
                .filter(transaction -> transaction.isTooLong(patience))
                .map(Transaction::describe)
                .toList();
        if (!tooLong.isEmpty()) {
            return ServerSteps.TRANSACTIONS.warning(
                    Figures.names(tooLong),
                    Remedy.of("`db-ops sessions` lists them, and db-ops sessions-kill PID ends one"));
        }
        var first = transactions.getFirst();
        return first.allRoles()
                ? ServerSteps.TRANSACTIONS.ok("none is idle for over %s, or at work for over %s"
                        .formatted(Figures.time(patience.idle()), Figures.time(patience.active())))
                : ServerSteps.TRANSACTIONS.skipped(
                        "role %s sees its own sessions only; GRANT pg_read_all_stats shows it all"
                                .formatted(first.role()));
    }
}
