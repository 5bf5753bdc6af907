package dev.dbops.testing;

import dev.dbops.target.ConnectionTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's own psql and pg_dump: the tests compare db-ops with them. */
public final class ClientPrograms {
    /** The oldest pg_dump that knows every object of the newest server whose dumps are compared byte for byte. */
    private static final int OLDEST_PG_DUMP = 15;

    private ClientPrograms() {}

    /**
     * The exit code and the output of a program.
     *
     * @param exitCode its exit code
     * @param out what it wrote to standard output
     * @param err what it wrote to standard error
     */
    public record Finished(int exitCode, String out, String err) {
        /** Asserts success and returns the output. */
        public String succeeded() {
            if (exitCode != 0) {
                throw new AssertionError("exit " + exitCode + "\n" + err);
            }
            return out;
        }
    }

    /** Runs psql without the user's settings. */
    public static Finished psql(Path directory, ConnectionTarget target, List<String> arguments) {
        var command = new ArrayList<>(List.of("psql", "-X", "-q", "-d", target.database()));
        command.addAll(arguments);
        return run(directory, target, command);
    }

    /** Runs pg_dump; the key of its \restrict is always the same, so that two dumps can be compared. */
    public static String dump(ConnectionTarget target, List<String> arguments) {
        var command = new ArrayList<>(List.of("pg_dump", "--restrict-key=key", "-d", target.database()));
        command.addAll(arguments);
        return run(Path.of("").toAbsolutePath(), target, command).succeeded();
    }

    /** Returns whether the pg_dump of this machine reads a server of that major version. */
    public static boolean dumps(int major) {
        return major <= Version.OF_PG_DUMP;
    }

    private static Finished run(Path directory, ConnectionTarget target, List<String> command) {
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.put("PGHOST", target.hosts().getFirst().host());
        environment.put("PGPORT", String.valueOf(target.hosts().getFirst().port()));
        environment.put("PGUSER", target.user());
        environment.put("PGPASSWORD", TestServer.PASSWORD);
        environment.put("PGCLIENTENCODING", "UTF8");
        return finish(builder);
    }

    private static Finished finish(ProcessBuilder builder) {
        try {
            var out = Files.createTempFile("db-ops-test", ".out");
            var err = Files.createTempFile("db-ops-test", ".err");
            try {
                var process = builder.redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                return new Finished(process.waitFor(), text(out), text(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the tests compare with psql and pg_dump: run ./verify, or apt-get install postgresql-client", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** The version is read once, and only by tests that dump. */
    private static final class Version {
        static final int OF_PG_DUMP = ask();

        private static int ask() {
            var answer = finish(new ProcessBuilder("pg_dump", "--version")).succeeded();
            var words = answer.strip().split("[ .]");
            var major = Integer.parseInt(words[2]);
            if (major < OLDEST_PG_DUMP) {
                throw new AssertionError("the tests need pg_dump " + OLDEST_PG_DUMP + " or newer, not " + answer);
            }
            return major;
        }
    }
}
