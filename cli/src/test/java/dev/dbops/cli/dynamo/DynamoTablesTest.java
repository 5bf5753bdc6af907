package dev.dbops.cli.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedTable;
import dev.dbops.cli.Cli;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands ddb-create, ddb-list and ddb-drop. */
class DynamoTablesTest {
    @TempDir
    private Path directory;

    private AwsEmulator aws;
    private Cli cli;

    @BeforeEach
    void noTables() {
        aws = AwsEmulator.reset();
        cli = new Cli(directory).with(aws.variables()).with("AWS_ENDPOINT_URL_DYNAMODB", aws.url());
    }

    @Test
    void theMessagesTableIsCreatedAndWaitedFor() {
        aws.settleAfter(2);

        var create = cli.run("ddb-create").succeeded();

        assertThat(create.out()).isEqualTo("""
            created table "cruddur-messages", 5 read and 5 write capacity units
            """);
        assertThat(create.err()).isEqualTo("""
            target: DynamoDB at %s (from AWS_ENDPOINT_URL_DYNAMODB)
            table "cruddur-messages" is creating
            """.formatted(aws.url()));
        assertThat(aws.calls()).startsWith("dynamodb:CreateTable", "dynamodb:DescribeTable");
        assertThat(cli.run("ddb-list", "-o", "csv").succeeded().out()).isEqualTo("name\ncruddur-messages\n");
    }

    @Test
    void aTableThatExistsIsAcceptedOnRequest() {
        cli.run("ddb-create", "--on-demand").succeeded();

        assertThat(cli.run("ddb-create").failed(1).err()).contains("""
            error: the table "cruddur-messages" already exists
            hint: pass --if-not-exists to accept it; to replace it, first delete it with all its items: db-ops ddb-drop
            """);
        assertThat(cli.run("ddb-create", "--if-not-exists", "-o", "json")
                        .succeeded()
                        .out())
                .isEqualTo("{\"table\":\"cruddur-messages\",\"created\":false,\"capacity\":\"on demand\",\"arn\":"
                        + "\"arn:aws:dynamodb:eu-central-1:123456789012:table/cruddur-messages\"}\n");
    }

    @Test
    void aTableWithOtherKeysIsNotAcceptedSilently() {
        EmulatedTable.create(aws, "cruddur-messages");

        assertThat(cli.run("ddb-create", "--if-not-exists").succeeded().err())
                .contains("table \"cruddur-messages\" differs: index \"message-group-sk-index\" is missing\n");
    }

    @Test
    void aDefinitionCanBePrintedEditedAndUsed() throws IOException {
        var printed = cli.run("ddb-create", "--print-definition").succeeded().out();
        Files.writeString(directory.resolve("table.yaml"), printed.replace("cruddur-messages", "orders"));

        var create = cli.run(
                        "ddb-create", "--definition", "table.yaml", "--read-capacity", "2", "--write-capacity", "1")
                .succeeded();

        assertThat(create.out()).isEqualTo("created table \"orders\", 2 read and 1 write capacity units\n");
        assertThat(cli.run("ddb-create", "--definition", "table.yaml", "--table", "others", "--dry-run")
                        .succeeded()
                        .out())
                .isEqualTo("would create table \"others\", 5 read and 5 write capacity units\n");
        assertThat(EmulatedTable.names(aws)).containsExactly("orders");
    }

    @Test
    void capacitiesThatExcludeEachOtherAreRefused() throws IOException {
        assertThat(cli.run("ddb-create", "--on-demand", "--read-capacity", "1")
                        .failed(2)
                        .err())
                .contains("error: --on-demand excludes --read-capacity and --write-capacity\n");
        assertThat(cli.run("ddb-create", "--write-capacity", "1").failed(2).err())
                .contains("error: --write-capacity requires --read-capacity\n");
        Files.writeString(directory.resolve("t.json"), """
            {"AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}],
             "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}]}
            """);
        assertThat(cli.run("ddb-create", "--definition", "t.json").failed(2).err())
                .contains("error: the definition of table \"cruddur-messages\" has no capacity\n");
    }

    @Test
    void aRefusalOfDynamoDbIsASentence() {
        aws.fail("dynamodb:CreateTable", "LimitExceededException", 400, 1, "Too many tables are being created");
        assertThat(cli.run("ddb-create").failed(1).err())
                .contains("error: a limit of the account is reached: Too many tables are being created\n");

        aws.fail("dynamodb:CreateTable", "AccessDeniedException", 400, 1, "no");
        assertThat(cli.run("ddb-create").failed(4).err()).contains("error: AWS denies dynamodb:CreateTable: no\n");
        assertThat(EmulatedTable.names(aws)).isEmpty();
    }

    @Test
    void aTableThatIsBeingDeletedIsNotWaitedFor() {
        EmulatedTable.create(aws, "cruddur-messages");
        aws.settleAfter(9);

        assertThat(cli.run("ddb-drop", "--yes", "--timeout", "0s").failed(6).err())
                .contains("error: table \"cruddur-messages\" is still deleting after 0 ms\n");
        assertThat(cli.run("ddb-create", "--if-not-exists").failed(1).err()).contains("""
            error: table "cruddur-messages" cannot be created yet: Attempt to change a resource which is still in use: \
            Table is being deleted: cruddur-messages
            hint: wait until the earlier table is gone from db-ops ddb-list, and try again
            """);
    }

