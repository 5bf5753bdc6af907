package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.EmulatedTroubles;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RdsLogExportTest {
    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    @BeforeEach
    void anInstance() {
        rds = new RdsFixture(directory);
        rds.cli.with("RDS_INSTANCE_ID", "cruddur-db");
        rds.states.ofVersion("cruddur-db", "17.6");
    }

    @Test
    void logsAreExportedAndNoLonger() {
        var before = rds.cli.run("rds-log-export").succeeded();
        var enabled =
                rds.cli.run("rds-log-export", "--enable", "postgresql,upgrade").succeeded();
        var again = rds.cli.run("rds-log-export", "--enable", "upgrade").succeeded();
        var refused = rds.cli.run("rds-log-export", "--disable", "upgrade").failed(5);
        var disabled = rds.cli
                .run("rds-log-export", "--disable", "upgrade", "--yes", "-o", "json")
                .succeeded();

        assertThat(before.out()).isEqualTo("""
            LOG                STATE  LOG GROUP
            iam-db-auth-error  off
            postgresql         off
            upgrade            off
            """);
        assertThat(enabled.out()).isEqualTo(again.out()).isEqualTo("""
            LOG                STATE  LOG GROUP
            iam-db-auth-error  off
            postgresql         on     /aws/rds/instance/cruddur-db/postgresql
            upgrade            on     /aws/rds/instance/cruddur-db/upgrade
            """);
        assertThat(refused.err())
                .isEqualTo("error: this will end the export of upgrade of instance \"cruddur-db\"\n"
                        + "hint: if that is meant, pass --yes\n");
        assertThat(disabled.out()).contains("{\"log\":\"upgrade\",\"state\":\"off\",\"log_group\":null}");
        assertThat(rds.databases.instance("cruddur-db").enabledCloudwatchLogsExports())
                .containsExactly("postgresql");
    }

    @Test
    void aClustersLogsAreExportedForItsMembers() {
        rds.databases.protectedCluster("cruddur");
        rds.databases.member("cruddur", "cruddur-1");

        var enabled = rds.cli
                .run("rds-log-export", "--instance", "cruddur-1", "--enable", "postgresql")
                .succeeded();

        assertThat(enabled.out()).containsPattern("postgresql +on +/aws/rds/cluster/cruddur/postgresql\n");
    }

    @Test
    void aChangeInProgressIsShownAndNotRepeated() {
        new EmulatedTroubles(rds.aws)
                .described(
                        "cruddur-db",
                        "PendingModifiedValues",
                        "<PendingModifiedValues><PendingCloudwatchLogsExports><LogTypesToEnable><member>upgrade</member>"
                            + "</LogTypesToEnable></PendingCloudwatchLogsExports></PendingModifiedValues>");

        var shown = rds.cli.run("rds-log-export", "--enable", "upgrade").succeeded();

        assertThat(shown.out()).containsPattern("upgrade +turning-on +/aws/rds/instance/cruddur-db/upgrade\n");
        assertThat(rds.aws.calls()).doesNotContain("rds:ModifyDBInstance");
    }

    @Test
    void aDryRunShowsTheRequest() {
        var plan = rds.cli
                .run("rds-log-export", "--enable", "postgresql", "--dry-run")
                .succeeded();

        assertThat(plan.out()).containsPattern("CloudwatchLogsExportConfiguration.EnableLogTypes +postgresql\n");
        assertThat(rds.databases.instance("cruddur-db").enabledCloudwatchLogsExports())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        --enable slowquery                       | instance "cruddur-db" cannot export the log "slowquery"
        --enable postgresql --disable postgresql | the log "postgresql" is to be enabled and disabled
        """)
    void whatIsNotPossibleIsASentence(String options, String sentence) {
        assertThat(rds.cli
                        .run(("rds-log-export " + options).split(" +"))
                        .failed(2)
                        .err())
                .startsWith("error: " + sentence + "\nhint: ");
    }
}
