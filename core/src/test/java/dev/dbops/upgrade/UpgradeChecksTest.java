package dev.dbops.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.doctor.Outcome;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpgradeChecksTest {
    private static final int MAJOR = 15;
    private static final int NEXT = 17;

    private EmbeddedPostgres started;
    private TestServer server;

    @BeforeAll
    void aServerWithAllThatIsInTheWay() throws IOException {
        started = TestServer.builder(MAJOR)
                .setServerConfig("fsync", "off")
                .setServerConfig("max_prepared_transactions", "5")
                .setServerConfig("wal_level", "logical")
                .start();
        server = TestServer.at(started.getPort());
    }

    @AfterAll
    void stop() throws IOException {
        started.close();
    }

    private static Map<String, UpgradeFinding> findings(ConnectionTarget target, int to) {
        try (var database = Database.connect(target)) {
            return new UpgradeChecks(database)
                    .findings(to).stream().collect(Collectors.toMap(UpgradeFinding::check, finding -> finding));
        }
    }

    @Test
    void whatIsInTheWayIsFound() {
        var target = server.newDatabase();
        var other = server.newDatabase();
        var name = target.database();
        server.execute(name, """
            CREATE TABLE calls (id int, proc regproc, allowed regclass, acl aclitem);
            CREATE VIEW activity AS SELECT pid, query FROM pg_stat_activity;
            CREATE VIEW plain AS SELECT id FROM calls;
            SELECT lo_create(0);
            """);
        server.execute(name, "SELECT pg_create_logical_replication_slot('feed', 'pgoutput')");
        server.execute(name, "BEGIN; CREATE TABLE prepared (id int); PREPARE TRANSACTION 'forgotten'");
        server.execute("postgres", "CREATE DATABASE broken");
        server.execute("postgres", "UPDATE pg_database SET datconnlimit = -2 WHERE datname = 'broken'");
        server.execute("postgres", "CREATE DATABASE closed ALLOW_CONNECTIONS false");
        server.execute(
                "postgres",
                "CREATE DATABASE ascii ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");

        var found = findings(target, NEXT);

        assertThat(found.get("prepared transactions").detail()).isEqualTo("'forgotten' in database " + name);
        assertThat(found.get("replication slots").detail()).isEqualTo("feed (pgoutput)");
        assertThat(found.get("invalid databases").detail()).isEqualTo("broken");
        assertThat(found.get("connections to databases").detail()).isEqualTo("closed");
        assertThat(found.get("encoding").detail()).isEqualTo("ascii is SQL_ASCII");
        assertThat(found.get("reg* columns").detail()).isEqualTo("public.calls.proc (regproc)");
        assertThat(found.get("aclitem columns").detail()).isEqualTo("public.calls.acl (aclitem)");
        assertThat(found.get("views of system views").detail()).isEqualTo("public.activity (pg_stat_activity)");
        assertThat(found.get("number of objects").detail()).endsWith(" relations, 1 large objects");
        assertThat(found.get("other databases").detail()).startsWith("the tables of ascii, closed, test_");
        assertThat(found.values().stream()
                        .filter(finding -> finding.outcome() == Outcome.failed)
                        .map(UpgradeFinding::check))
                .containsExactlyInAnyOrder(
                        "prepared transactions",
                        "replication slots",
                        "invalid databases",
                        "connections to databases",
                        "reg* columns",
                        "aclitem columns");
        server.execute(name, "ROLLBACK PREPARED 'forgotten'; SELECT pg_drop_replication_slot('feed')");
        server.execute("postgres", "UPDATE pg_database SET datconnlimit = -1 WHERE datname = 'broken'");
        for (var made : List.of("broken", "closed", "ascii", other.database())) {
            server.execute("postgres", "DROP DATABASE " + made);
        }
    }

    @Test
    void manyObjectsAreNotAllNamed() {
        var target = server.newDatabase();
        server.execute(
                target.database(),
                "DO $$ BEGIN FOR i IN 1..8 LOOP EXECUTE format('CREATE TABLE t%s (p regproc)', i); END LOOP; END $$");

        assertThat(findings(target, NEXT).get("reg* columns").detail())
                .isEqualTo("public.t1.p (regproc), public.t2.p (regproc), public.t3.p (regproc), public.t4.p (regproc),"
                        + " public.t5.p (regproc) and 3 more");
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void nothingIsInTheWayOfAnEmptyDatabase(int major) {
        var target = TestServer.ofMajor(major).newDatabase();

        var found = findings(target, major + 1);

        assertThat(found.values())
                .filteredOn(finding -> !List.of("other databases", "replication slots", "encoding")
                        .contains(finding.check()))
                .extracting(UpgradeFinding::outcome)
                .containsOnly(Outcome.ok);
    }

    @Test
    void anOlderExtensionIsAWarning() {
        var target = server.newDatabase();
        server.execute(target.database(), "CREATE EXTENSION pg_stat_statements VERSION '1.4'");

        assertThat(findings(target, NEXT).get("extensions"))
                .extracting(UpgradeFinding::outcome, finding -> finding.detail().startsWith("pg_stat_statements 1.4 ("))
                .containsExactly(Outcome.warning, true);
    }

    @Test
    void statisticsAreCollected() {
        var target = server.newDatabase();
        server.execute(target.database(), "CREATE TABLE t AS SELECT generate_series(1, 1000) AS i");

        try (var database = Database.connect(target)) {
            new UpgradeChecks(database).analyze();
        }

        assertThat(server.rows(target.database(), "SELECT reltuples::int FROM pg_class WHERE relname = 't'"))
                .containsExactly("1000");
    }
}
