package dev.dbops.doctor.server;

import dev.dbops.doctor.Check;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import java.time.LocalDate;

/** Checks that the major version still gets fixes. The latest minor version is unknown without network access. */
final class VersionCheck {
    private static final int WARNING_MONTHS = 6;

    private VersionCheck() {}

    /**
     * The version.
     *
     * @param number such as 170002
     * @param name such as 17.2
     * @param isRds whether it is on Amazon RDS, which has its own dates
     */
    record Version(int number, String name, boolean isRds) {}

    static Check<Version> check(LocalDate today) {
        var query = ServerSteps.query(
                "version.sql",
                row -> new Version(row.getInt("version_number"), row.getString("version"), row.getBoolean("is_rds")));
        return ServerSteps.ofOne(ServerSteps.VERSION, query, version -> judge(version, today));
    }

    static Finding judge(Version version, LocalDate today) {
        var major = version.number() / 10_000;
        var ends = SupportEnds.of(major);
        var name = "PostgreSQL " + version.name() + (version.isRds() ? " on Amazon RDS" : "");
        if (ends.isEmpty()) {
            return ServerSteps.VERSION.ok(name + ", of which this db-ops does not know how long it is maintained");
        }
        var end = version.isRds() ? ends.get().rds() : ends.get().community();
        var what = version.isRds() ? "standard support" : "maintenance by its community";
        if (end.isBefore(today)) {
            return ServerSteps.VERSION.warning(
                    "%s: the %s of %d has ended on %s".formatted(name, what, major, end), upgrade(version));
        }
        return end.isBefore(today.plusMonths(WARNING_MONTHS))
                ? ServerSteps.VERSION.warning(
                        "%s: the %s of %d ends on %s".formatted(name, what, major, end), upgrade(version))
                : ServerSteps.VERSION.ok("%s, %s until %s".formatted(name, what, end));
    }

    private static Remedy upgrade(Version version) {
        return version.isRds()
                ? Remedy.of("upgrade it; until then Extended Support is charged for; first a snapshot: `db-ops"
                        + " rds-snapshot`")
                : Remedy.prose("upgrade it: pg_upgrade, or a dump into a newer server");
    }
}
