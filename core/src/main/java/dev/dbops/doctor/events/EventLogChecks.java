package dev.dbops.doctor.events;

import dev.dbops.OpsException;
import dev.dbops.doctor.Check;
import dev.dbops.doctor.CheckRun;
import dev.dbops.doctor.CheckSuite;
import dev.dbops.doctor.Figures;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import dev.dbops.doctor.Step;
import dev.dbops.events.EventLog;
import dev.dbops.events.capture.DeliveryCheck;
import dev.dbops.events.capture.TriggerListing;
import dev.dbops.events.log.EventLogSchema;
import dev.dbops.events.log.LogInspection;
import dev.dbops.events.log.LogStatus;
import dev.dbops.postgres.CatalogQuery;
import dev.dbops.postgres.CatalogReader;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.maintenance.ProtectionMark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Checks db-ops' own objects in a database: its mark, the event log, the consumers, and the triggers. */
public final class EventLogChecks implements CheckSuite {
    private static final String SECTION = "db-ops";

    private static final Step MARK = new Step(SECTION, "protection mark");
    private static final Step LOG = new Step(SECTION, "event log");
    private static final Step CONSUMERS = new Step(SECTION, "consumers");
    private static final Step DEAD_LETTERS = new Step(SECTION, "dead letters");
    private static final Step TRIGGERS = new Step(SECTION, "triggers");
    private static final Step DELIVERY = new Step(SECTION, "delivery");

    private static final CatalogQuery<Long> PENDING =
            new CatalogQuery<>("SELECT count(*) FROM dbops.dead_letter", row -> row.getLong(1));

    /** The number of days that should have a partition: enough time to create more. */
    private static final int FEW_DAYS = 3;

    /** A running consumer lags by seconds. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private final CatalogReader reader;
    private boolean logExists;

    public EventLogChecks(CatalogReader reader) {
        this.reader = reader;
    }

    @Override
    public String section() {
        return SECTION;
    }

    @Override
    public void examine(Consumer<Finding> findings) {
        var run = new CheckRun(reader, findings);
        run.run(List.of(MARK), () -> List.of(reader.during(EventLogChecks::mark)));
        run.run(List.of(LOG), this::existence);
        if (!logExists) {
            return;
        }
        run.run(List.of(LOG, CONSUMERS), () -> reader.during(EventLogChecks::log));
        run.run(List.of(Check.of(DEAD_LETTERS, PENDING, rows -> deadLetters(rows.getFirst()))));
        run.run(List.of(TRIGGERS), () -> List.of(reader.during(EventLogChecks::triggers)));
        run.run(List.of(DELIVERY), () -> List.of(reader.during(EventLogChecks::delivery)));
    }

    /** Finds out whether there is a log: without one, there is nothing else to check. */
    private List<Finding> existence() {
        logExists = reader.during(database -> new EventLogSchema(database).exists());
        return logExists ? List.of() : List.of(LOG.ok("there is none"));
    }

    private static Finding mark(Database database) {
        return switch (new ProtectionMark(database).state()) {
            case MARKED -> MARK.ok("the database is marked as protected");
            case UNMARKED ->
                MARK.ok("the database is not marked as protected; db-ops setup --protect marks the one that it"
                        + " creates");
            case UNREADABLE -> MARK.skipped("the mark cannot be read, so the database counts as protected");
        };
    }

    private static List<Finding> log(Database database) {
        EventLog log;
        try {
            log = EventLog.open(database);
        } catch (OpsException e) {
            if (e.serverError().isPresent()) {
                throw e;
            }
            return List.of(
                    LOG.failed(e.getMessage(), e.hint().orElse("")), CONSUMERS.skipped("the log cannot be read"));
        }
        var status = new LogInspection(log).look();
        return List.of(log(status), consumers(status));
    }

    private static Finding log(LogStatus status) {
        var message = "%s events, %s, partitions for %d days"
                .formatted(Figures.count(status.events()), Figures.bytes(status.bytes()), status.daysAhead());
        if (status.defaultUsed()) {
            return LOG.warning(
                    message + "; events fell into the default partition", Remedy.command("db-ops events-prune"));
        }
        return status.daysAhead() < FEW_DAYS
                ? LOG.warning(message, Remedy.command("db-ops events-prune"))
                : LOG.ok(message);
    }

    private static Finding consumers(LogStatus status) {
        var late = new ArrayList<String>();
        for (var consumer : status.consumers()) {
            if (consumer.lag().compareTo(LATE) > 0) {
                late.add("%s is %s events and %s behind"
                        .formatted(
                                consumer.consumer(), Figures.count(consumer.behind()), Figures.time(consumer.lag())));
            }
        }
        return late.isEmpty()
                ? CONSUMERS.ok(
                        status.consumers().isEmpty()
                                ? "the log has no named consumer"
                                : "all %d keep up".formatted(status.consumers().size()))
                : CONSUMERS.warning(
                        Figures.names(late),
                        "run its db-ops events-replay again; or, for one that was retired: db-ops events-prune --forget"
                                + " NAME");
    }

    private static Finding deadLetters(long pending) {
        return pending == 0
                ? DEAD_LETTERS.ok("there are none")
                : DEAD_LETTERS.warning(
                        "%s events were rejected by their sink and stored as dead letters"
                                .formatted(Figures.count(pending)),
                        Remedy.command("db-ops events-dead-letters"));
    }

    private static Finding triggers(Database database) {
        var drift = new ArrayList<String>();
        var installed = new TriggerListing(database).list();
        for (var each : installed) {
            each.drift().forEach(words -> drift.add("%s (%s): %s".formatted(each.table(), each.kind(), words)));
        }
        return drift.isEmpty()
                ? TRIGGERS.ok(
                        installed.isEmpty()
                                ? "no table has any"
                                : "those of %d tables are as they were installed".formatted(installed.size()))
                : TRIGGERS.warning(
                        Figures.names(drift),
                        Remedy.of("`db-ops triggers-list` shows them; then run db-ops triggers-install again"));
    }

    private static Finding delivery(Database database) {
        var tables = DeliveryCheck.tablesWithoutInvoke(database);
        return tables.isEmpty()
                ? DELIVERY.ok("the function that the triggers call exists")
                : DELIVERY.failed(
                        "triggers call a Lambda function, and the database has no aws_lambda.invoke: "
                                + Figures.names(tables),
                        Remedy.of("on Amazon RDS: db-ops lambda-role --function NAME, or `CREATE EXTENSION aws_lambda"
                                + " CASCADE`; elsewhere follow the log with db-ops events-replay --to lambda:NAME"));
    }
}
