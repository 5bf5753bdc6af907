package dev.dbops.events.log;

import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.Transaction;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * The partitions of the log, one for each UTC day, created ahead of time.
 *
 * <p>A partition is created as a table and then attached, which does not block writers (PostgreSQL documentation, ALTER
 * TABLE, ATTACH PARTITION); only the default partition is locked, with a short timeout.
 */
public final class Partitions {
    /** The number of days that have partitions after {@link #ensure(Database)}, including today. */
    public static final int DAYS = 14;

    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.BASIC_ISO_DATE;

    /** "dbops" and "part": serializes concurrent calls. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(1684172655, 1885434484)";

    private static final String EXISTING = """
        SELECT c.relname
          FROM pg_class AS c
          JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE n.nspname = 'dbops'
           AND c.relname LIKE 'event\\_log\\_2%'
        """;

    /**
     * A statement that has chosen the default partition for its rows fails if the partition that is theirs is attached
     * before it adds them. After this lock, no statement is between the two.
     */
    private static final String LOCK_LOG = "LOCK TABLE ONLY dbops.event_log IN SHARE ROW EXCLUSIVE MODE";

    /** After this lock, no rows are added to the default partition. */
    private static final String LOCK_DEFAULT = "LOCK TABLE dbops.event_log_default IN ACCESS EXCLUSIVE MODE";

    private static final String TODAY = "SELECT (now() AT TIME ZONE 'UTC')::date::text";

    private static final String IN_DEFAULT = """
        SELECT DISTINCT (ts AT TIME ZONE 'UTC')::date::text FROM dbops.event_log_default
        """;

    private final Database database;

    private Partitions(Database database) {
        this.database = database;
    }

    /** Same as {@link #ensure(Database, int)}, for {@value #DAYS} days. */
    public static List<String> ensure(Database database) {
        return ensure(database, DAYS);
    }

    /**
     * Creates the missing partitions. Skips a day if the default partition already has rows of it.
     *
     * @param days the number of days from today on, by the server's clock
     * @return the names of the created partitions
     * @throws OpsException of kind TIMEOUT when the log has been in use for too long; then no partition was created
     */
    public static List<String> ensure(Database database, int days) {
        try {
            return new Transaction(database, "the partitions").commit(() -> new Partitions(database).make(days));
        } catch (OpsException e) {
            throw LogInUse.of(e);
        }
    }

    /** Returns the name of the partition of a day. */
    public static String name(LocalDate day) {
        return "event_log_" + SUFFIX.format(day);
    }

    private List<String> make(int days) {
        database.execute("SET LOCAL lock_timeout = '2s'");
        database.query(LOCK, row -> true);
        var taken = new ArrayList<>(database.query(EXISTING, row -> row.getString(1)));
        var today =
                LocalDate.parse(database.query(TODAY, row -> row.getString(1)).getFirst());
        var missing = missing(today, days, taken);
        if (missing.isEmpty()) {
            return List.of();
        }
        if (missing.getFirst().isBefore(today.plusDays(2))) {
            // the rows of now, or of the coming midnight, go to the default partition
            database.execute(LOCK_LOG);
        }
        database.execute(LOCK_DEFAULT);
        for (var day : database.query(IN_DEFAULT, row -> row.getString(1))) {
            taken.add(name(LocalDate.parse(day)));
        }
        var made = missing(today, days, taken);
        if (!made.isEmpty()) {
            database.execute(attach(made));
            ReplicaIdentity.ensure(database);
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
     * The server scans the default partition for the rows of each partition that it attaches, unless a constraint rules
     * them out (PostgreSQL documentation, Partition Maintenance). Adding the constraint takes only one scan; writers
     * wait for that long.
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

    /** Midnight UTC, whatever the session's time zone is. */
    private static String bound(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toString();
    }
}
