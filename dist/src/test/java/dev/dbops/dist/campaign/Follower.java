package dev.dbops.dist.campaign;

import dev.dbops.dist.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The replay of a round, which is killed and started again. */
final class Follower {
    /** The source or the target could not be reached when it started, or it waited for a lock. */
    private static final Set<Integer> STARTED_AGAIN = Set.of(4, 6);

    private static final int LIMIT_SECONDS = 120;

    private final DbOps dbOps;
    private final List<String> words;
    private final Path out;
    private final Path err;
    private Process process;

    Follower(DbOps dbOps, Path directory, RoundSettings settings) {
        this.dbOps = dbOps;
        this.words = new ArrayList<>(List.of("events-replay", "--to", "env:target", "--name", "campaign"));
        this.words.addAll(settings.replayOptions());
        this.out = directory.resolve("follower.out");
        this.err = directory.resolve("follower.err");
    }

    /** Starts it, unless it runs; if it has ended by itself, there must be a reason. */
    void start() throws IOException {
        if (process != null && process.isAlive()) {
            return;
        }
        if (process != null && !STARTED_AGAIN.contains(process.exitValue())) {
            throw new Difference(
                    "the follower ended with exit code %d: %s".formatted(process.exitValue(), Files.readString(err)));
        }
        var following = new ArrayList<>(words);
        following.add("--follow");
        process = dbOps.start(following, out, err);
    }

    /** As kill -9 does it. */
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
            process = null;
        }
    }

    /** As a service manager does it. */
    void end() throws IOException, InterruptedException {
        if (process != null) {
            start();
            process.destroy();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new Difference("the follower does not end after SIGTERM: " + Files.readString(err));
            }
            process = null;
        }
    }

    /** Ends it, and delivers what there is. */
    void catchUp() throws IOException, InterruptedException {
        end();
        dbOps.succeed(words);
    }

    /** The same replay, to its end. */
    Finished finish() throws IOException, InterruptedException {
        return dbOps.run(words);
    }
}
