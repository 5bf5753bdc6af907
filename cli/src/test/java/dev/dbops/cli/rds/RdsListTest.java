package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.EmulatedOperations;
import dev.dbops.aws.EmulatedTroubles;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RdsListTest {
    private static final String HEADER =
            "NAME\\s+REGION\\s+ROLE\\s+STATE\\s+INSTANCE CLASS\\s+ENGINE\\s+MULTI AZ\\s+ACCESS\\s+STORAGE\\s+"
                    + "STARTS ITSELF AT\\s+NOTE\n";

    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    private EmulatedOperations operations;

    @BeforeEach
    void emptyAccount() {
        rds = new RdsFixture(directory);
        operations = new EmulatedOperations(rds.aws);
    }

    @Test
    void anAccountWithoutDatabasesIsNotAnError() {
        assertThat(rds.cli.run("rds-list").succeeded().out()).isEqualTo("no instances and no clusters\n");
        assertThat(rds.cli.run("rds-list", "-o", "json").succeeded().out()).isEqualTo("[]\n");
    }

    @Test
    void theConfiguredRegionIsListedByDefault() {
        operations
                .instance(
                        "eu-central-1", "here", request -> request.multiAZ(true).publiclyAccessible(false))
                .instance("eu-west-1", "elsewhere", _ -> {});

        var list = rds.cli.run("rds-list").succeeded();

        assertThat(list.out())
                .containsPattern(HEADER)
                .containsPattern("here\\s+eu-central-1\\s+instance\\s+available\\s+db.t4g.micro\\s+postgres"
                        + " 17.4\\s+yes\\s+private\\s+20 GiB gp3 +not encrypted\n")
                .doesNotContain("elsewhere");
    }

    @Test
    void namedRegionsAreListedInTheirOrder() {
        operations
                .instance("eu-central-1", "here", _ -> {})
                .instance("eu-west-1", "b", _ -> {})
                .instance("eu-west-1", "a", _ -> {})
                .instance("us-east-1", "c", _ -> {});

        var list = rds.cli
                .run("rds-list", "--region", "us-east-1", "--region", "eu-west-1", "--region", "us-east-1")
                .succeeded();

        assertThat(list.out().lines().map(line -> line.split(" ")[0])).containsExactly("NAME", "c", "a", "b");
    }

    @Test
    void allEnabledRegionsAreListed() {
        operations.instance("eu-central-1", "here", _ -> {}).instance("ap-southeast-2", "far", _ -> {});

        var list = rds.cli.run("rds-list", "--all-regions").succeeded();

        assertThat(list.out().lines().map(line -> line.split(" ")[0])).containsExactly("NAME", "far", "here");
        assertThat(rds.aws.calls()).contains("ec2:DescribeRegions");
    }

    @Test
    void aClusterIsFollowedByItsMembers() {
        rds.instances.cluster("cruddur");
        rds.states.member("cruddur", "cruddur-2").member("cruddur", "cruddur-1");

        var list = rds.cli.run("rds-list").succeeded();

        assertThat(list.out())
                .containsPattern("cruddur +eu-central-1 +cluster +available +aurora-postgresql")
                .containsPattern("cruddur-1 +eu-central-1 +reader of cruddur +available +db.r8g.large")
                .containsPattern("cruddur-2 +eu-central-1 +writer of cruddur +available +db.r8g.large");
    }

    @Test
    void aStoppedInstanceShowsWhenItStartsItself() {
        rds.instances.instance("cruddur-db");
        rds.states.stopped("cruddur-db");

        var list = rds.cli.run("rds-list").succeeded();

        assertThat(list.out()).containsPattern("cruddur-db +eu-central-1 +instance +stopped .* +20\\d\\d-\\d\\d-\\S+Z");
    }

    @Test
    void whatCostsMoreIsNoted() {
        operations.instance(
                "cruddur-db",
                request -> request.storageType("io2")
                        .iops(4000)
                        .allocatedStorage(100)
                        .maxAllocatedStorage(500)
                        .storageEncrypted(true));
        new EmulatedTroubles(rds.aws)
                .described("cruddur-db", "PerformanceInsightsEnabled", bool("PerformanceInsightsEnabled"))
                .described(
                        "cruddur-db",
                        "PerformanceInsightsRetentionPeriod",
                        "<PerformanceInsightsRetentionPeriod>731</PerformanceInsightsRetentionPeriod>")
                .described(
                        "cruddur-db", "DatabaseInsightsMode", "<DatabaseInsightsMode>advanced</DatabaseInsightsMode>")
                .described("cruddur-db", "MonitoringInterval", "<MonitoringInterval>15</MonitoringInterval>");

        var list = rds.cli.run("rds-list").succeeded();

        assertThat(list.out())
                .contains("100-500 GiB io2 4000 IOPS")
                .contains("Performance Insights 731d, Database Insights, Enhanced M");
    }

    @Test
    void extendedSupportIsNotedWhenTheStandardSupportHasEnded() {
        operations
                .instance("old", request -> request.engineVersion("13.22").storageEncrypted(true))
                .instance("new", request -> request.storageEncrypted(true));
        var enabled = "<EngineLifecycleSupport>open-source-rds-extended-support</EngineLifecycleSupport>";
        new EmulatedTroubles(rds.aws)
                .described("old", "EngineLifecycleSupport", enabled)
                .described("new", "EngineLifecycleSupport", enabled);

        var list = rds.cli.run("rds-list").succeeded();

        assertThat(list.out()).containsPattern("old .* Extended Support\n").containsPattern("new .*[^t]\n");
        assertThat(rds.cli.run("rds-list", "-o", "json").succeeded().out())
                .contains("\"lifecycle_support\":\"open-source-rds-extended-support\"");
    }

    private static String bool(String element) {
        return "<%1$s>true</%1$s>".formatted(element);
    }

    @Test
    void jsonAndCsvHaveEveryFact() {
        operations.instance(
                "cruddur-db",
                request ->
                        request.storageEncrypted(true).backupRetentionPeriod(7).deletionProtection(true));

        var json = rds.cli.run("rds-list", "-o", "json").succeeded();
        var csv = rds.cli.run("rds-list", "-o", "csv").succeeded();

        assertThat(json.out())
                .startsWith(
                        "[{\"name\":\"cruddur-db\",\"region\":\"eu-central-1\",\"role\":\"instance\",\"part_of\":null,"
                                + "\"state\":\"available\",\"instance_class\":\"db.t4g.micro\",\"engine\":\"postgres\","
                                + "\"engine_version\":\"17.4\",")
                .contains("\"storage_gib\":20,\"max_storage_gib\":null,\"storage_type\":\"gp3\",")
                .contains("\"backup_retention_days\":7,\"deletion_protection\":true,")
                .contains("\"arn\":\"arn:aws:rds:eu-central-1:123456789012:db:cruddur-db\"");
        assertThat(csv.out()).startsWith("name,region,role,part_of,state,instance_class,engine,engine_version,");
    }

    @Test
    void aRegionThatDeniesAccessIsNamedAndTheOthersAreListed() {
        operations
                .instance("eu-central-1", "here", _ -> {})
                .deny("eu-west-1", "AccessDenied")
                .deny("us-east-1", "InvalidClientTokenId");

        var list = rds.cli.run("rds-list", "--all-regions").succeeded();

        assertThat(list.out()).contains("here ");
        assertThat(list.err())
                .contains(
                        "warning: eu-west-1 is missing: AWS denies rds:DescribeDBInstances: rds:DescribeDBInstances is"
                                + " denied in eu-west-1\n")
                .contains("warning: us-east-1 is missing: AWS does not accept the credentials:");
    }

    @Test
    void aNamedRegionThatDeniesAccessFailsTheCommandInTheEnd() {
        operations.instance("eu-central-1", "here", _ -> {}).deny("eu-west-1", "AccessDenied");

        var list = rds.cli
                .run("rds-list", "--region", "eu-west-1", "--region", "eu-central-1")
                .failed(4);

        assertThat(list.out()).contains("here ");
        assertThat(list.err()).startsWith("warning: eu-west-1 is missing: ");
    }

    @Test
    void whenNoRegionAnswersItIsAnError() {
        operations.deny("eu-central-1", "AccessDenied");

        var list = rds.cli.run("rds-list").failed(4);

        assertThat(list.err()).startsWith("error: AWS denies rds:DescribeDBInstances");
    }

    @Test
    void withoutTheRightToListRegionsTheHintNamesTheOption() {
        rds.aws.fail("ec2:DescribeRegions", "UnauthorizedOperation", 403, 9);

        var list = rds.cli.run("rds-list", "--all-regions").failed(4);

        assertThat(list.err())
                .contains(
                        "hint: let an administrator allow the IAM action ec2:DescribeRegions (docs/aws.md), or name the"
                                + " regions: --region REGION, once for each\n");
    }

    @Test
    void everyPageIsRead() {
        for (var number = 0; number < 101; number++) {
            operations.instance("cruddur-" + number, _ -> {});
        }

        var list = rds.cli.run("rds-list", "-o", "csv").succeeded();

        assertThat(list.out().lines()).hasSize(102);
    }

    @Test
    void contradictionsAndMisspeltRegionsAreRefused() {
        assertThat(rds.cli
                        .run("rds-list", "--all-regions", "--region", "eu-west-1")
                        .failed(2)
                        .err())
                .startsWith("error: --region and --all-regions cannot be combined\n");
        assertThat(rds.cli
                        .run("rds-list", "--region", "eu-west-1", "--region", "Europe")
                        .failed(2)
                        .err())
                .startsWith("error: \"Europe\" is not the name of an AWS region\n");
    }
}
