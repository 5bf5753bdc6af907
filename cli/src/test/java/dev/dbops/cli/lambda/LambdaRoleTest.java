package dev.dbops.cli.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedDatabases;
import dev.dbops.aws.EmulatedFunction;
import dev.dbops.aws.EmulatedRoles;
import dev.dbops.aws.EmulatedStates;
import dev.dbops.cli.Cli;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

class LambdaRoleTest {
    private static final String ARN = "arn:aws:lambda:eu-central-1:123456789012:function:orders";
    private static final String ROLE = "db-ops-lambda-db-";

    @TempDir
    private Path directory;

    private AwsEmulator aws;
    private EmulatedRoles roles;
    private EmulatedDatabases databases;
    private String group;
    private Cli cli;

    @AutoClose
    private EmulatedStates states;

    @BeforeEach
    void anInstanceWithoutAWayOut() {
        aws = AwsEmulator.reset();
        roles = new EmulatedRoles(aws);
        databases = new EmulatedDatabases(aws);
        states = new EmulatedStates(aws);
        var network = databases.network();
        group = network.securityGroup();
        databases.placedInstance("db", network);
        databases.placedCluster("cluster", network);
        databases.member("cluster", "cluster-1");
        revokeEgress();
        new EmulatedFunction(aws, "orders");
        new EmulatedFunction(aws, "mail");
        cli = new Cli(directory).with(aws.variables()).with("RDS_INSTANCE_ID", "db");
    }

    private void revokeEgress() {
        try (var clients = aws.clients()) {
            var rules = egress().stream()
                    .map(SecurityGroupRule::securityGroupRuleId)
                    .toList();
            clients.ec2()
                    .revokeSecurityGroupEgress(request -> request.groupId(group).securityGroupRuleIds(rules));
        }
    }

    private List<SecurityGroupRule> egress() {
        try (var clients = aws.clients()) {
            return clients
                    .ec2()
                    .describeSecurityGroupRulesPaginator(request -> request.filters(
                            Filter.builder().name("group-id").values(group).build()))
                    .securityGroupRules()
                    .stream()
                    .filter(SecurityGroupRule::isEgress)
                    .toList();
        }
    }

    private Cli.Transcript run(String... words) {
        var command = new String[words.length + 1];
        command[0] = "lambda-role";
        System.arraycopy(words, 0, command, 1, words.length);
        return cli.run(command);
    }

