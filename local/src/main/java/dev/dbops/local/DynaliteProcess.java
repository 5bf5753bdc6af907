package dev.dbops.local;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The process of a local DynamoDB. It is found by its command line, so that no file about it can be out of date.
 *
 * @param pid its process id
 * @param port its port on 127.0.0.1
 * @param script its program, which may be that of another version
 */
record DynaliteProcess(long pid, int port, Path script) {
    private static final String HOST = "127.0.0.1";
    private static final String PORT = "--port";
    private static final String TABLES = "--path";
    private static final int ANSWER_MILLISECONDS = 5000;

    /**
     * Starts a program in a session of its own, so that neither the end of db-ops nor Ctrl-C in the terminal ends it.
     * The arguments are the log and the words of the program.
     */
    private static final String DETACH = """
        const { openSync } = require('node:fs');
        const { spawn } = require('node:child_process');
        const [log, ...words] = process.argv.slice(1);
        const output = openSync(log, 'w', 0o600);
        const child = spawn(process.execPath, words, { detached: true, stdio: ['ignore', output, output] });
        child.unref();
        console.log(child.pid);
        """;

    /** The process that has the tables, if there is one. */
    static Optional<DynaliteProcess> find(Dynalite dynalite) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> of(process.pid(), dynalite.tables()).stream())
                .findFirst();
    }

    private static Optional<DynaliteProcess> of(long pid, Path tables) {
        var words = CommandLine.of(pid);
        // the second word, because the process that starts it has all its words, too
        return words.size() > 1
                        && words.get(1).endsWith("/cli.js")
                        && tables.toString().equals(option(words, TABLES))
                ? Optional.of(new DynaliteProcess(pid, Integer.parseInt(option(words, PORT)), Path.of(words.get(1))))
                : Optional.empty();
    }

    private static String option(List<String> words, String name) {
        var place = words.indexOf(name) + 1;
        return place > 0 && place < words.size() ? words.get(place) : "";
    }

    /**
     * Starts the emulator, and does not wait for it.
     *
     * @throws OpsException of kind FAILED when there is no Node.js, or it cannot be run
     */
    static DynaliteProcess start(Dynalite dynalite, int port) {
        var started = Programs.run(
                dynalite.directory(),
                List.of(
                        dynalite.programs().requireNode().toString(),
                        "-e",
                        DETACH,
                        dynalite.log().toString(),
                        dynalite.script().toString(),
                        "--host",
                        HOST,
                        PORT,
                        Integer.toString(port),
                        TABLES,
                        dynalite.tables().toString()));
        if (!started.succeeded()) {
            throw failure("node said:", started.output());
        }
        return new DynaliteProcess(Long.parseLong(started.output().strip()), port, dynalite.script());
    }

    /**
     * Waits until it answers a request: before that it has not opened its tables.
     *
     * @throws OpsException of kind FAILED with the end of its log when it has ended; TIMEOUT when it takes too long
     */
    void await(Dynalite dynalite, Duration patience) {
        var deadline = Deadline.in(patience);
        while (!answers()) {
            if (hasEnded(dynalite)) {
                throw failure("its log " + dynalite.log() + " ends with:", withoutTrace(content(dynalite.log())));
            }
            if (deadline.passed()) {
                throw new OpsException(
                        Kind.TIMEOUT,
                        "the local DynamoDB (process %d) does not answer after %d s"
                                .formatted(pid, patience.toSeconds()),
                        "see its log " + dynalite.log() + "; db-ops ddb-stop ends it");
            }
            deadline.pause();
        }
    }

    private boolean hasEnded(Dynalite dynalite) {
        return of(pid, dynalite.tables()).isEmpty();
    }

    private static OpsException failure(String source, String text) {
        return new OpsException(
                Kind.FAILED,
                "the local DynamoDB did not start; " + source + LocalFailures.quoted(text),
                "fix what it names, or delete its tables: db-ops ddb-stop --delete");
    }

    /** Without the places in the program. */
    private static String withoutTrace(String text) {
        return text.lines().filter(line -> !line.strip().startsWith("at ")).collect(Collectors.joining("\n"));
    }

    private static String content(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw LocalFailures.writing(e, log.getParent(), 1);
        }
    }

    /** Returns whether it lists its tables. */
    private boolean answers() {
        try {
            var url = new URI("http", null, HOST, port, "/", null, null).toURL();
            var request = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
            request.setConnectTimeout(ANSWER_MILLISECONDS);
            request.setReadTimeout(ANSWER_MILLISECONDS);
            request.setDoOutput(true);
            request.setRequestProperty("Content-Type", "application/x-amz-json-1.0");
            request.setRequestProperty("X-Amz-Target", "DynamoDB_20120810.ListTables");
            // it does not verify the signature, but requires one
            request.setRequestProperty("X-Amz-Date", "20260101T000000Z");
            request.setRequestProperty(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request,"
                            + " SignedHeaders=host, Signature=none");
            request.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));
            return request.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException _) {
            return false;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Ends the process, whose tables stay as they are. Its port is free then.
     *
     * @throws OpsException of kind TIMEOUT when it has not ended in time
     */
    void stop(Duration patience) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        var deadline = Deadline.in(patience);
        while (!ProcessEnd.reached(pid)) {
            if (deadline.passed()) {
                throw new OpsException(
                        Kind.TIMEOUT,
                        "the local DynamoDB (process %d) has not stopped within %d s"
                                .formatted(pid, patience.toSeconds()),
                        "kill -KILL %d ends it at once".formatted(pid));
            }
            deadline.pause();
        }
    }
}
