package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.EmulatedParameters;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RdsPgauditTest {
    /** The version whose databases can have extensions in a directory of their own. */
    private static final int MAJOR = 18;

    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    private EmulatedParameters parameters;

    @BeforeEach
    void anInstanceWithAGroupOfItsOwn() {
        rds = new RdsFixture(directory);
        rds.cli.with("RDS_INSTANCE_ID", "cruddur-db");
        parameters = new EmulatedParameters(rds.aws);
        rds.states.ofVersion("cruddur-db", "17.6");
        parameters.group("cruddur", "postgres17").assign("cruddur", "cruddur-db");
    }

    /** A database of a role as rds_superuser is, on a server that has a pgaudit without effect. */
    private ConnectionTarget audited() throws IOException {
        var extensions = Files.createDirectories(directory.resolve("share/extension"));
        Files.writeString(
                extensions.resolve("pgaudit.control"),
                "default_version = '17.1'\nsuperuser = true\ntrusted = true\nrelocatable = true\n");
        Files.writeString(extensions.resolve("pgaudit--17.1.sql"), "SELECT 1;\n");
        for (var path = extensions; !path.equals(directory.getParent()); path = path.getParent()) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        var server = TestServer.ofMajor(MAJOR);
        var database = server.newDatabase();
        server.execute("postgres", """
            DROP ROLE IF EXISTS rds_pgaudit;
            DO $$ BEGIN CREATE ROLE auditor LOGIN CREATEROLE; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
            """);
        server.execute(
                "postgres",
                "ALTER DATABASE %1$s OWNER TO auditor; ALTER DATABASE %1$s SET extension_control_path = '%2$s:$system'"
                        .formatted(database.database(), directory.resolve("share")));
        return new ConnectionTarget(
                database.hosts(),
                database.database(),
                "auditor",
                database.password(),
                database.parameters(),
                database.origin());
    }

    @Test
    void auditingIsTurnedOnFromEndToEnd() throws IOException {
        rds.cli.with(audited());
        rds.aws.settleAfter(2);

        var enabled = rds.cli
                .run("rds-pgaudit", "--enable", "--log", "ddl,role,write", "--objects", "--reboot", "--yes")
                .succeeded();

        assertThat(enabled.out()).isEqualTo("""
            STEP                      STATE  DETAIL
            parameter group           done   cruddur
            shared_preload_libraries  done   pg_stat_statements,pgaudit
            pgaudit.log               done   ddl,role,write
            reboot                    done   no parameter waits for one
            extension                 done   pgaudit 17.1
            object auditing           done   GRANT SELECT ON a table TO rds_pgaudit audits it
            """);
        assertThat(enabled.err()).startsWith("instance \"cruddur-db\" is rebooting\ntarget: db \"");
        assertThat(rds.cli.run("rds-pgaudit").succeeded().out()).isEqualTo(enabled.out());

        var calls = rds.aws.calls().size();
        var again = rds.cli.run("rds-pgaudit", "--enable", "--reboot", "--yes").succeeded();
        assertThat(again.out()).isEqualTo(enabled.out());
        assertThat(rds.aws.calls().subList(calls, rds.aws.calls().size()))
                .doesNotContain("rds:RebootDBInstance", "rds:ModifyDBParameterGroup");
    }

    @Test
    void withoutARebootTheRestIsShown() throws IOException {
        rds.cli.with(audited());

        var enabled = rds.cli.run("rds-pgaudit", "--enable", "--yes").succeeded();

        assertThat(enabled.out()).isEqualTo("""
            STEP                      STATE    DETAIL
            parameter group           done     cruddur
            shared_preload_libraries  done     pg_stat_statements,pgaudit
            pgaudit.log               done     ddl,role
            reboot                    missing  add --reboot, or: db-ops rds-reboot --instance cruddur-db
            extension                 missing  repeat the command after the reboot to create it
            object auditing           off      --objects turns it on
            """);
        assertThat(rds.cli
                        .run("rds-pgaudit", "--enable", "--reboot", "--yes")
                        .succeeded()
                        .out())
                .contains("extension                 done   pgaudit 17.1");
    }

    @Test
    void auditingIsTurnedOff() throws IOException {
        rds.cli.with(audited());
        rds.cli.run("rds-pgaudit", "--enable", "--objects", "--reboot", "--yes").succeeded();

        var disabled = rds.cli
                .run("rds-pgaudit", "--disable", "--reboot", "--yes", "-o", "json")
                .succeeded();

        assertThat(disabled.out())
                .contains("{\"step\":\"shared_preload_libraries\",\"state\":\"missing\"")
                .contains("{\"step\":\"extension\",\"state\":\"missing\"")
                .contains("{\"step\":\"reboot\",\"state\":\"done\"")
                .contains("{\"step\":\"object auditing\",\"state\":\"off\"");
        assertThat(parameters.value("cruddur", "shared_preload_libraries")).isEqualTo("pg_stat_statements");
        assertThat(parameters.value("cruddur", "pgaudit.log")).isEmpty();
    }

    @Test
    void aDefaultGroupIsReplaced() {
        rds.states.ofVersion("plain", "17.6");

        var refused = rds.cli
                .run("rds-pgaudit", "--instance", "plain", "--enable", "--yes")
                .failed(2);
        var enabled = rds.cli
                .run("rds-pgaudit", "--instance", "plain", "--enable", "--create-group", "own", "--reboot", "--yes")
                .succeeded();
        rds.cli
                .run("rds-pgaudit", "--instance", "plain", "--enable", "--create-group", "own", "--reboot", "--yes")
                .succeeded();

        assertThat(refused.err())
                .contains("hint: create a group of your own and assign it")
                .contains("--create-group");
        assertThat(enabled.out())
                .containsPattern("parameter group +done +own\n")
                .containsPattern("reboot +done")
                .containsPattern("extension +unknown +needs a connection");
        assertThat(rds.cli
                        .run("rds-pgaudit", "--instance", "plain", "--disable", "--yes")
                        .succeeded()
                        .out())
                .containsPattern("reboot +missing");
    }

    @Test
    void allMembersOfAClusterAreRebooted() {
        rds.instances.cluster("cruddur");
        rds.databases.member("cruddur", "cruddur-1");
        rds.databases.member("cruddur", "cruddur-2");
        var calls = rds.aws.calls().size();

        rds.cli
                .run("rds-pgaudit", "--instance", "cruddur", "--enable", "--create-group", "own", "--reboot", "--yes")
                .succeeded();

        assertThat(rds.aws.calls().stream().skip(calls).filter("rds:RebootDBInstance"::equals))
                .hasSize(2);
        assertThat(rds.databases.clusterParameter("own", "shared_preload_libraries"))
                .isEqualTo("pg_stat_statements,pgaudit");
        rds.cli
                .run("rds-pgaudit", "--instance", "cruddur", "--disable", "--yes")
                .succeeded();
    }

    @Test
    void aDatabaseOfAnotherInstanceIsRefused() {
        var url = rds.instances.instance("other-db");

        var refused = rds.cli
                .with("CONNECTION_URL", url)
                .run("rds-pgaudit", "--instance", "cruddur-db", "--enable", "--yes")
                .failed(2);

        assertThat(refused.err())
                .startsWith("error: the connection URL leads to \"other-db\" (from the host in CONNECTION_URL), and not"
                        + " to instance \"cruddur-db\"\n");
    }

    @Test
    void aServerWithoutTheExtensionIsASentence() {
        rds.cli.with(TestServer.carried().newDatabase());

        var failed = rds.cli.run("rds-pgaudit", "--enable", "--reboot", "--yes").failed(1);

        assertThat(failed.err()).contains("error: the server does not have the extension pgaudit\nhint: ");
    }

    @Test
    void otherInstancesOfTheGroupAreNamedBeforeTheChange() {
        rds.states.ofVersion("staging", "17.6");
        parameters.assign("cruddur", "staging");

        var refused = rds.cli.run("rds-pgaudit", "--enable", "--reboot").failed(5);
        var plan = rds.cli.run("rds-pgaudit", "--enable", "--dry-run").succeeded();

        assertThat(refused.err())
                .startsWith(
                        "error: this will turn on pgAudit for instance \"cruddur-db\", and for staging, and reboot it"
                                + " if that is needed, which ends its sessions\n");
        assertThat(plan.out()).containsPattern("Parameters.ParameterValue +pg_stat_statements,pgaudit\n");
        assertThat(parameters.value("cruddur", "shared_preload_libraries")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        --enable --disable     | --enable and --disable cannot be combined
        --log ddl              | --log, --objects and --create-group require --enable
        --reboot               | --reboot requires --enable or --disable
        --enable --log ddl,dml | "ddl,dml" is not a value for pgaudit.log: it takes a list of ddl, function, misc, read, role, write, none, all, -ddl, -function, -misc, -read, -role, -write
        """)
    void invalidOptionsAreRefused(String options, String sentence) {
        assertThat(rds.cli.run(("rds-pgaudit " + options).split(" +")).failed(2).err())
                .startsWith("error: " + sentence + "\nhint: ");
    }
}
