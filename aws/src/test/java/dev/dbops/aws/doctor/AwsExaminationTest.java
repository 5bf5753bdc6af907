package dev.dbops.aws.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedDatabases;
import dev.dbops.aws.EmulatedGroups;
import dev.dbops.aws.EmulatedInstances;
import dev.dbops.aws.EmulatedRoles;
import dev.dbops.aws.EmulatedStates;
import dev.dbops.aws.EmulatedTroubles;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings from RDS and CloudWatch; those about the network are in {@link NetworkFindingsTest}. */
class AwsExaminationTest {
    private static final String MODIFY = "db-ops rds-modify --instance cruddur-db ";
    private static final String NOW = " --apply-immediately --region eu-central-1";

    private final AwsEmulator aws = AwsEmulator.reset();
    private final EmulatedDatabases databases = new EmulatedDatabases(aws);
    private final EmulatedInstances instances = new EmulatedInstances(aws);
    private final EmulatedTroubles troubles = new EmulatedTroubles(aws);

    @AutoClose
    private final EmulatedStates states = new EmulatedStates(aws);

    private ExaminedDatabase examined() {
        return ExaminedDatabase.ofInstance(aws, "cruddur-db");
    }

    @Test
    void aWellKeptInstanceHasNothingToFix() {
        databases.placedInstance("cruddur-db", databases.network());
        troubles.freeStorage("cruddur-db", 12L << 30)
                .described("cruddur-db", "MultiAZ", "<MultiAZ>true</MultiAZ>")
                .described("cruddur-db", "CertificateDetails", certificate(400, "rds-ca-rsa2048-g1"));

        assertThat(examined().reached())
                .containsExactly(
                        "ok credentials: arn:aws:sts::123456789012:user/moto in eu-central-1",
                        "ok instance: instance \"cruddur-db\" is available: db.m7g.large, postgres 17.6",
                        "ok public access: it has no public address, but can be reached",
                        "ok security group: no rule names 18.195.0.7, yet the database answers: there is another way"
                                + " to it, such as a VPN",
                        "ok rds.force_ssl: connections without TLS are refused",
                        "ok certificate: its certificate (rds-ca-default) is valid until "
                                + Instant.now()
                                        .plus(400, ChronoUnit.DAYS)
                                        .toString()
                                        .substring(0, 10),
                        "ok storage: 12.0 GiB of 20 GiB are free (60 %); it does not grow automatically",
                        "ok backups: automated backups are kept for 7 days",
                        "ok deletion protection: AWS refuses to delete it",
                        "ok encryption: its storage is encrypted",
                        "ok availability: it is in several availability zones",
                        "ok version: postgres 17.6, the newest minor version",
                        "ok maintenance: none is scheduled");
    }