    private String role() {
        return roles.names().stream()
                .filter(name -> name.startsWith(ROLE))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everythingIsMadeFromEndToEnd() throws IOException {
        var database = new ExtensionDatabase(directory);
        cli.with(database.target());
        aws.settleAfter(2);
        roles.unseenFor(3);

        var made =
                run("--function", "orders", "--grant", "app", "--yes", "--wait").succeeded();

        assertThat(made.out())
                .containsSubsequence(
                        "function     done     " + ARN,
                        "role         done     " + role(),
                        "policy       done     it may call orders",
                        "egress       done     sgr-",
                        " allows HTTPS to 0.0.0.0/0",
                        "association  done     " + role() + " is ACTIVE",
                        "route        unknown  private: needs a NAT gateway or an endpoint for Lambda",
                        "extension    done     aws_lambda 1.0",
                        "grant        done     role \"app\" may call functions");
        assertThat(made.err()).contains("the role for Lambda of instance \"db\" is pending");
        assertThat(aws.calls().stream().filter("rds:AddRoleToDBInstance"::equals))
                .hasSize(4);
        assertThat(roles.policies(role()))
                .singleElement()
                .asString()
                .contains("\"lambda:InvokeFunction\"", "\"%s\", \"%s:*\"".formatted(ARN, ARN));
        assertThat(egress()).singleElement().satisfies(rule -> {
            assertThat(rule.fromPort()).isEqualTo(443);
            assertThat(rule.tags()).anyMatch(tag -> tag.key().equals("db-ops:lambda:instance/db"));
        });
        assertThat(database.mayInvoke("app")).isTrue();

        roles.unseenFor(0);
        var before = aws.calls().size();
        var again = run("--function", "orders", "--grant", "app").succeeded();
        assertThat(again.out()).isEqualTo(made.out());
        assertThat(aws.calls().subList(before, aws.calls().size()))
                .noneMatch(action -> action.matches(".*:(Create|Put|Add|Authorize|Tag|Update).*"));
    }

    @Test
    void aSecondFunctionUsesTheSameRole() {
        run("--function", "orders", "--yes").succeeded();
        run("--function", "mail:live", "--yes").succeeded();

        assertThat(roles.names()).hasSize(1);
        assertThat(roles.policies(role())).hasSize(2).anyMatch(policy -> policy.contains("function:mail:live\"]"));
        assertThat(egress()).hasSize(1);
    }

    @Test
    void aMemberMeansItsCluster() {
        var made = run("--instance", "cluster-1", "--function", "orders", "--yes", "--wait")
                .succeeded();

        assertThat(made.out()).contains("association  done     db-ops-lambda-cluster-");
        assertThat(databases.cluster("cluster").associatedRoles()).hasSize(1);
        assertThat(databases.instance("cluster-1").associatedRoles()).isEmpty();
    }

    @Test
    void aDryRunChangesNothingAndSaysWhatIsMissing() {
        var run = run("--function", "orders", "--dry-run").succeeded();

        assertThat(run.out())
                .containsSubsequence(
                        "role         missing  none in IAM",
                        "policy       missing  it may not call orders",
                        "egress       missing  no rule of " + group + " allows port 443",
                        "association  missing  instance \"db\" has no role for Lambda",
                        "extension    unknown  no connection URL is set");
        assertThat(run.err())
                .contains(
                        "would create the IAM role " + ROLE,
                        "would allow HTTPS from security group " + group + " to all addresses\n",
                        "note: to be run in the database: CREATE EXTENSION IF NOT EXISTS aws_lambda CASCADE; GRANT"
                                + " USAGE");
        assertThat(roles.names()).isEmpty();
        assertThat(egress()).isEmpty();
    }

    @Test
    void withoutConfirmationNothingIsChanged() {
        assertThat(run("--function", "orders").failed(5).err())
                .startsWith("error: this will create the IAM role " + ROLE)
                .contains("hint: if that is meant, pass --yes");
        assertThat(run("--function", "orders", "--confirm", "other").failed(5).err())
                .startsWith("error: --confirm names \"other\", but the instance is \"db\"");
        assertThat(roles.names()).isEmpty();
        run("--function", "orders", "--confirm", "db").succeeded();
    }

    @ParameterizedTest
    @CsvSource({"iam:PutRolePolicy", "ec2:AuthorizeSecurityGroupEgress", "rds:AddRoleToDBInstance", "iam:CreateRole"})
    void aHalfDoneSetupIsContinuedAndTheMissingActionNamed(String action) {
        aws.fail(action, action.startsWith("ec2:") ? "UnauthorizedOperation" : "AccessDenied", 403, 1);

        assertThat(run("--function", "orders", "--yes").failed(4).err())
                .contains("hint: let an administrator allow the IAM action " + action);

        assertThat(run("--function", "orders", "--yes", "--wait").succeeded().out())
                .contains("role         done", "policy       done", "egress       done", "association  done");
    }

    @Test
    void egressCanBeLeftAloneAndAnExistingRuleIsEnough() {
        run("--function", "orders", "--no-egress", "--yes").succeeded();
        assertThat(egress()).isEmpty();

        try (var clients = aws.clients()) {
            clients.ec2()
                    .authorizeSecurityGroupEgress(request -> request.groupId(group)
                            .ipPermissions(IpPermission.builder()
                                    .ipProtocol("tcp")
                                    .fromPort(400)
                                    .toPort(500)
                                    .ipRanges(IpRange.builder()
                                            .cidrIp("10.0.0.0/8")
                                            .build())
                                    .build()));
        }
        assertThat(run("--function", "orders").succeeded().out()).contains("allows HTTPS to 10.0.0.0/8");
        assertThat(egress()).hasSize(1);
    }

    @Test
    void aRoleOfSomeoneElseOnlyGetsAPolicy() {
        var theirs = roles.role("theirs");
        roles.associate("DBInstance", "db", theirs);

        var made = run("--function", "orders", "--yes").succeeded();

        assertThat(made.out()).contains("role         done     theirs, which db-ops did not make");
        assertThat(roles.names()).containsExactly("theirs");
        assertThat(roles.policies("theirs")).hasSize(1);

        var removed = run("--function", "orders", "--remove", "--confirm", "db").succeeded();
        assertThat(removed.out())
                .contains("policy  removed", "role    kept", "which db-ops did not make", "egress  removed");
        assertThat(roles.policies("theirs")).isEmpty();
        assertThat(databases.instance("db").associatedRoles()).hasSize(1);
    }

    @Test
    void aRoleOfSomeoneElseThatAllowsTheCallStaysAsItIs() {
        roles.associate("DBInstance", "db", roles.role("theirs"));
        roles.allow("theirs", "Allow", "arn:aws:lambda:*:*:function:ord*");

        run("--function", "orders", "--yes").succeeded();
        assertThat(roles.policies("theirs")).hasSize(1);

        roles.allow("theirs", "Deny", ARN);
        run("--function", "orders", "--yes").succeeded();
        assertThat(roles.policies("theirs")).hasSize(3);
    }

    @Test
    void aRoleOfSomeoneElseThatDoesNotWorkIsNotChanged() {
        roles.associate("DBInstance", "db", roles.role("theirs"));
        roles.distrust("theirs");

        assertThat(run("--function", "orders", "--yes").failed(1).err()).isEqualTo("""
            error: RDS cannot assume the role arn:aws:iam::123456789012:role/theirs of instance "db", which db-ops did not make
            hint: let rds.amazonaws.com assume it, or remove it, and run the command again: aws rds remove-role-from-db-instance --feature-name Lambda --db-instance-identifier db --role-arn arn:aws:iam::123456789012:role/theirs
            """);
        roles.delete("theirs");
        assertThat(run("--function", "orders", "--yes").failed(1).err())
                .startsWith("error: instance \"db\" is associated with the role"
                        + " arn:aws:iam::123456789012:role/theirs, which does not exist\n");
    }

    @Test
    void anOwnRoleThatRdsCannotAssumeIsRepaired() {
        run("--function", "orders", "--yes").succeeded();
        roles.distrust(role());
        assertThat(run("--function", "orders", "--dry-run").succeeded().out())
                .contains("role         invalid  ", "association  invalid  ");

        assertThat(run("--function", "orders", "--yes", "--wait").succeeded().out())
                .contains("role         done", "association  done");

        aws.settleAfter(2);
        roles.delete(role());
        assertThat(run("--function", "orders", "--yes", "--wait").succeeded().out())
                .contains("role         done", "policy       done", "association  done");
    }

    @Test
    void aRoleOfThatNameThatDbOpsDidNotMakeIsRefused() {
        run("--function", "orders", "--yes").succeeded();
        var name = role();
        run("--function", "orders", "--remove", "--confirm", "db").succeeded();
        roles.role(name);

        assertThat(run("--function", "orders", "--yes").failed(1).err())
                .startsWith("error: the role %s exists, but its tags do not say that db-ops made it".formatted(name));
    }

    @Test
    void aStoppedInstanceGetsAllButTheAssociation() {
        states.stopped("db");
        cli.with("CONNECTION_URL", "postgresql://app@127.0.0.1:1/cruddur");

        var run = run("--function", "orders", "--yes").failed(1);

        assertThat(run.err()).contains("AWS refuses rds:AddRoleToDBInstance", "db-ops rds-status");
        assertThat(roles.policies(role())).hasSize(1);
        assertThat(run("--function", "orders", "--dry-run").succeeded().out())
                .contains("extension    unknown  instance \"db\" is stopped");
    }

    @Test
    void anUnreachableDatabaseIsReportedAfterTheAwsPartsAreMade() {
        cli.with("CONNECTION_URL", "postgresql://app@127.0.0.1:1/cruddur");

        var run = run("--function", "orders", "--grant", "the \"app\"", "--yes", "--wait")
                .failed(4);

        assertThat(run.out()).contains("association  done", "extension    unknown  the database cannot be reached");
        assertThat(run.err()).contains("GRANT USAGE ON SCHEMA aws_lambda TO \"the \"\"app\"\"\"; GRANT", "error: ");
    }

    @Test
    void aServerWithoutTheExtensionIsReported() {
        cli.with(TestServer.ofMajor(17).newDatabase());

        assertThat(run("--function", "orders", "--yes").failed(1).err())
                .contains("error: the server does not have the extension aws_lambda\nhint: does the connection URL");
        assertThat(run("--function", "orders", "--grant", "nobody_there", "--yes")
                        .failed(2)
                        .err())
                .contains("error: there is no role \"nobody_there\" in the database");
    }

    @Test
    void theOwnerOfTheLogMayCallUnlessItIsNotTrusted() throws IOException {
        var database = new ExtensionDatabase(directory);
        cli.with(database.target());
        database.execute("CREATE SCHEMA dbops; CREATE TABLE dbops.event_log (seq bigint);"
                + " ALTER SCHEMA dbops OWNER TO app; ALTER TABLE dbops.event_log OWNER TO app");

        assertThat(run("--function", "orders", "--yes").failed(5).err())
                .contains("error: schema dbops belongs to role \"app\", which could make db-ops run code as role");
        assertThat(roles.names()).isEmpty();

        database.execute("ALTER SCHEMA dbops OWNER TO master; ALTER TABLE dbops.event_log OWNER TO master");
        assertThat(run("--function", "orders", "--yes").succeeded().out())
                .contains("grant        done     role \"master\" may call functions");
    }

    @Test
    void versionsThatCannotAreRefused() {
        roles.ofVersion("db", "13.1");

        assertThat(run("--function", "orders", "--yes").failed(1).err()).isEqualTo("""
            error: instance "db" has version 13.1, which cannot call Lambda functions
            hint: RDS for PostgreSQL can from 12.6, 13.2, 14.1 and all versions of 15 on, Aurora PostgreSQL from 11.9 on: db-ops rds-upgrade --instance db
            """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        lambda-role                                   | no function is named
        lambda-role --function a/b                    | "a/b" is not the name of a Lambda function
        lambda-role --function nobody --dry-run       | there is no function arn:aws:lambda:eu-central-1:123456789012:function:nobody
        lambda-role --function orders:gone --dry-run  | there is no function arn:aws:lambda:eu-central-1:123456789012:function:orders:gone
        lambda-role --function orders --instance gone | there is no instance or cluster "gone" in eu-central-1 (from --instance)
        lambda-role --function orders --timeout 5m    | --timeout requires --wait
        lambda-role --function orders --remove --no-egress | --remove cannot be combined with --no-egress
        lambda-role --function orders --remove --grant app | --remove cannot be combined with --grant
        """)
    void wrongUsageIsASentence(String command, String message) {
        assertThat(cli.run(command.split(" ")).failed(2).err()).startsWith("error: " + message + "\nhint: ");
        assertThat(roles.names()).isEmpty();
    }

    @Test
    void aFunctionOfAnotherAccountIsNotLookedAt() {
        var run = run("--function", "arn:aws:lambda:eu-west-1:210987654321:function:theirs", "--yes")
                .succeeded();

        assertThat(run.out())
                .contains("function     unknown  arn:aws:lambda:eu-west-1:210987654321:function:theirs is");
        assertThat(roles.policies(role()))
                .singleElement()
                .asString()
                .contains("eu-west-1:210987654321:function:theirs");
    }

    @Test
    void withoutThePermissionToLookAtTheFunctionTheRestIsMade() {
        aws.fail("lambda:GetFunctionConfiguration", "AccessDeniedException", 403, 1);

        assertThat(run("--function", "orders", "--yes", "-o", "json")
                        .succeeded()
                        .out())
                .contains("{\"part\":\"function\",\"state\":\"unknown\",\"detail\":\"no permission:"
                        + " lambda:GetFunctionConfiguration\"}");
    }
}
