package dev.dbops.aws.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

class DefinitionReaderTest {
    private static final String START = """
        AttributeDefinitions: [{AttributeName: pk, AttributeType: S}]
        KeySchema: [{AttributeName: pk, KeyType: HASH}]
        """;

    @Test
    void theMessagesTableIsTheOneOfTheApplication() {
        var request = DefinitionReader.messages().request();

        assertThat(request.tableName()).isEqualTo("cruddur-messages");
        assertThat(request.keySchema().toString()).contains("pk, KeyType=HASH", "sk, KeyType=RANGE");
        assertThat(request.billingMode()).isEqualTo(BillingMode.PROVISIONED);
        assertThat(request.provisionedThroughput().readCapacityUnits()).isEqualTo(5);
        assertThat(request.globalSecondaryIndexes()).singleElement().satisfies(index -> {
            assertThat(index.indexName()).isEqualTo("message-group-sk-index");
            assertThat(index.projection().projectionTypeAsString()).isEqualTo("ALL");
            assertThat(index.provisionedThroughput().writeCapacityUnits()).isEqualTo(5);
        });
    }

    @Test
    void jsonWithTabsIsReadAsWell() {
        var definition = DefinitionReader.read("t.json", """
            {
            \t"TableName": "t-1",
            \t"AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "N"}],
            \t"KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            \t"BillingMode": "PAY_PER_REQUEST",
            \t"DeletionProtectionEnabled": true,
            \t"Tags": [{"Key": "team", "Value": "data"}]
            }
            """);

        assertThat(definition.name()).contains("t-1");
        assertThat(definition.request().deletionProtectionEnabled()).isTrue();
        assertThat(definition.request().tags()).singleElement().hasToString("Tag(Key=team, Value=data)");
        assertThat(definition.hasCapacity()).isTrue();
    }

    @Test
    void aTemplateOfCloudFormationHasItsTable() {
        var definition = DefinitionReader.read("template.yaml", """
            Resources:
              Role: {Type: "AWS::IAM::Role"}
              Messages:
                Type: AWS::DynamoDB::Table
                Properties:
                  TableName: messages
                  AttributeDefinitions: [{AttributeName: pk, AttributeType: S}]
                  KeySchema: [{AttributeName: pk, KeyType: HASH}]
                  StreamSpecification: {StreamViewType: NEW_IMAGE}
                  SSESpecification: {SSEEnabled: true}
            """);

        assertThat(definition.name()).contains("messages");
        assertThat(definition.request().streamSpecification().streamEnabled()).isTrue();
        assertThat(definition.request().streamSpecification().streamViewType()).isEqualTo(StreamViewType.NEW_IMAGE);
        assertThat(definition.request().sseSpecification().enabled()).isTrue();
        assertThat(definition.hasCapacity()).isFalse();
    }

    @Test
    void theCapacityReplacesThatOfTheTableAndItsIndexes() {
        var onDemand = DefinitionReader.messages().onDemand().request();
        assertThat(onDemand.billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
        assertThat(onDemand.provisionedThroughput()).isNull();
        assertThat(onDemand.globalSecondaryIndexes().getFirst().provisionedThroughput())
                .isNull();

        var provisioned = DefinitionReader.messages().provisioned(7, 3);
        assertThat(provisioned.capacity()).isEqualTo("7 read and 3 write capacity units");
        assertThat(provisioned
                        .request()
                        .globalSecondaryIndexes()
                        .getFirst()
                        .provisionedThroughput()
                        .readCapacityUnits())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Tablename: abc | t.yaml:3:1: the definition has no member \"Tablename\" | did you mean TableName?",
                "BillingMode: FREE | t.yaml:3:14: BillingMode cannot be \"FREE\" | it can be PAY_PER_REQUEST,"
                        + " PROVISIONED",
                "TableName: !Ref Name | t.yaml:3:12: !Ref has no value outside a stack | write the value itself",
                "TableName: [a] | t.yaml:3:12: TableName is not a single value | write one text or number",
                "TableName: a/b | TableName in t.yaml is not the name of a DynamoDB table: \"a/b\" "
                        + "| a name has 3 to 255 letters, digits, or _ . -",
                "ProvisionedThroughput: {ReadCapacityUnits: many, WriteCapacityUnits: 1} "
                        + "| t.yaml:3:44: ReadCapacityUnits is not a whole number: \"many\" | write a number such as 5",
                "ProvisionedThroughput: {ReadCapacityUnits: 1} "
                        + "| t.yaml:3:24: ProvisionedThroughput has no WriteCapacityUnits | add it",
                "DeletionProtectionEnabled: yes | t.yaml:3:28: DeletionProtectionEnabled is neither true nor false:"
                        + " \"yes\" | write true or false",
                "Tags: {Key: a} | t.yaml:3:7: Tags is not a list "
                        + "| write one \"- \" for each of its items, or [ ] in JSON",
                "KeySchema: [] | t.yaml:3:1: KeySchema is there twice | remove one of them",
                "GlobalSecondaryIndexes: [{IndexName: abc, KeySchema: [{AttributeName: x, KeyType: HASH}], Projection:"
                    + " {}}] | t.yaml: AttributeDefinitions lacks the key attribute \"x\" | add its AttributeName and"
                    + " AttributeType",
                "Resources: {} | t.yaml:3:12: there are 0 resources of the type AWS::DynamoDB::Table "
                        + "| keep the one table to create in a file of its own",
                "TableName: {a: | t.yaml is not valid YAML or JSON: while parsing a flow node in t.yaml, line 4,"
                    + " column 1: ^ expected the node content, but found '<stream end>' in t.yaml, line 4, column 1: ^"
                    + " | correct the file"
            })
    void whatIsWrongIsNamedWithItsPlace(String line, String message, String hint) {
        assertThatThrownBy(() -> DefinitionReader.read("t.yaml", START + line + "\n"))
                .isInstanceOfSatisfying(OpsException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.USAGE);
                    assertThat(failure).hasMessage(message);
                    assertThat(failure.hint()).contains(hint);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``| t.yaml is empty",
                "- a | t.yaml:1:1: the definition is not a mapping of names to values",
                "TableName: abc | t.yaml: the definition has no AttributeDefinitions",
                "AttributeDefinitions: [{AttributeName: a, AttributeType: S}] | t.yaml: the definition has no"
                        + " KeySchema",
                "AttributeDefinitions: [{AttributeName: a}] | t.yaml:1:24: AttributeDefinitions has no AttributeType",
            })
    void anIncompleteDefinitionIsRefused(String text, String message) {
        assertThatThrownBy(() -> DefinitionReader.read("t.yaml", text))
                .isInstanceOf(OpsException.class)
                .hasMessage(message);
    }
}
