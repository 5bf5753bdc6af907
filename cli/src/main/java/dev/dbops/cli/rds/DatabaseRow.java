package dev.dbops.cli.rds;

import dev.dbops.aws.inventory.ListedDatabase;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;

/**
 * A line of the list of databases for people.
 *
 * @param name its identifier
 * @param region where it is
 * @param role what it is, such as "writer of cruddur"
 * @param state RDS's word for its state
 * @param instanceClass such as db.t4g.micro
 * @param engine its engine and version
 * @param multiAz yes, or empty
 * @param access public or private
 * @param storage such as 20 GiB gp3
 * @param startsItselfAt when AWS will start a stopped one by itself
 * @param note what costs more than the default
 */
record DatabaseRow(
        String name,
        String region,
        String role,
        String state,
        Optional<String> instanceClass,
        String engine,
        String multiAz,
        String access,
        String storage,
        Optional<Instant> startsItselfAt,
        String note) {
    /** Performance Insights keeps its data for seven days without a charge. */
    private static final int FREE_DAYS = 7;

    static DatabaseRow of(ListedDatabase database) {
        return new DatabaseRow(
                database.name(),
                database.region(),
                role(database),
                database.state(),
                database.instanceClass(),
                database.engine()
                        + database.engineVersion().map(version -> " " + version).orElse(""),
                yes(database.multiAz()),
                database.publiclyAccessible()
                        .map(open -> open ? "public" : "private")
                        .orElse(""),
                storage(database),
                database.startsItselfAt().map(time -> time.truncatedTo(ChronoUnit.SECONDS)),
                note(database));
    }

    private static String role(ListedDatabase database) {
        var role = database.role().name().toLowerCase(Locale.ROOT);
        return database.partOf().map(other -> "%s of %s".formatted(role, other)).orElse(role);
    }

    private static String yes(Optional<Boolean> truth) {
        return truth.orElse(false) ? "yes" : "";
    }

    /** The storage of a member is its cluster's. */
    private static String storage(ListedDatabase database) {
        if (database.role() == ListedDatabase.Role.WRITER || database.role() == ListedDatabase.Role.READER) {
            return "";
        }
        var parts = new ArrayList<String>();
        database.storageGib()
                .ifPresent(gib -> parts.add(
                        database.maxStorageGib().map(most -> gib + "-" + most).orElse(gib.toString()) + " GiB"));
        database.storageType().ifPresent(parts::add);
        database.iops().ifPresent(iops -> parts.add(iops + " IOPS"));
        return String.join(" ", parts);
    }

    private static String note(ListedDatabase database) {
        var notes = new ArrayList<String>();
        database.capacity().ifPresent(acu -> notes.add(acu + " ACU"));
        if (database.isInExtendedSupport(LocalDate.now(ZoneOffset.UTC))) {
            notes.add("Extended Support");
        }
        database.performanceInsightsDays()
                .filter(days -> days > FREE_DAYS)
                .ifPresent(days -> notes.add("Performance Insights %dd".formatted(days)));
        database.databaseInsights().filter("advanced"::equals).ifPresent(_ -> notes.add("Database Insights"));
        database.monitoringSeconds().ifPresent(_ -> notes.add("Enhanced Monitoring"));
        if (database.encrypted().equals(Optional.of(false))) {
            notes.add("not encrypted");
        }
        return String.join(", ", notes);
    }
}
