package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.EmulatedOperations;
import dev.dbops.cli.Cli;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RdsEventsTest {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    private EmulatedOperations operations;

    @BeforeEach
    void anInstance() {
        rds = new RdsFixture(directory);
        rds.cli.with("RDS_INSTANCE_ID", "cruddur-db");
        rds.instances.instance("cruddur-db");
        operations = new EmulatedOperations(rds.aws);
    }

    private static Instant ago(Duration age) {
        return NOW.minus(age);
    }

    private void event(Duration age, String source, String category, String message) {
        operations.event(ago(age), "db-instance", source, category, message);
    }

    @Test
    void theEventsOfTheLastDayAreShownOldestFirst() {
        event(Duration.ofHours(2), "cruddur-db", "availability", "DB instance restarted");
        event(Duration.ofHours(20), "cruddur-db", "", "Applying modification to allocated storage");
        event(Duration.ofHours(25), "cruddur-db", "backup", "Backing up DB instance");
        event(Duration.ofHours(1), "other-db", "backup", "Backing up DB instance");

        var events = rds.cli.run("rds-events").succeeded();

        assertThat(events.out()).isEqualTo("""
            %s  cruddur-db  -  Applying modification to allocated storage
            %s  cruddur-db  availability  DB instance restarted
            """.formatted(ago(Duration.ofHours(20)), ago(Duration.ofHours(2))));
        assertThat(events.err()).isEmpty();
    }

    @Test
    void aLongMessageIsWhole() {
        event(Duration.ofHours(2), "cruddur-db", "notification", "word ".repeat(60) + "end");

        assertThat(rds.cli.run("rds-events").succeeded().out()).endsWith("word end\n");
    }

    @Test
    void jsonAndCsvHaveTheSameFields() {
        event(Duration.ofHours(2), "cruddur-db", "failover", "Multi-AZ failover completed");

        assertThat(rds.cli.run("rds-events", "-o", "json").succeeded().out())
                .isEqualTo("""
                    [{"time":"%s","source":"cruddur-db","source_type":"db-instance","categories":["failover"],\
                    "message":"Multi-AZ failover completed"}]
                    """.formatted(ago(Duration.ofHours(2))));
        assertThat(rds.cli.run("rds-events", "-o", "csv").succeeded().out())
                .isEqualTo("""
                    time,source,source_type,categories,message
                    %s,cruddur-db,db-instance,failover,Multi-AZ failover completed
                    """.formatted(ago(Duration.ofHours(2))));
    }

    @Test
    void aClustersEventsIncludeThoseOfItsMembers() {
        rds.instances.cluster("cruddur");
        rds.states.member("cruddur", "cruddur-1");
        operations.event(ago(Duration.ofHours(3)), "db-cluster", "cruddur", "failover", "Started failover");
        event(Duration.ofHours(2), "cruddur-1", "availability", "DB instance restarted");

        var events = rds.cli.run("rds-events", "--instance", "cruddur").succeeded();

        assertThat(events.out().lines().map(line -> line.split(" {2}")[1])).containsExactly("cruddur", "cruddur-1");
    }

    @Test
    void aSnapshotAndARegionHaveEventsToo() {
        operations
                .event(ago(Duration.ofHours(3)), "db-snapshot", "before", "creation", "Manual snapshot created")
                .event(ago(Duration.ofHours(2)), "db-cluster-snapshot", "before", "backup", "Created");
        event(Duration.ofHours(1), "other-db", "backup", "Backing up DB instance");

        assertThat(rds.cli
                        .run("rds-events", "--snapshot", "before")
                        .succeeded()
                        .out()
                        .lines())
                .hasSize(2);
        assertThat(rds.cli.run("rds-events", "--all").succeeded().out().lines()).hasSize(3);
    }

    @Test
    void aProxyHasEvents() {
        var url = rds.states.proxy("front");
        operations.event(ago(Duration.ofHours(1)), "db-proxy", "front", "creation", "DB proxy created");

        assertThat(rds.cli
                        .with("RDS_INSTANCE_ID", "")
                        .with("CONNECTION_URL", url)
                        .run("rds-events")
                        .succeeded()
                        .out())
                .endsWith("front  creation  DB proxy created\n");
    }

    @Test
    void sinceAndCategorySelect() {
        event(Duration.ofDays(13), "cruddur-db", "configuration change", "Updated");
        event(Duration.ofDays(2), "cruddur-db", "backup", "Backing up DB instance");
        event(Duration.ofMinutes(5), "cruddur-db", "backup", "Finished DB Instance backup");

        assertThat(rds.cli.run("rds-events", "--since", "14d").succeeded().out().lines())
                .hasSize(3);
        assertThat(rds.cli.run("rds-events", "--since", "10m").succeeded().out().lines())
                .hasSize(1);
        assertThat(rds.cli
                        .run("rds-events", "--since", "14d", "--category", "configuration-change")
                        .succeeded()
                        .out())
                .endsWith("Updated\n");
    }

    @Test
    void everyPageIsRead() {
        for (var number = 0; number < 230; number++) {
            event(Duration.ofMinutes(300 - number), "cruddur-db", "backup", "event " + number);
        }

        assertThat(rds.cli.run("rds-events").succeeded().out().lines()).hasSize(230);
        assertThat(rds.aws.calls().stream().filter("rds:DescribeEvents"::equals))
                .hasSize(3);
    }

    @Test
    void aDeletedInstanceStillHasEvents() {
        event(Duration.ofHours(2), "old-db", "deletion", "DB instance deleted");

        assertThat(rds.cli.run("rds-events", "--instance", "old-db").succeeded().out())
                .endsWith("DB instance deleted\n");
    }

    @Test
    void anInstanceWithoutEventsIsNotAnErrorButAMisspeltOneIs() {
        assertThat(rds.cli.run("rds-events").succeeded().out()).isEqualTo("no events\n");
        assertThat(rds.cli
                        .run("rds-events", "--instance", "crudur-db")
                        .failed(2)
                        .err())
                .isEqualTo("""
                    error: there is no instance or cluster "crudur-db" in eu-central-1 (from --instance)
                    hint: did you mean "cruddur-db"?
                    """);
    }

    @Test
    void whatRdsDoesNotKeepIsRefused() {
        assertThat(rds.cli.run("rds-events", "--since", "15d").failed(2).err()).isEqualTo("""
            error: RDS keeps events for 14 days, and "15d" (from --since) is before that
            hint: pass --since 14d for all events; CloudTrail keeps requests for longer
            """);
        assertThat(rds.cli.run("rds-events", "--category", "failovr").failed(2).err())
                .contains("RDS has no events of the category \"failovr\"", "did you mean \"failover\"?");
        assertThat(rds.cli.run("rds-events", "--follow", "-o", "csv").failed(2).err())
                .startsWith("error: --follow prints text or JSON, not CSV\n");
        assertThat(rds.aws.calls()).doesNotContain("rds:DescribeEvents");
    }

    @Test
    void newEventsAreFollowedUntilCtrlC() throws Exception {
        event(Duration.ofHours(2), "cruddur-db", "backup", "earlier");
        var transcript = new CompletableFuture<Cli.Transcript>();
        var thread = new Thread(() -> transcript.complete(rds.cli.run("rds-events", "--follow")));
        thread.start();
        looksAgain(thread);

        event(Duration.ofMinutes(3), "cruddur-db", "backup", "late");
        looksAgain(thread);
        event(Duration.ZERO, "cruddur-db", "backup", "now");
        looksAgain(thread);
        thread.interrupt();

        var followed = transcript.get(30, TimeUnit.SECONDS).failed(130);
        assertThat(followed.out().lines().map(line -> line.split(" {2}")[3])).containsExactly("earlier", "late", "now");
        assertThat(followed.err()).isEmpty();
    }

    private void looksAgain(Thread thread) {
        var before = looks();
        while (looks() < before + 2 && thread.isAlive()) {
            Thread.onSpinWait();
        }
    }

    private int looks() {
        return Collections.frequency(rds.aws.calls(), "rds:DescribeEvents");
    }

    @Test
    void aFailureEndsTheFollowing() {
        rds.aws.fail("rds:DescribeEvents", "AccessDenied", 403, 9);

        assertThat(rds.cli.run("rds-events", "--follow").failed(4).err())
                .startsWith("error: AWS denies rds:DescribeEvents: ");
    }
}
