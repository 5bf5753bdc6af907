package dev.dbops.cli.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.cli.Cli;
import dev.dbops.testing.FreePort;
import dev.dbops.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table and the items are those of a script that does the same with boto3. */
class MessagesByBoto3Test {
    private static final List<String> ADA = List.of("aaaaaaaa-0000-4000-8000-000000000001", "Ada Lovelace", "ada");
    private static final List<String> GRACE = List.of("bbbbbbbb-0000-4000-8000-000000000002", "Grace Hopper", "grace");

    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    @Test
    void onTheEmulatorOfAws() throws Exception {
        var aws = AwsEmulator.reset();

        assertTableAndItemsAreTheSame(new Cli(directory).with(aws.variables()), aws.url());
    }

    @Test
    void onDynalite() throws Exception {
        var port = FreePort.choose();
        var url = "http://localhost:" + port;
        var cli = new Cli(directory)
                .with(NodeVariables.ofThisMachine())
                .with("XDG_DATA_HOME", directory.toString())
                .with("AWS_ENDPOINT_URL_DYNAMODB", url);
        cli.run("ddb-start", "--port", Integer.toString(port)).succeeded();
        try {
            assertTableAndItemsAreTheSame(cli, url);
        } finally {
            cli.run("ddb-stop", "--delete", "--yes").succeeded();
        }
    }

    private void assertTableAndItemsAreTheSame(Cli cli, String url) throws Exception {
        var target = server.newDatabase();
        server.execute(
                target.database(),
                "CREATE TABLE users (uuid uuid, display_name text, handle text, email text);"
                        + "INSERT INTO users VALUES ('%s', '%s', '%s', 'a')".formatted(ADA.toArray())
                        + ", ('%s', '%s', '%s', 'g')".formatted(GRACE.toArray()));
        cli.with(target);
        cli.run("ddb-create").succeeded();
        cli.run("ddb-seed").succeeded();

        assertThat(differences(url)).isEmpty();
    }

    private static String differences(String url) throws Exception {
        var command = new ArrayList<>(List.of(
                AwsEmulator.python(),
                "../aws/src/test/python/messages_by_boto3.py",
                url,
                "../aws/src/main/resources/dev/dbops/aws/dynamo/messages/conversation.jsonl",
                "cruddur-messages"));
        command.addAll(ADA);
        command.addAll(GRACE);
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
