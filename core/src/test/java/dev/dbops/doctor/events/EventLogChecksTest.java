package dev.dbops.doctor.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.doctor.Examined;
import dev.dbops.doctor.Outcome;
import dev.dbops.events.log.EventLogSchema;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.maintenance.ProtectionMark;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The findings about the objects of db-ops in a database. */
class EventLogChecksTest {
    private final TestServer server = TestServer.carried();

    private static Examined examine(ConnectionTarget target) {
        return Examined.of(target, EventLogChecks::new);
    }

    /** A database with a log that nobody has written to. */
    private ConnectionTarget withLog() {
        var target = server.newDatabase();
        try (var database = Database.connect(target)) {
            EventLogSchema.create(database);
        }
        return target;
    }

    @Test
    void aDatabaseThatDbOpsHasNothingInIsWell() {
        var examined = examine(server.newDatabase());

        assertThat(examined.steps(Outcome.ok)).containsExactly("protection mark", "event log");
    }

    @Test
    void theMarkIsSeen() {
        var target = server.newDatabase();
        try (var database = Database.connect(target)) {
            new ProtectionMark(database).set();
        }

        assertThat(examine(target).step("protection mark", Outcome.ok).message())
                .isEqualTo("the database is marked as protected");
    }

    @Test
    void eventsInTheDefaultPartitionAConsumerBehindAndDeadLettersAreWarnings() {
        var target = withLog();
        server.execute(target.database(), """
            INSERT INTO dbops.event_log (ts, schema_name, table_name, op)
            VALUES (clock_timestamp() - interval '1 h', 'public', 'users', 'c');
            INSERT INTO dbops.consumer (name, sink, position)
            SELECT 'slow', 'file:x', log_id || '/3:3:' FROM dbops.log_meta;
            INSERT INTO dbops.dead_letter (consumer, seq, position, event, error)
            VALUES ('slow', 1, 'x', '{}', 'refused')
            """);

        var examined = examine(target);

        assertThat(examined.step("event log", Outcome.warning).message())
                .contains("1 events", "events fell into the default partition");
        assertThat(examined.step("event log").remedy()).isEqualTo("db-ops events-prune");
        assertThat(examined.step("consumers", Outcome.warning).message()).isEqualTo("slow is 1 events and 1h behind");
        assertThat(examined.step("dead letters", Outcome.warning).message()).startsWith("1 events were rejected");
        assertThat(examined.step("triggers", Outcome.ok).message()).isEqualTo("no table has any");
    }

    @Test
    void triggersThatAreGoneAreAWarningAndALambdaThatCannotBeCalledIsAFailure() {
        var target = withLog();
        server.execute(target.database(), """
            CREATE TABLE users (id int PRIMARY KEY);
            INSERT INTO dbops.capture (table_id, kind, table_name, options, facts)
            VALUES ('users', 'events', 'users',
                    '{"lambda": "arn:aws:lambda:eu-central-1:123456789012:function:told"}', '{}')
            """);

        var examined = examine(target);

        assertThat(examined.step("triggers", Outcome.warning).message())
                .startsWith("public.users (events): the triggers were dropped");
        assertThat(examined.step("delivery", Outcome.failed).message()).endsWith("aws_lambda.invoke: users");
    }

    @Test
    void theCopyOfAnotherLogIsAFailure() {
        var target = withLog();
        server.execute(target.database(), "UPDATE dbops.log_meta SET system_identifier = 1");

        var finding = examine(target).step("event log", Outcome.failed);

        assertThat(finding.message()).contains("is a copy of another database's");
        assertThat(finding.remedy()).contains("db-ops triggers-install");
    }

    @Test
    void whatARoleMayNotSeeIsSkipped() {
        var target = withLog();
        var role = target.database() + "_role";
        server.execute(target.database(), "CREATE ROLE " + role + " LOGIN");
        server.execute(target.database(), "CREATE TABLE dbops.setting (name text, value jsonb)");

        var examined = examine(new ConnectionTarget(
                target.hosts(), target.database(), role, Optional.empty(), target.parameters(), target.origin()));

        assertThat(examined.step("event log", Outcome.skipped).message()).contains("permission denied");
        assertThat(examined.step("protection mark", Outcome.skipped).message())
                .isEqualTo("the mark cannot be read, so the database counts as protected");
    }
}
