package dev.dbops.cli.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsListTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {13, 17, 18})
    void listsTheOtherSessionsOfTheDatabase(int major) {
        var server = TestServer.ofMajor(major);
        var target = server.newDatabase();
        var cli = new Cli(directory).with(target);

        assertThat(cli.run("sessions").succeeded().out()).isEqualTo("no other sessions\n");
        awaitNoSession(server, target);
        assertThat(cli.run("sessions", "-o", "json").succeeded().out()).isEqualTo("[]\n");
        awaitNoSession(server, target);

        try (var other = Database.connect(target)) {
            other.execute("SET application_name = 'the report'");
            other.execute("SELECT 1,\n 2");
            awaitWaiting(server, target);

            var table = cli.run("sessions").succeeded().out();
            assertThat(table.lines().findFirst().orElseThrow())
                    .matches(" *PID +USER +DATABASE +CLIENT +APPLICATION +STATE +WAIT EVENT +IN STATE +QUERY");
            assertThat(table.lines().skip(1).findFirst().orElseThrow())
                    .matches(
                            "\\d+ +postgres +%s +127.0.0.1 +the report +idle +Client:ClientRead +.*s +SELECT 1, \\.\\.\\."
                                    .formatted(target.database()));

            assertThat(cli.run("sessions", "-o", "json").succeeded().out())
                    .startsWith("[{\"pid\":")
                    .contains("\"application\":\"the report\",\"state\":\"idle\"")
                    .contains("\"query\":\"SELECT 1,\\n 2\"");
            assertThat(new Cli(directory)
                            .with(server.newDatabase())
                            .run("sessions", "--all", "-o", "csv")
                            .succeeded()
                            .out())
                    .contains(",the report,idle,");
        }
    }

    @Test
    void showsWhoWaitsForWhomAsATree() throws Exception {
        var server = TestServer.carried();
        var target = server.newDatabase();
        var cli = new Cli(directory).with(target);
        assertThat(cli.run("sessions", "--blocking").succeeded().out()).isEqualTo("nobody waits for a lock\n");

        try (var holder = new OpenSession(server, target, "postgres", "holder");
                var first = new OpenSession(server, target, "postgres", "first");
                var second = new OpenSession(server, target, "postgres", "second");
                var bystander = new OpenSession(server, target, "postgres", "bystander")) {
            holder.run("CREATE TABLE t (a int)");
            holder.run("BEGIN; LOCK TABLE t IN ACCESS SHARE MODE");
            var alter = first.start("ALTER TABLE t ADD COLUMN b int");
            var select = second.start("SELECT * FROM t");

            var tree =
                    cli.run("sessions", "--blocking").succeeded().out().lines().toList();
            assertThat(tree.getFirst()).matches("PID +WAITS FOR +USER +DATABASE +APPLICATION +STATE +IN STATE +QUERY");
            assertThat(tree.get(1)).matches(holder.pid() + " +postgres .* holder +idle in transaction .* LOCK .*");
            assertThat(tree.get(2)).matches("└ %d +%d +postgres .*".formatted(first.pid(), holder.pid()));
            assertThat(tree.get(3)).matches("│ └ %d +%d +postgres .*".formatted(second.pid(), first.pid()));
            assertThat(tree).hasSize(4);
            assertThat(cli.run("sessions", "--blocking", "-o", "json")
                            .succeeded()
                            .out())
                    .startsWith("[{\"pid\":%d,\"blocked_by\":[],\"depth\":0,".formatted(holder.pid()))
                    .contains("{\"pid\":%d,\"blocked_by\":[%d],\"depth\":1,".formatted(first.pid(), holder.pid()))
                    .contains("{\"pid\":%d,\"blocked_by\":[%d],\"depth\":2,".formatted(second.pid(), first.pid()))
                    .doesNotContain("bystander");
            var elsewhere = new Cli(directory).with(server.newDatabase());
            assertThat(elsewhere.run("sessions", "--blocking").succeeded().out())
                    .startsWith("nobody waits");
            assertThat(elsewhere
                            .run("sessions", "--blocking", "--all")
                            .succeeded()
                            .out())
                    .contains("holder");

            assertThat(cli.run("sessions-kill", "" + holder.pid(), "--yes")
                            .succeeded()
                            .out())
                    .contains("ended");
            assertThat(alter.get(30, TimeUnit.SECONDS)).isEmpty();
            assertThat(select.get(30, TimeUnit.SECONDS)).isEmpty();
            assertThat(bystander.isThere()).isTrue();
        }
        assertThat(cli.run("sessions", "--blocking", "--state", "idle")
                        .failed(2)
                        .err())
                .startsWith("error: --blocking shows all blocked and blocking sessions\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 17, 18})
    void aPreparedTransactionHoldsLocksWithoutAProcess(int major) throws Exception {
        try (var own = TestServer.builder(major)
                .setServerConfig("max_prepared_transactions", "5")
                .start()) {
            var server = TestServer.at(own.getPort());
            var target = server.target("postgres");
            try (var holder = new OpenSession(server, target, "postgres", "holder");
                    var waiter = new OpenSession(server, target, "postgres", "waiter")) {
                holder.run("CREATE TABLE t (a int)");
                holder.run("BEGIN; LOCK TABLE t; PREPARE TRANSACTION 'forgotten'");
                holder.run("BEGIN; CREATE TABLE other (a int); PREPARE TRANSACTION 'harmless'");
                var select = waiter.start("SELECT * FROM t");

                var cli = new Cli(directory).with(target);
                var tree = cli.run("sessions", "--blocking")
                        .succeeded()
                        .out()
                        .lines()
                        .toList();

                assertThat(tree).hasSize(3);
                assertThat(tree.get(1))
                        .matches("0 +postgres +postgres +prepared transaction .* PREPARE TRANSACTION 'forgotten'");
                assertThat(tree.get(2)).startsWith("└ " + waiter.pid());
                holder.run("ROLLBACK PREPARED 'forgotten'");
                assertThat(select.get(30, TimeUnit.SECONDS)).isEmpty();
                holder.run("ROLLBACK PREPARED 'harmless'");
            }
        }
    }

    @Test
    void listsOnlyThoseThatAreMeant() throws Exception {
        var server = TestServer.carried();
        var target = server.newDatabase();
        var cli = new Cli(directory).with(target);
        try (var idle = new OpenSession(server, target, "postgres", "idler");
                var open = new OpenSession(server, target, "postgres", "opener")) {
            open.run("BEGIN");

            assertThat(cli.run("sessions", "--state", "idle-in-transaction")
                            .succeeded()
                            .out())
                    .contains("opener")
                    .doesNotContain("idler");
            assertThat(cli.run("sessions", "--application", "idler").succeeded().out())
                    .contains("" + idle.pid())
                    .doesNotContain("opener");
            assertThat(cli.run("sessions", "--older-than", "1h").succeeded().out())
                    .isEqualTo("no such session\n");
            assertThat(cli.run("sessions", "--user", "nobody", "-o", "json")
                            .succeeded()
                            .out())
                    .isEqualTo("[]\n");
        }
    }

    @Test
    void watchingListsThemAgainAndAgain() throws Exception {
        var server = TestServer.carried();
        var target = server.newDatabase();
        var cli = new Cli(directory).with(target);
        try (var watching = cli.start("sessions", "--watch", "100ms")) {
            watching.await(seen ->
                    seen.out().matches("(?s)(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\nno other sessions\n\n){2}.*"));
            try (var other = new OpenSession(server, target, "postgres", "newcomer")) {
                watching.await(seen -> seen.out().contains("newcomer"));
                assertThat(other.isThere()).isTrue();
            }
            assertThat(watching.interrupt().failed(130).err()).isEmpty();
        }
        try (var watching = cli.start("sessions", "--watch", "100ms", "-o", "json")) {
            assertThat(watching.await(seen -> seen.out().startsWith("[]\n[]\n[]\n"))
                            .err())
                    .isEmpty();
            watching.interrupt().failed(130);
        }
    }

    /** A session is idle a moment before it waits for its client. */
    private static void awaitWaiting(TestServer server, ConnectionTarget target) {
        var waiting = "SELECT pid FROM pg_stat_activity WHERE datname = '%s' AND wait_event = 'ClientRead'"
                .formatted(target.database());
        while (server.rows("postgres", waiting).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    /** A server's process ends some time after its client has closed the connection. */
    private static void awaitNoSession(TestServer server, ConnectionTarget target) {
        var sessions = "SELECT pid FROM pg_stat_activity WHERE datname = '%s'".formatted(target.database());
        while (!server.rows("postgres", sessions).isEmpty()) {
            Thread.onSpinWait();
        }
    }
}
