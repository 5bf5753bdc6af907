package dev.dbops.lambda.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedStacks;
import dev.dbops.target.ConnectionUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compares the template of the pipeline with the handlers that it deploys. */
class PipelineTemplateTest {
    private static final String WRITER = "dev.dbops.lambda.WarehouseWriterHandler";
    private static final String MESSAGES = "dev.dbops.lambda.MessageStreamHandler";

    /** Variables that a handler reads and the template does not set, with the reason. */
    private static final Map<String, String> SET_BY_LAMBDA = Map.of(
            "AWS_LAMBDA_LOG_LEVEL", "from the logging configuration",
            "AWS_LAMBDA_FUNCTION_NAME", "the name of the function",
            "LAMBDA_TASK_ROOT", "the directory of the package",
            "HOME", "not set: /tmp is the default",
            "USER", "not set: the connection URLs of the template have a user");

    /** Variables that a handler reads only for a route that its function does not have. */
    private static final Map<String, Set<String>> OF_OTHER_ROUTES = Map.of(
            "dev.dbops.lambda.EventRouterHandler",
            Set.of("WAREHOUSE_CONNECTION_URL"),
            WRITER,
            Set.of("CONNECTION_URL"),
            "dev.dbops.lambda.PostConfirmationHandler",
            Set.of(),
            MESSAGES,
            Set.of());

    /** Actions that no code of ours calls: a service does, with the role that the template gives it. */
    private static final Map<String, String> CALLED_BY_A_SERVICE = Map.ofEntries(
            Map.entry("logs:CreateLogStream", "Lambda writes the logs"),
            Map.entry("logs:PutLogEvents", "Lambda writes the logs"),
            Map.entry("ec2:CreateNetworkInterface", "Lambda attaches the function to the VPC"),
            Map.entry("ec2:DeleteNetworkInterface", "Lambda attaches the function to the VPC"),
            Map.entry("ec2:DescribeNetworkInterfaces", "Lambda attaches the function to the VPC"),
            Map.entry("ec2:DescribeSubnets", "Lambda attaches the function to the VPC"),
            Map.entry("ec2:AssignPrivateIpAddresses", "Lambda attaches the function to the VPC"),
            Map.entry("ec2:UnassignPrivateIpAddresses", "Lambda attaches the function to the VPC"),
            Map.entry("ec2:DescribeVpcs", "Lambda reads from MSK"),
            Map.entry("ec2:DescribeSecurityGroups", "Lambda reads from MSK"),
            Map.entry("kafka:DescribeClusterV2", "Lambda reads from MSK"),
            Map.entry("kafka:GetBootstrapBrokers", "Lambda reads from MSK"),
            Map.entry("kafka-cluster:Connect", "Lambda reads from MSK"),
            Map.entry("kafka-cluster:DescribeClusterDynamicConfiguration", "Lambda reads from MSK"),
            Map.entry("kafka-cluster:DescribeTopic", "Lambda reads from MSK"),
            Map.entry("kafka-cluster:ReadData", "Lambda reads from MSK"),
            Map.entry("kafka-cluster:DescribeGroup", "Lambda reads from MSK"),
            Map.entry("kafka-cluster:AlterGroup", "Lambda reads from MSK"),
            Map.entry("dynamodb:DescribeStream", "Lambda reads from the stream of the table"),
            Map.entry("dynamodb:GetRecords", "Lambda reads from the stream of the table"),
            Map.entry("dynamodb:GetShardIterator", "Lambda reads from the stream of the table"),
            Map.entry("dynamodb:ListStreams", "Lambda reads from the stream of the table"),
            Map.entry("kinesis:DescribeStream", "Lambda reads from Kinesis"),
            Map.entry("kinesis:DescribeStreamSummary", "Lambda reads from Kinesis"),
            Map.entry("kinesis:GetRecords", "Lambda reads from Kinesis"),
            Map.entry("kinesis:GetShardIterator", "Lambda reads from Kinesis"),
            Map.entry("kinesis:ListShards", "Lambda reads from Kinesis"),
            Map.entry("sqs:ReceiveMessage", "Lambda reads from the queue"),
            Map.entry("sqs:DeleteMessage", "Lambda reads from the queue"),
            Map.entry("sqs:GetQueueAttributes", "Lambda reads from the queue"),
            Map.entry("kms:Decrypt", "Secrets Manager decrypts a secret for the caller"));

    /** Where the logins and the forwarding of handlers call AWS, which other modules contain. */
    private static final List<Path> CALLERS = List.of(
            Path.of("../aws/src/main/java/dev/dbops/aws/dynamo/messages/GroupMover.java"),
            Path.of("../aws/src/main/java/dev/dbops/aws/login/IamTokens.java"),
            Path.of("../aws/src/main/java/dev/dbops/aws/login/RedshiftLogin.java"),
            Path.of("../aws/src/main/java/dev/dbops/aws/login/SecretLogin.java"),
            Path.of("../aws/src/main/java/dev/dbops/aws/lambda/LambdaInvocation.java"));

    private static final List<String> FUNCTION_ROLES =
            List.of("UsersRole", "RouterRole", "WriterRole", "MessagesRole", "NetworkPolicy");

