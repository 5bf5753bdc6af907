package dev.dbops.cli.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.cli.Cli;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsKillTest {
    private final TestServer server = TestServer.carried();
    private final List<OpenSession> opened = new ArrayList<>();

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private Cli cli;

    @BeforeEach
    void createDatabase() {
        target = server.newDatabase();
        cli = new Cli(directory).with(target);
    }

    @BeforeAll
    static void createRoles() {
        TestServer.carried().execute("postgres", """
            CREATE ROLE ops_app LOGIN;
            CREATE ROLE ops_other LOGIN;
            CREATE ROLE ops_signal LOGIN;
            CREATE ROLE rdsadmin LOGIN;
            CREATE ROLE ops_super LOGIN SUPERUSER;
            GRANT pg_signal_backend, pg_read_all_stats TO ops_signal
            """);
    }

    @AfterAll
    static void dropRoles() {
        TestServer.carried().execute("postgres", "DROP ROLE ops_app, ops_other, ops_signal, rdsadmin, ops_super");
    }

    @AfterEach
    void closeSessions() throws SQLException {
        for (var session : opened) {
            session.close();
        }
    }

    private OpenSession session(String role, String application) throws SQLException {
        var session = new OpenSession(server, target, role, application);
        opened.add(session);
        return session;
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 17, 18})
    void endsTheSessionsInThatStateAndNoOthers(int major) throws Exception {
        var other = TestServer.ofMajor(major);
        var database = other.newDatabase();
        try (var idle = new OpenSession(other, database, "postgres", "idle");
                var open = new OpenSession(other, database, "postgres", "open");
                var aborted = new OpenSession(other, database, "postgres", "aborted")) {
            open.run("BEGIN");
            aborted.run("BEGIN");
            assertThatThrownBy(() -> aborted.run("SELECT 1 / 0")).hasMessageContaining("division by zero");

            var killed = new Cli(directory)
                    .with(database)
                    .run("sessions-kill", "--state", "idle in transaction", "--yes", "-o", "csv")
                    .succeeded();

            assertThat(killed.out().lines().skip(1))
                    .hasSize(2)
                    .anyMatch(line -> line.startsWith(open.pid() + ",postgres,open,127.0.0.1,idle in transaction,")
                            && line.endsWith(",ended,\"\""))
                    .anyMatch(line -> line.startsWith(aborted.pid() + ",postgres,aborted,"));
            assertThat(killed.err()).startsWith("target: ");
            assertThat(open.isThere()).isFalse();
            assertThat(aborted.isThere()).isFalse();
            assertThat(idle.isThere()).isTrue();
        }
    }

    @Test
    void withoutAConditionOrAPidNothingIsEnded() throws Exception {
        var idle = session("ops_app", "a");

        assertThat(cli.run("sessions-kill", "--yes").failed(2).err())
                .isEqualTo("error: no sessions are selected\n"
                        + "hint: give their PIDs, or --state, --older-than, --user, --application;"
                        + " db-ops sessions lists them\n");
        assertThat(cli.run("sessions-kill", "staging").failed(2).err())
                .isEqualTo("error: \"staging\" is not the number of a process\n"
                        + "hint: db-ops sessions lists them; the environment is given with -e\n");
        assertThat(cli.run("sessions-kill", "--state", "sleeping", "--yes")
                        .failed(2)
                        .err())
                .contains("error: there is no state \"sleeping\"\nhint: one of active, idle, idle-in-transaction, ");
        assertThat(idle.isThere()).isTrue();
    }

    @Test
    void asksBeforehandAndEndsNothingWithoutAnAnswer() throws Exception {
        var idle = session("ops_app", "report");

        assertThat(cli.run("sessions-kill", "--user", "ops_app").failed(5).err())
                .contains("error: this will end 1 session: %d (ops_app from 127.0.0.1, report, idle)\n"
                        .formatted(idle.pid()))
                .contains("hint: if that is meant, pass --yes");
        assertThat(new Cli(directory)
                        .with(target)
                        .typing("n\n")
                        .run("sessions-kill", "--user", "ops_app")
                        .failed(5)
                        .err())
                .contains("Continue? [y/N] ")
                .contains("not confirmed; nothing was changed");
        assertThat(idle.isThere()).isTrue();

        var planned = cli.run("sessions-kill", "--user", "ops_app", "--dry-run")
                .succeeded()
                .out();
        assertThat(planned).contains(Integer.toString(idle.pid())).contains("would_end");
        assertThat(idle.isThere()).isTrue();

        new Cli(directory)
                .with(target)
                .typing("y\n")
                .run("sessions-kill", "--user", "ops_app")
                .succeeded();
        assertThat(idle.isThere()).isFalse();
    }

    @Test
    void aProtectedTargetRequiresTheNameOfItsDatabase() throws Exception {
        var idle = session("ops_app", "report");
        var prod = new Cli(directory).with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));

        assertThat(prod.run("sessions-kill", "-e", "prod", "--state", "idle", "--yes")
                        .failed(5)
                        .err())
                .contains("the target is protected")
                .contains("--confirm " + target.database());
        assertThat(idle.isThere()).isTrue();

        prod.run("sessions-kill", "-e", "prod", "--state", "idle", "--confirm", target.database())
                .succeeded();
        assertThat(idle.isThere()).isFalse();
    }

    @Test
    void neitherSuperusersNorRdsNorOtherDatabasesNorProcessesOfTheServerAreTouched() throws Exception {
        var superuser = session("ops_super", "super");
        var rds = session("rdsadmin", "rds");
        var writer = Integer.parseInt(
                server.rows("postgres", "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'")
                        .getFirst());
        try (var elsewhere = new OpenSession(server, server.newDatabase(), "ops_app", "elsewhere")) {
            var killed = cli.run(
                            "sessions-kill",
                            "" + superuser.pid(),
                            "" + rds.pid(),
                            "" + writer,
                            "" + elsewhere.pid(),
                            "--yes",
                            "-o",
                            "csv")
                    .failed(1);

            assertThat(killed.out())
                    .contains("skipped,its role is a superuser")
                    .contains("skipped,it belongs to Amazon RDS")
                    .contains("skipped,\"it is not a client backend, but: checkpointer\"")
                    .contains("skipped,it is connected to database test_");
            assertThat(killed.err()).contains("error: 4 of 4 session(s) could not be ended\n");
            assertThat(List.of(superuser, rds, elsewhere)).allMatch(OpenSession::isThere);
        }
    }

    @Test
    void aProcessThatIsGoneIsReportedAndNoFailure() throws Exception {
        var gone = session("ops_app", "gone");
        var idle = session("ops_app", "idle");
        assertThat(cli.run("sessions-kill", "" + gone.pid(), "--yes")
                        .succeeded()
                        .out())
                .contains("ended");

        var killed = cli.run("sessions-kill", "" + gone.pid(), "" + idle.pid(), "--yes")
                .succeeded();

        assertThat(killed.out()).contains("ended").contains("gone     there is no such session");
        assertThat(cli.run("sessions-kill", "--user", "ops_app", "--yes")
                        .succeeded()
                        .out())
                .isEqualTo("no such session\n");
    }

    @Test
    void cancelEndsTheQueryAndLeavesTheSession() throws Exception {
        var busy = session("ops_app", "busy");
        var idle = session("ops_app", "idle");
        var query = busy.start("SELECT pg_sleep(600)");

        var cancelled = cli.run("sessions-kill", "--user", "ops_app", "--cancel", "--yes", "-o", "csv")
                .succeeded();

        assertThat(query.get(30, TimeUnit.SECONDS)).isEqualTo("57014");
        assertThat(cancelled.out()).contains(",cancelled,").contains(",skipped,it runs no query");
        busy.run("SELECT 1");
        assertThat(idle.isThere()).isTrue();
    }

    @Test
    void onlyThoseThatAreInTheirStateForLongEnough() throws Exception {
        var idle = session("ops_app", "young");

        assertThat(cli.run("sessions-kill", "--user", "ops_app", "--older-than", "1h", "--yes")
                        .succeeded()
                        .out())
                .isEqualTo("no such session\n");
        assertThat(idle.isThere()).isTrue();
        cli.run("sessions-kill", "--application", "young", "--older-than", "1ms", "--yes")
                .succeeded();
        assertThat(idle.isThere()).isFalse();
    }

    /** Between the list and the deed, at the prompt, the session goes to work. */
    @Test
    void aSessionThatDoesSomethingElseByTheTimeOfTheDeedIsLeftAlone() throws Exception {
        var idle = session("ops_app", "worker");
        var answer = new PausedAnswer();
        var killing = new Cli(directory)
                .with(target)
                .typing(answer)
                .start("sessions-kill", "--state", "idle", "--user", "ops_app");
        killing.await(transcript -> transcript.err().contains("Continue? [y/N] "));

        idle.run("BEGIN");
        answer.give("y\n");

        assertThat(killing.end().succeeded().out()).contains("skipped").contains("it runs something else now");
        assertThat(idle.isThere()).isTrue();
    }

    @Test
    void aRoleMayEndItsOwnSessionsAndThoseOfOthersByMembershipOnly() throws Exception {
        var own = session("ops_other", "own");
        var foreign = session("ops_app", "foreign");

        var killed = as("ops_other")
                .run("sessions-kill", "" + own.pid(), "" + foreign.pid(), "--yes", "-o", "csv")
                .failed(1);
        assertThat(killed.out()).contains(",ended,").contains(",not_permitted,it is hidden from this role");
        assertThat(killed.err())
                .contains("error: 1 of 2 session(s) could not be ended\n")
                .contains("hint: a role may end its own sessions; with pg_signal_backend and pg_read_all_stats (on RDS:"
                        + " rds_superuser) the sessions of other roles too");
        assertThat(own.isThere()).isFalse();
        assertThat(foreign.isThere()).isTrue();

        server.execute("postgres", "GRANT pg_read_all_stats TO ops_other");
        assertThat(as("ops_other")
                        .run("sessions-kill", "" + foreign.pid(), "--yes")
                        .failed(1)
                        .out())
                .contains("not_permitted  this role may not");
        server.execute("postgres", "REVOKE pg_read_all_stats FROM ops_other");
        as("ops_signal").run("sessions-kill", "" + foreign.pid(), "--yes").succeeded();
        assertThat(foreign.isThere()).isFalse();
    }

    @Test
    void whatIsHiddenFromARoleIsListedWithoutItsStateAndSaidToBeHidden() throws Exception {
        var foreign = session("ops_app", "foreign");

        var listed = as("ops_other").run("sessions", "-o", "json").succeeded();

        assertThat(listed.out())
                .contains("\"pid\":" + foreign.pid())
                .contains("\"application\":\"foreign\",\"state\":\"\"");
        assertThat(listed.err())
                .isEqualTo("note: the queries of other roles are hidden: GRANT pg_read_all_stats shows them"
                        + " (on RDS, rds_superuser includes it)\n");
    }

    private Cli as(String role) {
        return new Cli(directory)
                .with(new ConnectionTarget(
                        target.hosts(),
                        target.database(),
                        role,
                        Optional.empty(),
                        target.parameters(),
                        target.origin()));
    }
}
