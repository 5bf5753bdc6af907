package dev.dbops.doctor.server;

import dev.dbops.doctor.Check;
import dev.dbops.doctor.Figures;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import java.util.List;

/** Prepared transactions that are never finished: they survive restarts, and hold their locks forever. */
final class PreparedCheck {
    private PreparedCheck() {}

    /**
     * A prepared transaction.
     *
     * @param gid its name
     * @param age its age, in seconds
     */
    record Prepared(String gid, String database, String owner, double age) {
        private String describe() {
            return "\"%s\" of %s in database %s, %s old".formatted(gid, owner, database, Figures.time(age));
        }
    }

    static Check<Prepared> check(Thresholds patience) {
        var query = ServerSteps.query(
                "prepared-transactions.sql",
                row -> new Prepared(
                        row.getString("gid"), row.getString("database"), row.getString("owner"), row.getDouble("age")));
        return Check.of(ServerSteps.PREPARED, query, rows -> judge(rows, patience));
    }

    private static Finding judge(List<Prepared> rows, Thresholds patience) {
        var forgotten = rows.stream()
                .filter(each -> each.age() > patience.prepared().toMillis() / 1000.0)
                .toList();
        return forgotten.isEmpty()
                ? ServerSteps.PREPARED.ok("none is forgotten")
                : ServerSteps.PREPARED.warning(
                        Figures.names(forgotten.stream().map(Prepared::describe).toList()),
                        Remedy.of(
                                "in its database: `ROLLBACK PREPARED '%s'`, or: `COMMIT PREPARED '%s'`",
                                gid(forgotten), gid(forgotten)));
    }

    /** The text of a literal. */
    private static String gid(List<Prepared> forgotten) {
        return forgotten.getFirst().gid().replace("'", "''");
    }
}