    /** Actions that name no resource ("Actions, resources, and condition keys" of each service). */
    private static final Set<String> WITHOUT_RESOURCE = Set.of(
            "dynamodb:ListStreams",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "ec2:DescribeVpcs",
            "ec2:DescribeSecurityGroups",
            "redshift-data:DescribeStatement",
            "redshift-data:GetStatementResult");

    private static final String TABLE = "| parameter | default | meaning |\n|---|---|---|";

    @Test
    void cfnLintFindsNothing() {
        assertThat(PipelineTemplate.python("-c", "from cfnlint.runner import main; main()", PipelineTemplate.FILE))
                .isEmpty();
    }

    @Test
    void aFunctionHasTheVariablesThatItsHandlerReads() {
        assertThat(PipelineTemplate.handlers())
                .containsExactlyInAnyOrder(
                        "dev.dbops.lambda.EventRouterHandler",
                        "dev.dbops.lambda.PostConfirmationHandler",
                        WRITER,
                        MESSAGES);
        for (var handler : PipelineTemplate.handlers()) {
            var read = without(new HandlerSources(handler).variables(), OF_OTHER_ROUTES.get(handler));
            assertThat(PipelineTemplate.variables(handler))
                    .as(handler)
                    .isEqualTo(without(read, SET_BY_LAMBDA.keySet()));
        }
    }

    @Test
    void theConnectionUrlsOfTheTemplateAreValid() throws IOException {
        var urls = Pattern.compile("\"(postgresql://[^\"]*)\"")
                .matcher(Files.readString(Path.of(PipelineTemplate.FILE)))
                .results()
                .map(found -> found.group(1)
                        .replaceAll(
                                "\\$\\{\\w+\\.Endpoint}", "pipeline-target.proxy-abc.eu-central-1.rds.amazonaws.com")
                        .replaceAll("\\$\\{\\w+}", "name"))
                .toList();

        assertThat(urls)
                .hasSize(4)
                .allSatisfy(
                        url -> assertThatCode(() -> ConnectionUrl.parse(url)).doesNotThrowAnyException());
    }

    @Test
    void thePoliciesAllowWhatTheHandlersCallAndNothingElse() {
        var called = HandlerSources.actions(CALLERS);
        PipelineTemplate.handlers().forEach(handler -> called.addAll(new HandlerSources(handler).actions()));
        // lets GetObject tell a deleted object from one that may not be read
        called.add("s3:ListBucket");

        var allowed = PipelineTemplate.actions(FUNCTION_ROLES);

        assertThat(without(allowed, CALLED_BY_A_SERVICE.keySet())).isEqualTo(called);
        assertThat(allowed).containsAll(CALLED_BY_A_SERVICE.keySet());
    }

    @Test
    void rdsMayReadTheSecretsOfItsProxiesAndCallTheRouter() {
        assertThat(PipelineTemplate.actions(List.of("ProxyRole")))
                .containsExactlyInAnyOrder("secretsmanager:GetSecretValue", "kms:Decrypt");
        assertThat(PipelineTemplate.actions(List.of("CallRouterRole"))).containsExactly("lambda:InvokeFunction");
    }

    @Test
    void onlyActionsThatNameNoResourceAreAllowedForAll() {
        var forAll = new HashSet<String>();
        PipelineTemplate.rows("any").forEach(row -> forAll.add(row[2]));
        assertThat(forAll).isEqualTo(WITHOUT_RESOURCE);
    }

    /** {@code -Dparameters=apply} writes the table. */
    @Test
    void theDocumentationHasTheTableOfParameters() throws IOException {
        var file = Path.of("../docs/lambda.md");
        var page = Files.readString(file);
        var start = page.indexOf(TABLE) + TABLE.length();
        var end = page.indexOf("\n\n", start);
        var updated = page.substring(0, start) + table() + page.substring(end);
        if (System.getProperty("parameters", "").equals("apply")) {
            Files.writeString(file, updated);
        } else {
            assertThat(page).as("-Dparameters=apply writes the table again").isEqualTo(updated);
        }
    }

    @Test
    void theDocumentationSaysOfEachTypeWhetherItWasMadeHere() throws IOException {
        var page = Files.readString(Path.of("../docs/lambda.md"));
        var made = new EmulatedStacks(AwsEmulator.reset()).madeTypes();
        var claimed = Pattern.compile("\\| `(AWS::[A-Za-z0-9:]+)` \\| (.*) \\|")
                .matcher(page)
                .results()
                .toList();

        assertThat(claimed.stream().map(claim -> claim.group(1)))
                .containsExactlyElementsOf(PipelineTemplate.rows("type").stream()
                        .map(row -> row[1])
                        .toList());
        assertThat(claimed)
                .allSatisfy(claim -> assertThat(claim.group(2).contains("made in the emulator"))
                        .as(claim.group(1))
                        .isEqualTo(made.contains(claim.group(1))));
    }

    private static String table() {
        var table = new StringBuilder();
        for (var row : PipelineTemplate.rows("parameter")) {
            var standard = switch (row[2]) {
                case "" -> "none";
                case "required" -> "required";
                default -> "`%s`".formatted(row[2]);
            };
            table.append("\n| `%s` | %s | %s |".formatted(row[1], standard, row[3].replace("|", "\\|")));
        }
        return table.toString();
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        var rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
