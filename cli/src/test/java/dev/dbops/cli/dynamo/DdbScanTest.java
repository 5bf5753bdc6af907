package dev.dbops.cli.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedTable;
import dev.dbops.cli.Cli;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DdbScanTest {
    @TempDir
    private Path directory;

    private AwsEmulator aws;
    private EmulatedTable table;
    private Cli cli;

    @BeforeEach
    void emptyTable() {
        aws = AwsEmulator.reset();
        table = EmulatedTable.create(aws, "cruddur-messages");
        cli = new Cli(directory).with(aws.variables());
    }

    private static Map<String, AttributeValue> text(String name, String value) {
        return Map.of(name, AttributeValue.fromS(value));
    }

    @Test
    void itemsAreObjectsOfJsonOnALineEach() {
        table.put(
                "GRP#1",
                "2026",
                Map.of("count", AttributeValue.fromN("2"), "tags", AttributeValue.fromSs(List.of("b", "a"))));
        table.put("MSG#1", "2026", text("message", "hello"));

        var scan = cli.run("ddb-scan", "-o", "json").succeeded();

        assertThat(scan.out()).isEqualTo("""
            [{"count":2,"pk":"GRP#1","sk":"2026","tags":["a","b"]},
            {"message":"hello","pk":"MSG#1","sk":"2026"}]
            """);
        assertThat(scan.err()).isEqualTo("2 items in 1 request; consumed capacity: 1.0 read units\n");
        assertThat(cli.run("ddb-scan", "-o", "json", "--typed", "--limit", "1")
                        .succeeded()
                        .out())
                .isEqualTo("[{\"count\":{\"N\":\"2\"},\"pk\":{\"S\":\"GRP#1\"},\"sk\":{\"S\":\"2026\"},"
                        + "\"tags\":{\"SS\":[\"a\",\"b\"]}}]\n");
    }

    @Test
    void anAttributeOfTheLastItemIsAColumnOfAll() {
        table.put("a", "1", Map.of("zone", AttributeValue.fromS("x,y"), "count", AttributeValue.fromN("10")));
        table.put("b", "2", Map.of("late", AttributeValue.fromL(List.of(AttributeValue.fromN("1")))));

        assertThat(cli.run("ddb-scan", "-o", "csv").succeeded().out()).isEqualTo("""
            pk,sk,count,late,zone
            a,1,10,,"x,y"
            b,2,,[1],
            """);
        assertThat(cli.run("ddb-scan").succeeded().out()).isEqualTo("""
            pk  sk  count  late  zone
            a   1      10        x,y
            b   2          [1]
            """);
    }

    /** A page of DynamoDB ends after one megabyte. */
    @Test
    void everyPageIsReadInWhateverSegments() {
        var body = text("body", "x".repeat(300_000));
        IntStream.range(0, 10).forEach(i -> table.put("item-" + i, "1", body));

        var whole = cli.run("ddb-scan", "-o", "json").succeeded();
        var parts = cli.run("ddb-scan", "-o", "json", "--segments", "3").succeeded();
        var first = cli.run("ddb-scan", "-o", "json", "--limit", "5").succeeded();

        assertThat(whole.err()).startsWith("10 items in 4 requests");
        assertThat(lines(parts.out())).hasSize(10).isEqualTo(lines(whole.out()));
        assertThat(lines(first.out())).hasSize(5);
        assertThat(first.err()).startsWith("5 items in 2 requests");
    }

    private static List<String> lines(String json) {
        return json.lines()
                .map(line -> line.replaceAll("^\\[|[,\\]]$", ""))
                .sorted()
                .toList();
    }

    @Test
    void aThrottledScanContinues() {
        table.put("a", "1", Map.of());
        aws.fail("dynamodb:Scan", "ProvisionedThroughputExceededException", 400, 3);

        assertThat(cli.run("ddb-scan", "-o", "csv").succeeded().out()).isEqualTo("pk,sk\na,1\n");
    }

    @Test
    void onlyThrottledRequestsAreRepeatedForLong() {
        aws.fail("dynamodb:Scan", "InternalServerError", 500, 9);

        assertThat(cli.run("ddb-scan", "-o", "csv").failed(1).err()).contains("dynamodb:Scan");
        assertThat(aws.calls()).filteredOn("dynamodb:Scan"::equals).hasSize(3);

        assertThat(cli.with("AWS_MAX_ATTEMPTS", "1").run("ddb-scan").failed(1).err())
                .contains("dynamodb:Scan");
        assertThat(aws.calls()).filteredOn("dynamodb:Scan"::equals).hasSize(4);
    }

    @Test
    void aFailureInTheMiddleIsNotAnEnd() {
        var body = text("body", "x".repeat(390_000));
        IntStream.range(0, 6).forEach(i -> table.put("item-" + i, "1", body));
        aws.failAfter("dynamodb:Scan", 1, "AccessDeniedException", 400);

        assertThat(cli.run("ddb-scan", "-o", "json").failed(4).err()).contains("AWS denies dynamodb:Scan: ");
    }

    @Test
    void anEmptyTableHasItsKeyAsColumns() {
        assertThat(cli.run("ddb-scan", "-o", "csv").succeeded().out()).isEqualTo("pk,sk\n");
        assertThat(cli.run("ddb-scan", "-o", "json").succeeded().out()).isEqualTo("[]\n");
    }

    @Test
    void optionsThatExcludeEachOtherAreRefused() {
        assertThat(cli.run("ddb-scan", "--limit", "5", "--segments", "2")
                        .failed(2)
                        .err())
                .contains("error: --limit excludes --segments\n");
        assertThat(cli.run("ddb-scan", "--typed").failed(2).err()).contains("error: --typed requires JSON\n");
        assertThat(cli.run("ddb-scan", "--table", "cruddur-message").failed(2).err())
                .contains("has no table \"cruddur-message\"\nhint: did you mean \"cruddur-messages\"?\n");
    }
}