    @Test
    void everyPageOfTablesIsListed() {
        EmulatedTable.createMany(aws, 120);

        assertThat(cli.run("ddb-list", "-o", "csv").succeeded().out().lines())
                .hasSize(121)
                .last()
                .isEqualTo("table-119");
    }

    @Test
    void aTableOfANamedEnvironmentIsDroppedByItsNameOnly() {
        EmulatedTable.create(aws, "orders");
        aws.settleAfter(2);

        assertThat(cli.run("ddb-drop", "--table", "orders", "prod", "--yes")
                        .failed(5)
                        .err())
                .contains("error: this will drop table \"orders\" and all its items (not counted yet) at"
                        + " arn:aws:dynamodb:eu-central-1:123456789012:table/orders\n"
                        + "hint: if that is meant, pass --confirm orders\n");
        assertThat(cli.run("ddb-drop", "-e", "prod", "--table", "orders", "--confirm", "other")
                        .failed(5)
                        .err())
                .contains("error: --confirm names \"other\", but the table is \"orders\"\n");
        assertThat(EmulatedTable.names(aws)).containsExactly("orders");

        var drop = cli.run("ddb-drop", "--table", "orders", "prod", "--confirm", "orders")
                .succeeded();
        assertThat(drop.out()).isEqualTo("dropped table \"orders\"\n");
        assertThat(drop.err()).contains("table \"orders\" is deleting\n");
        assertThat(EmulatedTable.names(aws)).isEmpty();
    }

    @Test
    void aTableOfAnEmulatorIsDroppedWithAYes() {
        EmulatedTable.create(aws, "orders");
        EmulatedTable.create(aws, "others");

        assertThat(cli.run("ddb-drop", "--table", "orders").failed(5).err())
                .contains("hint: if that is meant, pass --yes\n");
        assertThat(cli.run("ddb-drop", "--table", "order", "--yes").failed(2).err())
                .contains("has no table \"order\"\nhint: did you mean \"orders\"?\n");
        cli.run("ddb-drop", "--table", "orders", "--yes").succeeded();
        assertThat(cli.run("ddb-drop", "--table", "invoices", "--yes").failed(2).err())
                .contains("has no table \"invoices\"\n"
                        + "hint: pass --if-exists to accept that; db-ops ddb-list lists the tables\n");
        assertThat(cli.run("ddb-drop", "--table", "orders", "--yes", "--if-exists")
                        .succeeded()
                        .out())
                .isEqualTo("there is no table \"orders\"\n");
        assertThat(cli.run("ddb-drop", "--table", "others", "--dry-run")
                        .succeeded()
                        .out())
                .isEqualTo("would drop table \"others\"\n");
        assertThat(EmulatedTable.names(aws)).containsExactly("others");
    }

    @Test
    void deletionProtectionIsNotTurnedOff() throws IOException {
        Files.writeString(directory.resolve("t.yaml"), """
            TableName: kept
            AttributeDefinitions: [{AttributeName: a, AttributeType: S}]
            KeySchema: [{AttributeName: a, KeyType: HASH}]
            BillingMode: PAY_PER_REQUEST
            DeletionProtectionEnabled: true
            """);
        cli.run("ddb-create", "--definition", "t.yaml").succeeded();

        assertThat(cli.run("ddb-drop", "--table", "kept", "--yes").failed(5).err())
                .contains("error: the deletion protection of table \"kept\" is on\n");
        assertThat(EmulatedTable.names(aws)).containsExactly("kept");
    }

    @Test
    void withoutAnEndpointTheOwnMachineIsMeant() {
        var alone = new Cli(directory).with(Map.of("DDB_MESSAGE_TABLE", "a/b"));

        assertThat(alone.run("ddb-list", "--profile", "team").failed(2).err()).isEqualTo("""
            error: --profile has no meaning at http://localhost:8000, which no account is sent to
            hint: for AWS, name the environment, such as prod
            """);
        assertThat(alone.run("ddb-list", "prod").failed(2).err()).contains("error: no AWS region is set\n");
        assertThat(cli.with("DDB_MESSAGE_TABLE", "a/b")
                        .run("ddb-scan")
                        .failed(2)
                        .err())
                .contains("error: DDB_MESSAGE_TABLE is not the name of a DynamoDB table: \"a/b\"\n");
    }

    /** Its names would be others. */
    @Test
    void aDefinitionInAnotherEncodingIsRefused() throws IOException {
        Files.writeString(directory.resolve("t.yaml"), "TableName: caf\u00e9\n", StandardCharsets.ISO_8859_1);

        assertThat(cli.run("ddb-create", "--definition", "t.yaml").failed(2).err())
                .contains("error: t.yaml: the file is not UTF-8\n", "hint: save it as UTF-8\n");
    }
}
