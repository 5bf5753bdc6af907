package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program at a pseudo-terminal, which script (bsdutils) makes, and a person who reads it and types. */
final class Conversation implements AutoCloseable {
    static final String CTRL_C = "\u0003";
    static final String CTRL_D = "\u0004";
    /** As terminals of the kind xterm send it to an editor of lines. */
    static final String UP = "\u001bOA";

    private static final int LIMIT_SECONDS = 60;

    private final Process process;
    private final StringBuilder transcript = new StringBuilder();
    private int read;

    private Conversation(Process process) {
        this.process = process;
    }

    /**
     * Starts the program.
     *
     * @param command a command of the shell
     * @param variables environment variables to set
     */
    static Conversation start(Path directory, Map<String, String> variables, String command) throws IOException {
        // a terminal without a size would have lines of no length; "exec" so that the exit code is the program's
        var builder = new ProcessBuilder("script", "-qec", "stty columns 120 rows 40; exec " + command, "/dev/null")
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(variables);
        builder.environment().put("TERM", "xterm");
        return new Conversation(builder.start());
    }

    /** Reads on until the text has come; returns what came before it since the last time. */
    String await(String text) throws IOException {
        var watch = new CompletableFuture<Void>();
        watch.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).whenComplete((_, timeout) -> {
            if (timeout != null) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        });
        var screen = process.getInputStream();
        var buffer = new byte[4096];
        while (transcript.indexOf(text, read) < 0) {
            var length = screen.read(buffer);
            if (length < 0) {
                throw new AssertionError("\"" + text + "\" did not come within " + LIMIT_SECONDS
                        + " s, or the program ended:\n" + transcript);
            }
            // without what moves the cursor and sets colours and modes
            transcript.append(new String(buffer, 0, length, StandardCharsets.UTF_8)
                    .replaceAll("\u001b(?:\\[[0-9;?]*[a-zA-Z]|[=>])", ""));
        }
        watch.complete(null);
        var before = transcript.substring(read, transcript.indexOf(text, read));
        read = transcript.indexOf(text, read) + text.length();
        return before.replace("\r\n", "\n");
    }

    Conversation type(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        return this;
    }

    /** The exit code, which comes by itself. */
    int end() throws IOException, InterruptedException {
        process.getInputStream().transferTo(OutputStream.nullOutputStream());
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
