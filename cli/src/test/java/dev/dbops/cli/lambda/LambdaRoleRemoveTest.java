package dev.dbops.cli.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedDatabases;
import dev.dbops.aws.EmulatedFunction;
import dev.dbops.aws.EmulatedGroups;
import dev.dbops.aws.EmulatedRoles;
import dev.dbops.cli.Cli;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LambdaRoleRemoveTest {
    @TempDir
    private Path directory;

    private AwsEmulator aws;
    private EmulatedRoles roles;
    private EmulatedDatabases databases;
    private String group;
    private Cli cli;

    @BeforeEach
    void twoDatabasesOfOneGroup() {
        aws = AwsEmulator.reset();
        roles = new EmulatedRoles(aws);
        databases = new EmulatedDatabases(aws);
        var network = databases.network();
        group = network.securityGroup();
        databases.placedInstance("db", network);
        databases.placedInstance("other", network);
        try (var clients = aws.clients()) {
            new EmulatedGroups(aws).revokeEgress(clients, group);
        }
        new EmulatedFunction(aws, "orders");
        new EmulatedFunction(aws, "mail");
        cli = new Cli(directory).with(aws.variables()).with("RDS_INSTANCE_ID", "db");
    }

    private Cli.Transcript run(String... words) {
        var command = new String[words.length + 1];
        command[0] = "lambda-role";
        System.arraycopy(words, 0, command, 1, words.length);
        return cli.run(command);
    }

    private Cli.Transcript remove(String... words) {
        var command = new String[words.length + 3];
        command[0] = "--remove";
        command[1] = "--confirm";
        command[2] = "db";
        System.arraycopy(words, 0, command, 3, words.length);
        return run(command);
    }

    private String egress() {
        return new EmulatedGroups(aws).egressRule(group);
    }

    @Test
    void whatWasMadeIsTakenBackFromEndToEnd() throws IOException {
        var database = new ExtensionDatabase(directory);
        cli.with(database.target());
        run("--function", "orders", "--grant", "app", "--yes", "--wait").succeeded();
        aws.settleAfter(2);

        assertThat(run("--function", "orders", "--remove", "--dry-run")
                        .succeeded()
                        .out())
                .containsSubsequence(
                        "policy       done",
                        "would be removed",
                        "association  done",
                        "role         done",
                        "egress       done",
                        "grant        done",
                        "extension    done   aws_lambda, aws_commons would be removed");
        assertThat(run("--function", "orders", "--remove", "--yes").failed(5).err())
                .contains("error: this will take from instance \"db\" the role with which it calls Lambda functions")
                .contains("pass --confirm db");

        var removed = remove("--function", "orders", "--wait").succeeded();

        assertThat(removed.out())
                .containsSubsequence(
                        "policy       removed",
                        "association  removed",
                        "role         removed",
                        "egress       removed",
                        "grant        removed  role \"app\"",
                        "extension    removed  aws_lambda, aws_commons");
        assertThat(roles.names()).isEmpty();
        assertThat(databases.instance("db").associatedRoles()).isEmpty();
        assertThat(database.hasExtension()).isFalse();
        assertThat(aws.calls()).contains("ec2:RevokeSecurityGroupEgress");
        assertThat(remove("--function", "orders").succeeded().out())
                .isEqualTo("PART    STATE    DETAIL\npolicy  missing  db-ops made none for orders\n");
    }

    @Test
    void anExtensionAndGrantsThatWereThereBeforeStay() throws IOException {
        var database = new ExtensionDatabase(directory);
        database.execute("CREATE EXTENSION aws_lambda CASCADE; GRANT USAGE ON SCHEMA aws_lambda TO master, app;"
                + " GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA aws_lambda TO master, app");
        cli.with(database.target());
        run("--function", "orders", "--grant", "app", "--yes").succeeded();

        remove("--function", "orders").succeeded();

        assertThat(database.hasExtension()).isTrue();
        assertThat(database.mayInvoke("app")).isTrue();
    }

    @Test
    void theRoleStaysForAnotherFunction() {
        run("--function", "orders", "--yes").succeeded();
        run("--function", "mail", "--yes").succeeded();

        assertThat(remove("--function", "orders").succeeded().out())
                .contains("policy", "removed", "association  kept", "role         kept", "egress       kept");
        assertThat(roles.policies(roles.names().getFirst())).hasSize(1);

        assertThat(remove("--function", "mail").succeeded().out()).contains("role         removed");
        assertThat(roles.names()).isEmpty();
    }

    @Test
    void theRoleStaysForPoliciesOfSomeoneElse() {
        run("--function", "orders", "--yes").succeeded();
        roles.attach(roles.names().getFirst(), "theirs");

        assertThat(remove("--function", "orders").succeeded().out())
                .contains("role         kept", "has other policies: theirs");
        assertThat(databases.instance("db").associatedRoles()).hasSize(1);
    }

    @Test
    void theRuleStaysForAnotherDatabase() {
        run("--function", "orders", "--yes").succeeded();
        run("--function", "orders", "--instance", "other", "--yes").succeeded();

        assertThat(remove("--function", "orders").succeeded().out()).contains("is still needed");
        assertThat(egress()).startsWith("sgr-");

        run("--function", "orders", "--instance", "other", "--remove", "--confirm", "other")
                .succeeded();
        assertThat(aws.calls()).contains("ec2:RevokeSecurityGroupEgress");
    }

    @Test
    void aFunctionThatTriggersCallIsRefused() throws IOException {
        var database = new ExtensionDatabase(directory);
        cli.with(database.target());
        run("--function", "orders", "--yes").succeeded();
        database.execute("CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE t OWNER TO master");
        cli.run("triggers-install", "--table", "t", "--lambda", "orders", "--yes")
                .succeeded();

        assertThat(remove("--function", "orders").failed(5).err()).contains("""
            error: the triggers of public.t call function "orders"
            hint: first install them without --lambda: db-ops triggers-install --table public.t --events
            """);
        assertThat(roles.names()).hasSize(1);
    }

    @Test
    void aHalfDoneRemovalIsContinued() {
        run("--function", "orders", "--yes").succeeded();
        aws.fail("iam:DeleteRole", "AccessDenied", 403, 1);

        assertThat(remove("--function", "orders").failed(4).err()).contains("the IAM action iam:DeleteRole");
        assertThat(remove("--function", "orders").succeeded().out()).contains("role    removed");
        assertThat(roles.names()).isEmpty();
    }

    @Test
    void withoutTheDatabaseTheSqlIsNamed() {
        run("--function", "orders", "--yes").succeeded();

        assertThat(remove("--function", "orders").succeeded().err())
                .contains("note: the extension stays in the databases; to drop it: DROP EXTENSION aws_lambda");
    }
}
