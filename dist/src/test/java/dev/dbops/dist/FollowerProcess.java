package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A replay of the built distribution that follows, is killed, and is started again, as by a service manager. */
final class FollowerProcess {
    private static final String DB_OPS =
            Path.of("target/db-ops/bin/db-ops").toAbsolutePath().toString();

    /** Could not reach source or target when it began; then it ends, and is started again. */
    private static final int UNREACHABLE = 4;

    private final Path directory;
    private final Map<String, String> variables;
    private final List<String> words;
    private final Path out;
    private final Path err;
    private Process process;
    private int starts;

    /**
     * @param name of its own, also for the files with its output
     * @param variables environment variables
     * @param sink where it replays to
     */
    FollowerProcess(Path directory, String name, Map<String, String> variables, String... sink) {
        this.directory = directory;
        this.variables = variables;
        this.words = new ArrayList<>(List.of(DB_OPS, "events-replay", "--name", name));
        this.words.addAll(List.of(sink));
        this.out = directory.resolve(name + ".out");
        this.err = directory.resolve(name + ".err");
    }

    /** Starts it, unless it runs; that it has ended by itself is only in order when it could not begin. */
    void start() throws IOException {
        if (process != null && process.isAlive()) {
            return;
        }
        if (process != null) {
            assertThat(process.exitValue()).as(Files.readString(err)).isEqualTo(UNREACHABLE);
        }
        starts++;
        process = Finished.start(directory, variables, command("--follow"), out, err);
    }

    /** As kill -9 does it. */
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
            process = null;
        }
    }

    /** The number of starts. */
    int starts() {
        return starts;
    }

    /** The same replay, to the end of what there is. */
    Finished finish() throws IOException, InterruptedException {
        return Finished.run(directory, variables, command());
    }

    private List<String> command(String... more) {
        var command = new ArrayList<>(words);
        command.addAll(List.of(more));
        return command;
    }
}
