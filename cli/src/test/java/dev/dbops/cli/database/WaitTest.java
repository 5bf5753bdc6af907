package dev.dbops.cli.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitTest {
    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    @Test
    void startsTheLocalServer() {
        var cli = new Cli(directory).with("HOME", directory.toString());
        try {
            var transcript = cli.run("wait", "--timeout", "60s");

            assertThat(transcript.err()).contains("hint: create it: db-ops create");
            assertThat(cli.run("local-status").succeeded().out()).contains("the local server runs on 127.0.0.1:");
        } finally {
            cli.run("local-stop", "--delete", "--yes");
        }
    }

    @Test
    void aDatabaseThatAnswersIsReadyAtOnce() {
        var transcript =
                new Cli(directory).with(server.newDatabase()).run("wait").succeeded();

        assertThat(transcript.out()).isEqualTo("the database answers\n");
    }

    @Test
    void aServerThatNeverStartsIsNotReady() throws IOException {
        var transcript = new Cli(directory)
                .with("CONNECTION_URL", "postgresql://a@127.0.0.1:%d/b".formatted(unusedPort()))
                .run("wait", "--timeout", "300ms")
                .failed(1);

        assertThat(transcript.out()).isEqualTo("the database does not answer\n");
        assertThat(transcript.err()).contains("warning: connection refused by 127.0.0.1:");
    }

    @Test
    void aServerThatStartsLaterIsWaitedFor() throws Exception {
        var port = unusedPort();
        var waiting = CompletableFuture.supplyAsync(() -> new Cli(directory)
                .with("CONNECTION_URL", "postgresql://postgres@127.0.0.1:%d/postgres".formatted(port))
                .run("wait", "--timeout", "60s"));

        try (var _ = TestServer.builder(TestServer.CARRIED).setPort(port).start()) {
            waiting.get(90, TimeUnit.SECONDS).succeeded();
        }
    }

    @Test
    void anErrorThatWaitingCannotFixFailsAtOnce() {
        assertThat(new Cli(directory)
                        .with(server.unusedDatabase())
                        .run("wait", "--timeout", "1h")
                        .failed(4)
                        .err())
                .contains("does not exist")
                .contains("hint: create it: db-ops create");
    }

    @Test
    void anInvalidTimeIsRefused() {
        assertThat(new Cli(directory)
                        .with(server.target("postgres"))
                        .run("wait", "--timeout", "soon")
                        .failed(2)
                        .err())
                .contains("\"soon\" is not a time such as 500ms, 30s, 2m, 8h or 7d")
                .contains("hint: see db-ops wait --help");
    }

    private static int unusedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
