package dev.dbops.events.log;

import dev.dbops.postgres.Database;
import dev.dbops.postgres.Transaction;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * The partitions of the log, one a day of UTC, made ahead of time.
 *
 * <p>A partition is made as a table and then attached, which lets writers go on (PostgreSQL documentation, ALTER TABLE,
 * ATTACH PARTITION); only the default partition is locked, and not waited for long.
 */
public final class Partitions {
    /** How many days there are partitions for after {@link #ensure(Database)}, today among them. */
    public static final int DAYS = 14;

    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.BASIC_ISO_DATE;

    /** "dbops" and "part", so that two that do this at once take turns. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(1684172655, 1885434484)";

    private static final String EXISTING = """
        SELECT c.relname
          FROM pg_class AS c
          JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE n.nspname = 'dbops'
           AND c.relname LIKE 'event\\_log\\_2%'
        """;

    /** From here on nothing falls into it. */
    private static final String LOCK_DEFAULT = "LOCK TABLE dbops.event_log_default IN ACCESS EXCLUSIVE MODE";

    private static final String TODAY = "SELECT (now() AT TIME ZONE 'UTC')::date::text";

    private static final String IN_DEFAULT = """
        SELECT DISTINCT (ts AT TIME ZONE 'UTC')::date::text FROM dbops.event_log_default
        """;

    private final Database database;

    private Partitions(Database database) {
        this.database = database;
    }

    /** As {@link #ensure(Database, int)}, for {@value #DAYS} days. */
    public static List<String> ensure(Database database) {
        return ensure(database, DAYS);
    }

    /**
     * Makes the partitions that are missing. A day of which the default partition already holds rows is left out.
     *
     * @param days from today on, by the server's clock
     * @return the names of those that were made
     * @throws dev.dbops.OpsException of kind SQL when the log is in use for too long; then none was made
     */
    public static List<String> ensure(Database database, int days) {
        return new Transaction(database, "the partitions").commit(() -> new Partitions(database).make(days));
    }

    /** The name of the partition of a day. */
    public static String name(LocalDate day) {
        return "event_log_" + SUFFIX.format(day);
    }

    private List<String> make(int days) {
        database.execute("SET LOCAL lock_timeout = '2s'");
        database.query(LOCK, row -> true);
        var taken = new ArrayList<>(database.query(EXISTING, row -> row.getString(1)));
        var today =
                LocalDate.parse(database.query(TODAY, row -> row.getString(1)).getFirst());
        if (missing(today, days, taken).isEmpty()) {
            return List.of();
        }
        database.execute(LOCK_DEFAULT);
        for (var day : database.query(IN_DEFAULT, row -> row.getString(1))) {
            taken.add(name(LocalDate.parse(day)));
        }
        var made = missing(today, days, taken);
        if (!made.isEmpty()) {
            database.execute(attach(made));
        }
        return made.stream().map(Partitions::name).toList();
    }

    private static List<LocalDate> missing(LocalDate today, int days, List<String> taken) {
        var missing = new ArrayList<LocalDate>();
        for (var i = 0; i < days; i++) {
            if (!taken.contains(name(today.plusDays(i)))) {
                missing.add(today.plusDays(i));
            }
        }
        return missing;
    }

    /**
     * The server looks for rows of a partition in the default one, for each anew, unless a constraint says that there are
     * none (PostgreSQL documentation, Partition Maintenance). Then it looks once: writers wait as long.
     */
    private static String attach(List<LocalDate> days) {
        var none = new StringBuilder();
        var attach = new StringBuilder();
        for (var day : days) {
            none.append(none.isEmpty() ? "" : " AND ")
                    .append("(ts < '%s' OR ts >= '%s')".formatted(bound(day), bound(day.plusDays(1))));
            attach.append(attach(day));
        }
        return """
            ALTER TABLE dbops.event_log_default ADD CONSTRAINT event_log_default_none CHECK (%s);
            %s
            ALTER TABLE dbops.event_log_default DROP CONSTRAINT event_log_default_none
            """.formatted(none, attach);
    }

    private static String attach(LocalDate day) {
        var name = name(day);
        return """
            CREATE TABLE dbops.%1$s (LIKE dbops.event_log INCLUDING ALL EXCLUDING INDEXES);
            ALTER TABLE dbops.event_log ATTACH PARTITION dbops.%1$s FOR VALUES FROM ('%2$s') TO ('%3$s');
            """.formatted(name, bound(day), bound(day.plusDays(1)));
    }

    /** Midnight of UTC, whatever the session's time zone is. */
    private static String bound(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toString();
    }
}
