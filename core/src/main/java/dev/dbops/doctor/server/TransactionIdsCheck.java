package dev.dbops.doctor.server;

import dev.dbops.doctor.Check;
import dev.dbops.doctor.Figures;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import dev.dbops.doctor.Step;
import java.util.Comparator;
import java.util.List;

/**
 * The distance to the wraparound of transaction IDs and multixact IDs (for rows that several transactions lock). The
 * server stops accepting writes some 2,100 million IDs after the oldest one (PostgreSQL documentation, 24.1.5).
 */
final class TransactionIdsCheck {
    /** Where vacuum skips all other work: the defaults of vacuum_failsafe_age and vacuum_multixact_failsafe_age. */
    private static final long FAILSAFE = 1_600_000_000L;

    private static final long ALARMING = 1_200_000_000L;

    /** Autovacuum freezes at its limit; this far beyond it, autovacuum does not finish. */
    private static final double LATE = 1.5;

    private TransactionIdsCheck() {}

    /**
     * The ages of a database.
     *
     * @param xidAge the age of its oldest transaction ID, in transactions
     * @param multixactAge the age of its oldest multixact ID
     * @param freezeMaxAge the age at which autovacuum freezes transaction IDs
     * @param multixactFreezeMaxAge the age at which autovacuum freezes multixact IDs
     */
    record Ages(String database, long xidAge, long multixactAge, long freezeMaxAge, long multixactFreezeMaxAge) {}

    static Check<Ages> check() {
        var query = ServerSteps.query(
                "transaction-ids.sql",
                row -> new Ages(
                        row.getString("datname"),
                        row.getLong("xid_age"),
                        row.getLong("multixact_age"),
                        row.getLong("freeze_max_age"),
                        row.getLong("multixact_freeze_max_age")));
        return new Check<>(
                List.of(ServerSteps.TRANSACTION_IDS, ServerSteps.MULTIXACTS), query, TransactionIdsCheck::judge);
    }

    private static List<Finding> judge(List<Ages> rows) {
        var byXid = rows.stream().max(Comparator.comparingLong(Ages::xidAge)).orElseThrow();
        var byMultixact =
                rows.stream().max(Comparator.comparingLong(Ages::multixactAge)).orElseThrow();
        return List.of(
                judge(ServerSteps.TRANSACTION_IDS, byXid.database(), byXid.xidAge(), byXid.freezeMaxAge()),
                judge(
                        ServerSteps.MULTIXACTS,
                        byMultixact.database(),
                        byMultixact.multixactAge(),
                        byMultixact.multixactFreezeMaxAge()));
    }

    static Finding judge(Step step, String database, long age, long limit) {
        var message = "the oldest is %s back, in database %s; autovacuum freezes it at %s"
                .formatted(Figures.count(age), database, Figures.count(limit));
        if (age >= FAILSAFE) {
            return step.failed(
                    message + ", and the server stops at 2,100 million",
                    Remedy.of("end old transactions: `db-ops sessions` lists them; drop dead slots; then, in that"
                            + " database: `VACUUM (FREEZE)`"));
        }
        return age > Math.min(limit * LATE, Math.max(ALARMING, limit))
                ? step.warning(
                        message + ", but has not finished",
                        Remedy.of("find what blocks it: an old transaction, a prepared one or a slot; then: `VACUUM"
                                + " (FREEZE)`"))
                : step.ok(message);
    }
}
