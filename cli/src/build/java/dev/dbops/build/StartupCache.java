package dev.dbops.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Records the start-up cache: runs the commands of {@code src/build/training/commands.txt} in one process, against a
 * PostgreSQL server with TLS and SCRAM, and keeps the classes they load, linked and with their lambdas resolved.
 */
final class StartupCache implements AutoCloseable {
    private static final String TRAINING = ApplicationModule.NAME + "/dev.dbops.cli.AotTraining";

    private static final String DATABASE = "application";

    private final Path module;
    private final Path directory;
    private final FutureTask<TrainingServer> server;

    private StartupCache(Path module, Path directory) {
        this.module = module;
        this.directory = directory;
        this.server = new FutureTask<>(() -> TrainingServer.start(
                module.resolve("target/postgresql/postgres.txz"),
                module.resolve("target/training-server"),
                directory.resolve("keystore")));
    }

    /** Starts the server in the background: that takes as long as linking the image, and neither needs the other. */
    static StartupCache prepare(Path module) throws IOException {
        var directory = module.resolve("target/training");
        Trees.delete(directory);
        Files.createDirectories(directory.resolve("home"));
        Trees.copy(module.resolve("src/build/training"), directory.resolve("work"));
        for (var script : List.of("schema.sql", "seed.sql")) {
            Files.copy(module.resolveSibling(script), directory.resolve("work").resolve(script));
        }
        var cache = new StartupCache(module, directory);
        new Thread(cache.server, "training server").start();
        return cache;
    }

    /** Stops the server, whatever became of the training. */
    @Override
    public void close() throws IOException, InterruptedException {
        server().close();
        Trees.delete(directory);
    }

    /**
     * @param image the runtime image that the cache is for
     * @param cache the file to write
     * @throws IOException when a training command does not end as the list says; the message holds the output
     */
    void record(Path image, Path cache) throws IOException, InterruptedException {
        Files.createDirectories(cache.getParent());
        var commands = Files.writeString(directory.resolve("commands"), commands(server()));
        var work = directory.resolve("work");
        Files.writeString(work.resolve(".env"), "CONNECTION_URL=" + plain(server()) + "\n");
        var output = directory.resolve("output").toFile();
        var training = new ProcessBuilder(
                        image.resolve("bin/java").toString(),
                        "-XX:AOTCacheOutput=" + cache,
                        // Profiles of the training would serve the second compiler, which does not run here.
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:-AOTRecordTraining",
                        "-Ddbops.home=" + image.getParent(),
                        "-m",
                        TRAINING)
                .directory(work.toFile())
                .redirectInput(commands.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        // Nothing of the builder's surroundings may decide what the commands do.
        training.environment().clear();
        training.environment()
                .putAll(Map.of(
                        "HOME", directory.resolve("home").toString(), "LC_CTYPE", "C.UTF-8", "PATH", "/usr/bin:/bin"));
        var exit = training.start().waitFor();
        if (exit != 0 || !Files.exists(cache)) {
            throw new IOException("the training ended with " + exit + ":\n" + Files.readString(output.toPath()));
        }
    }

    private TrainingServer server() throws IOException, InterruptedException {
        try {
            return server.get();
        } catch (ExecutionException e) {
            throw new IOException(
                    "the training's server did not start: " + e.getCause().getMessage(), e);
        }
    }

    private static String plain(TrainingServer server) {
        return server.url(DATABASE, "sslmode=disable");
    }

    /** The training's commands as it reads them: placeholders filled in, words separated by tabs. */
    private String commands(TrainingServer server) throws IOException {
        var lines = new ArrayList<String>();
        for (var line : Files.readAllLines(module.resolve("src/build/training/commands.txt"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                lines.add(String.join("\t", List.of(line.strip().split(" +")))
                        .replace("{tls}", server.url(DATABASE, "sslmode=require"))
                        .replace("{plain}", plain(server))
                        .replace("{busy}", server.url(TrainingServer.BUSY_DATABASE, "sslmode=disable")));
            }
        }
        return String.join("\n", lines) + "\n";
    }
}