    private static String certificate(int days, String authority) {
        return "<CertificateDetails><CAIdentifier>%s</CAIdentifier><ValidTill>%s</ValidTill></CertificateDetails>"
                .formatted(authority, Instant.now().plus(days, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void withoutCredentialsThereIsOneFinding() {
        instances.instance("cruddur-db");

        var findings = examined()
                .asking(Map.of(
                        "AWS_ENDPOINT_URL",
                        aws.url(),
                        "AWS_REGION",
                        "eu-central-1",
                        "AWS_EC2_METADATA_DISABLED",
                        "true"))
                .reached();

        assertThat(findings)
                .singleElement()
                .asString()
                .startsWith("skipped credentials: no AWS credentials were found; the state on RDS is unknown")
                .contains("aws sso login");
    }

    @Test
    void expiredCredentialsAreRenewedByALogin() {
        aws.fail("sts:GetCallerIdentity", "ExpiredToken", 403, 1);

        assertThat(examined().reached())
                .containsExactly("warning credentials: the AWS credentials have expired; the state on RDS is unknown ->"
                        + " renew them: aws sso login, or set fresh AWS_ACCESS_KEY_ID ... AWS_SESSION_TOKEN");
    }

    @Test
    void aDenialNamesTheActionAndTheOthersContinue() {
        instances.instance("cruddur-db");
        for (var action : List.of(
                "rds:DescribePendingMaintenanceActions",
                "rds:DescribeDBParameters",
                "rds:DescribeDBEngineVersions",
                "cloudwatch:GetMetricStatistics",
                "ec2:DescribeSecurityGroupRules")) {
            aws.fail(action, "AccessDenied", 403, 1);
        }

        assertThat(examined().reached())
                .contains(
                        denied("maintenance", "rds:DescribePendingMaintenanceActions"),
                        denied("rds.force_ssl", "rds:DescribeDBParameters"),
                        denied("version", "rds:DescribeDBEngineVersions"),
                        denied("storage", "cloudwatch:GetMetricStatistics"),
                        denied("security group", "ec2:DescribeSecurityGroupRules"),
                        "ok backups: automated backups are kept for 1 day");
    }

    @Test
    void withoutTheInstanceNothingElseIsKnown() {
        instances.instance("cruddur-db");
        aws.fail("rds:DescribeDBInstances", "AccessDenied", 403, 9);

        assertThat(examined().reached()).hasSize(2).contains(denied("instance", "rds:DescribeDBInstances"));
    }

    private static String denied(String step, String action) {
        return "skipped %s: no permission: let an administrator allow the IAM action %s (docs/aws.md)"
                .formatted(step, action);
    }

    @Test
    void throttlingIsWaitedOut() {
        instances.instance("cruddur-db");
        aws.fail("rds:DescribeDBInstances", "Throttling", 400, 1);

        assertThat(examined().reached()).anyMatch(line -> line.startsWith("ok instance: "));
    }

    @Test
    void anInstanceThatIsNotThereIsAFailureWithThoseThatAre() {
        instances.instance("cruddur-db2");

        assertThat(examined().notReached())
                .contains("failed instance: there is no instance \"cruddur-db\" in eu-central-1 (from the host in"
                        + " PROD_CONNECTION_URL) -> did you mean \"cruddur-db2\"?");
    }

    @Test
    void aStoppedInstanceIsToBeStarted() {
        instances.instance("cruddur-db");
        states.stopped("cruddur-db");

        assertThat(examined().notReached())
                .anySatisfy(line -> assertThat(line)
                        .startsWith(
                                "failed instance: instance \"cruddur-db\" is stopped; AWS starts it automatically at 2")
                        .endsWith("-> db-ops rds-start --wait prod"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        starting     | false | failed instance: instance "cruddur-db" is starting, and does not answer until that is over -> wait until it answers: db-ops wait --timeout 30m prod
        modifying    | true  | warning instance: instance "cruddur-db" is modifying, and may not answer for some minutes -> wait when it is over: db-ops wait --timeout 30m prod
        backing-up   | true  | ok instance: instance "cruddur-db" is backing-up and answers: db.t4g.micro, postgres 17.6
        stopping     | false | failed instance: instance "cruddur-db" is stopping -> start it after it has stopped: db-ops rds-start --wait prod
        storage-full | false | failed instance: instance "cruddur-db" is storage-full -> add storage: db-ops rds-modify --storage GIB --apply-immediately
        deleting     | false | failed instance: instance "cruddur-db" is deleting -> a snapshot can be restored: db-ops rds-restore
        """)
    void eachStateIsExplained(String state, boolean reached, String expected) {
        instances.instance("cruddur-db");
        states.broken("cruddur-db", state);

        assertThat(reached ? examined().reached() : examined().notReached()).contains(expected);
    }

    @Test
    void whatProductionNeedsIsOnlyMissedThere() {
        databases.instanceWithoutBackups("cruddur-db");

        assertThat(examined().reached())
                .contains(
                        "warning backups: there are no automated backups, so it cannot be restored to a point in time"
                                + " -> "
                                + MODIFY + "--backup-retention 7" + NOW,
                        "warning deletion protection: a single request can delete it -> " + MODIFY
                                + "--deletion-protection" + NOW,
                        "warning encryption: its storage and its snapshots are not encrypted -> encrypt a copy: db-ops"
                                + " rds-snapshot, copy the snapshot with a key, db-ops rds-restore (docs/aws.md)",
                        "warning availability: it is in one availability zone, and fails with it -> " + MODIFY
                                + "--multi-az" + NOW);
        assertThat(examined().in("staging").reached())
                .contains("ok deletion protection: off", "ok availability: it is in one availability zone");
    }

    @Test
    void tlsThatNobodyDemandsIsAWarning() {
        states.ofVersion("cruddur-db", "14.9");

        assertThat(examined().reached())
                .contains("warning rds.force_ssl: connections without TLS are accepted: rds.force_ssl is not 1 ->"
                        + " db-ops rds-parameters --instance cruddur-db --set rds.force_ssl=1 --create-group"
                        + " cruddur-db --region eu-central-1 (default.postgres14 cannot be changed)");
    }

    @Test
    void tlsThatIsDemandedAndSwitchedOffIsTheCause() {
        states.ofVersion("cruddur-db", "16.4");

        assertThat(examined().with("sslmode", "disable").notReached())
                .contains("failed rds.force_ssl: connections without TLS are refused, but sslmode=disable requests one"
                        + " -> set sslmode=verify-full in PROD_CONNECTION_URL");
    }

    @Test
    void aCertificateIsRenewedBeforeItsEnd() {
        instances.instance("cruddur-db");
        var renew = " -> " + MODIFY + "--ca rds-ca-rsa2048-g1" + NOW;

        troubles.described("cruddur-db", "CertificateDetails", certificate(10, "x"));
        assertThat(examined().reached())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("warning certificate: its certificate (rds-ca-default) is valid until 2")
                        .endsWith(" only" + renew));

        troubles.described("cruddur-db", "CertificateDetails", certificate(-1, "x"));
        assertThat(examined().reached())
                .contains("failed certificate: its certificate has expired (rds-ca-default)" + renew);

        troubles.described("cruddur-db", "CertificateDetails", "")
                .described(
                        "cruddur-db",
                        "CACertificateIdentifier",
                        "<CACertificateIdentifier>rds-ca-2019</CACertificateIdentifier>");
        assertThat(examined().reached())
                .contains("failed certificate: its certificate has expired (rds-ca-2019)" + renew);
    }

    @Test
    void storageThatIsNearlyFullIsToGrow() {
        instances.instance("cruddur-db");
        troubles.freeStorage("cruddur-db", 1L << 30);

        assertThat(examined().reached())
                .contains("warning storage: 1.0 GiB of 20 GiB are free (5 %); it does not grow automatically -> "
                        + MODIFY + "--max-storage 40" + NOW);

        troubles.described("cruddur-db", "MaxAllocatedStorage", "<MaxAllocatedStorage>100</MaxAllocatedStorage>");
        assertThat(examined().reached())
                .contains("ok storage: 1.0 GiB of 20 GiB are free (5 %); it grows automatically up to 100 GiB");

        troubles.described("cruddur-db", "MaxAllocatedStorage", "<MaxAllocatedStorage>21</MaxAllocatedStorage>");
        assertThat(examined().reached())
                .contains("warning storage: 1.0 GiB of 20 GiB are free (5 %); it grows automatically up to 21 GiB -> "
                        + MODIFY + "--max-storage 42" + NOW);
    }

    @Test
    void whatWasNotMeasuredIsNotGuessed() {
        instances.instance("cruddur-db");

        assertThat(examined().reached()).contains("skipped storage: CloudWatch has no measurement of the last minutes");
    }

    @Test
    void announcedMaintenanceSaysWhen() {
        instances.instance("cruddur-db");
        troubles.maintenance(
                        "cruddur-db",
                        "<Action>system-update</Action><ForcedApplyDate>2027-01-05T03:00:00Z</ForcedApplyDate>"
                                + "<Description>New Operating System patch is available</Description>")
                .maintenance("cruddur-db", "<Action>db-upgrade</Action>");
        var apply = " -> to do it earlier: aws rds apply-pending-maintenance-action --resource-identifier"
                + " arn:aws:rds:eu-central-1:123456789012:db:cruddur-db --apply-action ";

        assertThat(examined().reached())
                .contains(
                        "warning maintenance: system-update (New Operating System patch is available), which AWS does"
                                + " at the latest at 2027-01-05T03:00:00Z" + apply
                                + "system-update --opt-in-type immediate --region eu-central-1",
                        "warning maintenance: db-upgrade, which AWS does not do automatically" + apply
                                + "db-upgrade --opt-in-type immediate --region eu-central-1");
    }

    @Test
    void changesThatWaitAreNamedButNoPassword() {
        instances.instance("cruddur-db");
        troubles.described(
                        "cruddur-db",
                        "PendingModifiedValues",
                        "<PendingModifiedValues><DBInstanceClass>db.m7g.large</DBInstanceClass>"
                                + "<MasterUserPassword>hunter2</MasterUserPassword></PendingModifiedValues>")
                .described(
                        "cruddur-db",
                        "DBParameterGroups",
                        "<DBParameterGroups><DBParameterGroup><DBParameterGroupName>tuned</DBParameterGroupName>"
                                + "<ParameterApplyStatus>pending-reboot</ParameterApplyStatus></DBParameterGroup>"
                                + "</DBParameterGroups>");

        assertThat(examined().reached())
                .contains(
                        "warning pending changes: waits for the maintenance window (wed:06:38-wed:07:08): db instance"
                                + " class db.m7g.large, master user password -> to do it now, repeat the change with"
                                + " --apply-immediately",
                        "warning pending changes: parameters of \"tuned\" take effect at the next reboot -> db-ops"
                                + " rds-reboot --instance cruddur-db --region eu-central-1")
                .noneMatch(line -> line.contains("hunter2"));
    }

    @Test
    void aNewerMinorVersionIsOfferedWhereAwsDoesNotUpgrade() {
        states.ofVersion("cruddur-db", "17.4");
        assertThat(examined().reached())
                .contains("ok version: postgres 17.4; 17.6 is available, and AWS installs it automatically");

        troubles.described(
                "cruddur-db", "AutoMinorVersionUpgrade", "<AutoMinorVersionUpgrade>false</AutoMinorVersionUpgrade>");
        assertThat(examined().reached())
                .contains("warning version: postgres 17.4; 17.6 is available, and AWS does not install it automatically"
                        + " -> db-ops rds-upgrade --to 17.6 --instance cruddur-db --region eu-central-1");
    }

    @Test
    void tokensNeedIamAuthenticationOnTheInstance() {
        instances.instance("cruddur-db");

        assertThat(examined().with("iam_auth", "true").notReached())
                .contains(
                        "failed iam authentication: the connection uses an IAM token, but IAM authentication is off -> "
                                + MODIFY + "--iam-authentication" + NOW);
        assertThat(examined().reached()).noneMatch(line -> line.contains("iam authentication"));
    }

    @Test
    void aClusterIsExaminedByItselfAndItsWriter() {
        databases.protectedCluster("cruddur");
        states.member("cruddur", "cruddur-1");

        var findings = ExaminedDatabase.ofCluster(aws, "cruddur").reached();

        assertThat(findings)
                .contains(
                        "ok instance: cluster \"cruddur\" is available: db.r8g.large, aurora-postgresql 17.5",
                        "ok backups: automated backups are kept for 7 days",
                        "ok deletion protection: AWS refuses to delete it",
                        "ok encryption: its storage is encrypted")
                .noneMatch(line -> line.contains("storage: ") && !line.contains("encrypted"));
    }

    @Test
    void aClusterWithoutAWriterCannotAnswer() {
        databases.protectedCluster("cruddur");

        assertThat(ExaminedDatabase.ofCluster(aws, "cruddur").notReached())
                .contains("failed instance: cluster \"cruddur\" is available, and has no instance that writes ->"
                        + " db-ops rds-status shows its members");
    }

    @Test
    void triggersThatCallAFunctionNeedARoleAndAWayOut() {
        var network = new EmulatedDatabases(aws).network();
        new EmulatedDatabases(aws).placedInstance("cruddur-db", network);
        var roles = new EmulatedRoles(aws);
        var remedy = " -> db-ops lambda-role --instance cruddur-db --function orders --region eu-central-1";

        assertThat(examined().reached()).noneMatch(line -> line.contains("lambda"));
        assertThat(examined().calling("orders").reached())
                .contains("failed lambda role: triggers call orders, but no role is associated for Lambda" + remedy)
                .anyMatch(line -> line.matches("ok lambda egress: sg-\\w+ lets HTTPS out"));

        try (var clients = aws.clients()) {
            new EmulatedGroups(aws).revokeEgress(clients, network.securityGroup());
        }
        roles.associate("DBInstance", "cruddur-db", roles.role("theirs"));
        assertThat(examined().calling("orders").reached())
                .contains(
                        "ok lambda role: it calls Lambda functions with the role theirs",
                        "failed lambda egress: no rule of %s lets HTTPS out to Lambda%s"
                                .formatted(network.securityGroup(), remedy));

        roles.distrust("theirs");
        assertThat(examined().calling("orders").reached())
                .contains("failed lambda role: RDS cannot assume the role theirs for Lambda" + remedy);
    }

    @Test
    void ofAProxyOnlyTheWayToItIsExamined() {
        states.proxy("cruddur-proxy");

        var findings = new ExaminedDatabase(aws, "cruddur-proxy.proxy-abc.eu-central-1.rds.amazonaws.com")
                .leadingTo("10.1.0.9")
                .notReached();

        assertThat(findings)
                .hasSize(4)
                .contains(
                        "ok instance: proxy \"cruddur-proxy\" is available",
                        "failed public access: its host has the private address 10.1.0.9, which only machines in its"
                                + " VPC can reach -> connect from its VPC: over a VPN, or through a machine there with"
                                + " --via ssm:INSTANCE-ID or --via ssh:HOST");
    }

    @Test
    void eachQuestionIsAskedOnce() {
        databases.placedInstance("cruddur-db", databases.network());
        var before = aws.calls().size();

        examined().reached();

        assertThat(aws.calls().subList(before, aws.calls().size()))
                .containsExactlyInAnyOrder(
                        "sts:GetCallerIdentity",
                        "rds:DescribeDBInstances",
                        "rds:DescribeDBParameters",
                        "rds:DescribePendingMaintenanceActions",
                        "rds:DescribeDBEngineVersions",
                        "ec2:DescribeSecurityGroupRules",
                        "cloudwatch:GetMetricStatistics");
    }
}
