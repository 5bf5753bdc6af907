package dev.dbops.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Records the start-up cache: runs the commands of {@code src/build/training/commands.txt} in one process, against a
 * PostgreSQL server with TLS and SCRAM, and keeps the classes they load, linked and with their lambdas resolved.
 */
final class StartupCache {
    private static final String TRAINING = ApplicationModule.NAME + "/dev.dbops.cli.AotTraining";

    private final Path module;
    private final Path image;

    StartupCache(Path module, Path image) {
        this.module = module;
        this.image = image;
    }

    /**
     * @param cache the file to write
     * @throws IOException when a training command does not end as the list says; the message holds the output
     */
    void record(Path cache) throws IOException, InterruptedException {
        var directory = module.resolve("target/training");
        Trees.delete(directory);
        var home = Files.createDirectories(directory.resolve("home"));
        Files.createDirectories(cache.getParent());
        try (var server = TrainingServer.start(module.resolve("target/postgresql/postgres.txz"), directory)) {
            var commands = Files.writeString(directory.resolve("commands"), commands(server));
            var log = directory.resolve("output").toFile();
            var training = new ProcessBuilder(
                            image.resolve("bin/java").toString(),
                            "-XX:AOTCacheOutput=" + cache,
                            // Profiles of the training would serve the second compiler, which does not run here.
                            "-XX:+UnlockDiagnosticVMOptions",
                            "-XX:-AOTRecordTraining",
                            "-m",
                            TRAINING)
                    .directory(module.getParent().toFile())
                    .redirectInput(commands.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log);
            training.environment().clear();
            training.environment().putAll(Map.of("HOME", home.toString(), "LC_CTYPE", "C.UTF-8", "PATH", "/usr/bin:/bin"));
            var exit = training.start().waitFor();
            if (exit != 0 || !Files.exists(cache)) {
                throw new IOException("the training ended with " + exit + ":\n" + Files.readString(log.toPath()));
            }
        }
        Trees.delete(directory);
    }

    /** The training's commands as it reads them: placeholders filled in, words separated by tabs. */
    private String commands(TrainingServer server) throws IOException {
        var lines = new ArrayList<String>();
        for (var line : Files.readAllLines(module.resolve("src/build/training/commands.txt"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                lines.add(String.join("\t", List.of(line.strip().split(" +")))
                        .replace("{tls}", server.url("postgres", "sslmode=require"))
                        .replace("{plain}", server.url("postgres", "sslmode=disable")));
            }
        }
        return String.join("\n", lines) + "\n";
    }
}
