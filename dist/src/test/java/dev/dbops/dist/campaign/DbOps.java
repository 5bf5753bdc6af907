package dev.dbops.dist.campaign;

import dev.dbops.dist.Finished;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The built distribution, with the databases of a round. */
final class DbOps {
    private static final String PROGRAM =
            Path.of("target/db-ops/bin/db-ops").toAbsolutePath().toString();

    private final Path directory;
    private final Map<String, String> variables;

    DbOps(Path directory, Side source, Side target, String targetRole) {
        this.directory = directory;
        this.variables =
                Map.of("CONNECTION_URL", source.url("postgres"), "TARGET_CONNECTION_URL", target.url(targetRole));
    }

    Finished run(String... words) throws IOException, InterruptedException {
        return run(List.of(words));
    }

    Finished run(List<String> words) throws IOException, InterruptedException {
        return Finished.run(directory, variables, command(words));
    }

    /** Runs it, and requires success. */
    Finished succeed(List<String> words) throws IOException, InterruptedException {
        var finished = run(words);
        if (finished.exit() != 0) {
            throw new Difference("db-ops %s failed: %s".formatted(String.join(" ", words), finished));
        }
        return finished;
    }

    Process start(List<String> words, Path out, Path err) throws IOException {
        return Finished.start(directory, variables, command(words), out, err);
    }

    private static List<String> command(List<String> words) {
        var command = new ArrayList<>(List.of(PROGRAM));
        command.addAll(words);
        return command;
    }
}
