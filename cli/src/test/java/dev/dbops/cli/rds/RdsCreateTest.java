package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RdsCreateTest {
    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    @BeforeEach
    void emptyAccount() {
        rds = new RdsFixture(directory);
    }

    @Test
    void anInstanceIsSafeByDefault() {
        rds.cli
                .run("rds-create", "--instance", "cruddur-db", "--database", "cruddur")
                .succeeded();

        var made = rds.databases.instance("cruddur-db");
        assertThat(made.engine()).isEqualTo("postgres");
        assertThat(made.engineVersion()).isEqualTo("17.6");
        assertThat(made.dbInstanceClass()).isEqualTo("db.t4g.micro");
        assertThat(made.allocatedStorage()).isEqualTo(20);
        assertThat(made.storageType()).isEqualTo("gp3");
        assertThat(made.storageEncrypted()).isTrue();
        assertThat(made.publiclyAccessible()).isFalse();
        assertThat(made.multiAZ()).isFalse();
        assertThat(made.deletionProtection()).isTrue();
        assertThat(made.backupRetentionPeriod()).isEqualTo(7);
        assertThat(made.copyTagsToSnapshot()).isTrue();
        assertThat(made.masterUsername()).isEqualTo("postgres");
        assertThat(made.masterUserSecret().secretArn()).contains(":secret:rds!db-");
        assertThat(made.iamDatabaseAuthenticationEnabled()).isTrue();
        assertThat(made.dbName()).isEqualTo("cruddur");
    }

    @Test
    void theUrlNamesTheSecretWithoutCharactersThatShellsExpand() {
        var create = rds.cli
                .run("rds-create", "--instance", "cruddur-db", "--database", "cruddur", "--wait")
                .succeeded();

        var made = rds.databases.instance("cruddur-db");
        assertThat(create.out()).isEqualTo("""
            instance "cruddur-db" is available
            postgresql://postgres@%s:5432/cruddur?secret=%s
            """.formatted(
                made.endpoint().address(), made.masterUserSecret().secretArn().replace("!", "%21")));
        assertThat(create.err())
                .startsWith("creating instance \"cruddur-db\": PostgreSQL 17.6, db.t4g.micro, 20 GiB\n");
    }

    @Test
    void withoutWaitingTheUrlIsNotKnownYet() {
        rds.aws.settleAfter(3);

        var create = rds.cli.run("rds-create", "--instance", "cruddur-db").succeeded();

        assertThat(create.out()).isEqualTo("instance \"cruddur-db\" is creating\n");
        assertThat(create.err())
                .contains("its URL is shown when it is available: db-ops rds-status --instance cruddur-db\n");
    }

    @Test
    void waitingEndsWhenItIsAvailable() {
        rds.aws.settleAfter(3);

        var create =
                rds.cli.run("rds-create", "--instance", "cruddur-db", "--wait").succeeded();

        assertThat(create.out()).startsWith("instance \"cruddur-db\" is available\npostgresql://");
        assertThat(create.err()).contains("instance \"cruddur-db\" is creating\n");
    }

    @Test
    void waitingEndsAtTheTimeout() {
        rds.aws.settleAfter(1_000_000);

        var create = rds.cli
                .run("rds-create", "--instance", "cruddur-db", "--wait", "--timeout", "1s")
                .failed(6);

        assertThat(create.err()).endsWith("""
            error: instance "cruddur-db" is still creating after 1 s
            hint: AWS continues; to see its state: db-ops rds-status --instance cruddur-db --region eu-central-1, or wait longer: --timeout
            """);
    }

    @Test
    void waitingEndsWhenItCannotBecomeAvailable() {
        rds.states.broken("cruddur-db", "incompatible-network");

        var create =
                rds.cli.run("rds-create", "--instance", "cruddur-db", "--wait").failed(1);

        assertThat(create.err())
                .contains("error: instance \"cruddur-db\" is incompatible-network\nhint: its subnets have");
    }

    @Test
    void theNoteSaysWhoCanReachIt() {
        var inside = rds.cli.run("rds-create", "--instance", "inside").succeeded();
        var outside =
                rds.cli.run("rds-create", "--instance", "outside", "--public").succeeded();

        assertThat(inside.err()).endsWith("it has no public address: only its own network can reach it\n");
        assertThat(outside.err())
                .endsWith("its security groups must allow your address: db-ops sg-update --instance outside\n");
    }

    @Test
    void resultsAreForProgramsToo() {
        var create = rds.cli
                .run("rds-create", "--instance", "cruddur-db", "-o", "json", "-q")
                .succeeded();

        assertThat(create.out())
                .startsWith(
                        "{\"type\":\"instance\",\"name\":\"cruddur-db\",\"state\":\"available\",\"engine\":\"postgres\","
                            + "\"engine_version\":\"17.6\",\"instances\":[],\"endpoint\":\"cruddur-db.")
                .contains("\"secret\":\"arn:aws:secretsmanager:")
                .contains("\"url\":\"postgresql://postgres@");
        assertThat(create.err()).isEmpty();
    }

    @Test
    void everyDefaultCanBeChangedExceptTheSafeOnes() {
        var network = rds.databases.network();

        rds.cli
                .run(
                        "rds-create",
                        "--instance",
                        "Cruddur-DB",
                        "--class",
                        "db.m7g.large",
                        "--storage",
                        "100",
                        "--engine-version",
                        "16",
                        "--multi-az",
                        "--public",
                        "--subnet-group",
                        network.subnetGroup(),
                        "--security-group",
                        network.securityGroup(),
                        "--user",
                        "root1")
                .succeeded();

        var made = rds.databases.instance("cruddur-db");
        assertThat(made.dbInstanceClass()).isEqualTo("db.m7g.large");
        assertThat(made.allocatedStorage()).isEqualTo(100);
        assertThat(made.engineVersion()).isEqualTo("16.10");
        assertThat(made.multiAZ()).isTrue();
        assertThat(made.publiclyAccessible()).isTrue();
        assertThat(made.dbSubnetGroup().dbSubnetGroupName()).isEqualTo(network.subnetGroup());
        assertThat(made.vpcSecurityGroups().getFirst().vpcSecurityGroupId()).isEqualTo(network.securityGroup());
        assertThat(made.masterUsername()).isEqualTo("root1");
        assertThat(made.deletionProtection()).isTrue();
    }

    @Test
    void aVersionThatWouldAcceptPlainConnectionsGetsAParameterGroupThatForbidsThem() {
        rds.cli
                .run("rds-create", "--instance", "cruddur-db", "--engine-version", "14")
                .succeeded();
        rds.cli
                .run("rds-create", "--instance", "second-db", "--engine-version", "14")
                .succeeded();

        assertThat(rds.databases
                        .instance("second-db")
                        .dbParameterGroups()
                        .getFirst()
                        .dbParameterGroupName())
                .isEqualTo("db-ops-postgres14");
        assertThat(rds.databases.parameter("db-ops-postgres14", "rds.force_ssl"))
                .isEqualTo("1");
        assertThat(rds.aws.calls()).containsOnlyOnce("rds:CreateDBParameterGroup");
    }

    @Test
    void aDryRunShowsTheRequestAndMakesNothing() {
        var create = rds.cli
                .run("rds-create", "--instance", "cruddur-db", "--engine-version", "14.19", "--dry-run")
                .succeeded();

        assertThat(create.out())
                .containsPattern("rds:CreateDBParameterGroup +DBParameterGroupName +db-ops-postgres14\n")
                .containsPattern("rds:ModifyDBParameterGroup +Parameters.ParameterName +rds.force_ssl\n")
                .containsPattern("rds:CreateDBInstance +DBInstanceIdentifier +cruddur-db\n")
                .containsPattern("rds:CreateDBInstance +ManageMasterUserPassword +true\n");
        assertThat(rds.aws.calls()).noneMatch(action -> action.contains(":Create") || action.contains(":Modify"));
    }

    @ParameterizedTest
    @CsvSource({
        "rds-create --instance a --dry-run, disabled",
        "rds-create --instance a --aurora --dry-run, disabled",
        "rds-create --instance a --extended-support --dry-run, ''"
    })
    void extendedSupportCostsNothingUnlessItIsRequested(String command, String end) {
        var create = rds.cli.run(command.split(" ")).succeeded();

        assertThat(create.out())
                .containsPattern(" EngineLifecycleSupport +open-source-rds-extended-support"
                        + (end.isEmpty() ? "" : "-" + end) + "\n");
    }

    @Test
    void aDryRunIsForProgramsToo() {
        var create = rds.cli
                .run("rds-create", "--instance", "cruddur-db", "--dry-run", "-o", "json")
                .succeeded();

        assertThat(create.out())
                .contains("{\"action\":\"rds:CreateDBInstance\",\"parameter\":\"StorageType\",\"value\":\"gp3\"}");
    }

    @Test
    void anAuroraClusterGetsAnInstance() {
        var create = rds.cli
                .run("rds-create", "--instance", "cruddur", "--aurora", "--database", "cruddur", "--wait")
                .succeeded();

        var made = rds.databases.cluster("cruddur");
        assertThat(made.engine()).isEqualTo("aurora-postgresql");
        assertThat(made.storageEncrypted()).isTrue();
        assertThat(made.deletionProtection()).isTrue();
        assertThat(made.backupRetentionPeriod()).isEqualTo(7);
        assertThat(made.iamDatabaseAuthenticationEnabled()).isTrue();
        assertThat(made.dbClusterMembers()).hasSize(1);
        assertThat(rds.databases.instance("cruddur-1").dbInstanceClass()).isEqualTo("db.t4g.medium");
        assertThat(create.out())
                .startsWith("cluster \"cruddur\" is available\npostgresql://postgres@" + made.endpoint());
    }

    @Test
    void aServerlessClusterScalesWithinTheRange() {
        rds.cli
                .run("rds-create", "--instance", "cruddur", "--aurora", "--serverless", "0.5-4", "--multi-az")
                .succeeded();

        var capacity = rds.databases.cluster("cruddur").serverlessV2ScalingConfiguration();
        assertThat(capacity.minCapacity()).isEqualTo(0.5);
        assertThat(capacity.maxCapacity()).isEqualTo(4);
        assertThat(rds.databases.instance("cruddur-1").dbInstanceClass()).isEqualTo("db.serverless");
        assertThat(rds.databases.instance("cruddur-2").dbInstanceClass()).isEqualTo("db.serverless");
    }

    @Test
    void anOlderAuroraGetsAParameterGroupThatForbidsPlainConnections() {
        rds.cli
                .run("rds-create", "--instance", "cruddur", "--aurora", "--engine-version", "16")
                .succeeded();

        assertThat(rds.databases.cluster("cruddur").dbClusterParameterGroup()).isEqualTo("db-ops-aurora-postgresql16");
        assertThat(rds.databases.clusterParameter("db-ops-aurora-postgresql16", "rds.force_ssl"))
                .isEqualTo("1");
    }

    @Test
    void resourcesCreatedBeforeARefusalAreNamedWithTheCommandsThatRemoveThem() {
        var create = rds.cli
                .run(
                        "rds-create",
                        "--instance",
                        "cruddur",
                        "--aurora",
                        "--engine-version",
                        "16",
                        "--class",
                        "db.nonsense")
                .failed(2);

        assertThat(create.err()).endsWith("""
            error: AWS refuses rds:CreateDBInstance: Invalid DB Instance class: db.nonsense; before that, parameter group \
            "db-ops-aurora-postgresql16" was created and rds.force_ssl was set in parameter group \
            "db-ops-aurora-postgresql16" and cluster "cruddur" was created
            hint: --dry-run shows the request (AWS calls this InvalidParameterValue); then undo what was done: db-ops \
            rds-delete --instance cruddur --region eu-central-1 --no-final-snapshot --disable-deletion-protection --confirm cruddur && aws rds \
            delete-db-cluster-parameter-group --db-cluster-parameter-group-name db-ops-aurora-postgresql16 --region eu-central-1
            """);
        assertThat(rds.databases.cluster("cruddur").dbClusterMembers()).isEmpty();
    }

    @Test
    void aTakenNameIsRefusedBeforeAnythingIsMade() {
        rds.instances.instance("cruddur-db");

        var create = rds.cli
                .run("rds-create", "--instance", "Cruddur-DB", "--engine-version", "14")
                .failed(2);

        assertThat(create.err()).isEqualTo("""
            error: there is an instance "cruddur-db" in eu-central-1 already
            hint: choose another name, or look at it: db-ops rds-status --instance cruddur-db
            """);
        assertThat(rds.aws.calls()).doesNotContain("rds:CreateDBParameterGroup");
    }

    @Test
    void aNameThatIsTakenMeanwhileIsRefusedByAws() {
        rds.aws.fail("rds:CreateDBInstance", "DBInstanceAlreadyExists", 400, 1);

        var create = rds.cli.run("rds-create", "--instance", "cruddur-db").failed(2);

        assertThat(create.err())
                .contains("hint: choose another name, or look at the existing one: db-ops rds-status --instance NAME"
                        + " (AWS calls this DBInstanceAlreadyExists)\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --class t4g.micro                 | "t4g.micro" is not an instance class (from --class)
        --storage 19                      | --storage is 19, and can be 20 to 65536
        --storage 65537                   | --storage is 65537, and can be 20 to 65536
        --engine-version latest           | "latest" is not a version of PostgreSQL (from --engine-version)
        --engine-version 17.6.1           | "17.6.1" is not a version of PostgreSQL (from --engine-version)
        --engine-version 17.99            | eu-central-1 offers no PostgreSQL 17.99
        --engine-version 9                | eu-central-1 offers no PostgreSQL 9
        --security-group default          | "default" is not the id of a security group (from --security-group)
        --subnet-group nowhere            | AWS refuses rds:CreateDBInstance: DB subnet group 'nowhere' does not exist.
        --database my-db                  | "my-db" cannot be the database's name (from --database)
        --user 0root                      | "0root" cannot be the master user's name (from --user)
        --user Admin                      | "Admin" cannot be the master user's name (from --user)
        --timeout 5m                      | --timeout requires --wait
        --serverless 1-2                  | --serverless needs --aurora
        --aurora --storage 20             | --storage cannot be combined with --aurora
        --aurora --serverless 4-1         | "4-1" is not a range of Aurora capacity units (from --serverless)
        --aurora --serverless 0.3-1       | "0.3-1" is not a range of Aurora capacity units (from --serverless)
        --aurora --serverless 0-0.5       | "0-0.5" is not a range of Aurora capacity units (from --serverless)
        --aurora --serverless 2           | "2" is not a range of Aurora capacity units (from --serverless)
        --aurora --serverless 1-2 --class db.r7g.large | --class cannot be combined with --serverless
        """)
    void invalidValuesAreRefusedAndCreateNothing(String options, String sentence) {
        var words = ("rds-create --instance cruddur-db " + options).split(" +");

        var create = rds.cli.run(words).failed(2);

        assertThat(create.err()).contains("error: " + sentence + "\n").contains("\nhint: ");
        assertThat(rds.databases.names()).isEmpty();
    }

    @Test
    void theVersionsThatAreOfferedAreNamed() {
        assertThat(rds.cli
                        .run("rds-create", "--instance", "a", "--engine-version", "16.99")
                        .failed(2)
                        .err())
                .contains("hint: it offers 16.4, 16.10\n");
        assertThat(rds.cli
                        .run("rds-create", "--instance", "a", "--engine-version", "9")
                        .failed(2)
                        .err())
                .contains("hint: it offers the major versions 13, 14, 15, 16, 17\n");
    }

    @ParameterizedTest
    @CsvSource({"a--b", "1a", "a-", "a_b", "arn:aws:rds:eu-central-1:123456789012:db:a"})
    void aNameThatRdsWouldNotTakeIsRefused(String name) {
        assertThat(rds.cli.run("rds-create", "--instance", name).failed(2).err())
                .startsWith("error: \"%s\" cannot be a name on RDS (from --instance)\nhint: ".formatted(name));
        assertThat(rds.aws.calls()).isEmpty();
    }

    @Test
    void withoutANameNothingIsMade() {
        assertThat(rds.cli.run("rds-create").failed(2).err()).isEqualTo("""
            error: the new instance has no name
            hint: pass it: --instance NAME
            """);
    }

    @ParameterizedTest
    @CsvSource({"InstanceQuotaExceeded, Service Quotas", "InsufficientDBInstanceCapacity, try another --class"})
    void aMissingPermissionOrQuotaIsNotAUsageError(String code, String hint) {
        rds.aws.fail("rds:CreateDBInstance", code, 400, 1);

        assertThat(rds.cli
                        .run("rds-create", "--instance", "cruddur-db")
                        .failed(1)
                        .err())
                .contains(hint);
    }
}
