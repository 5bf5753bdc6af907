package dev.dbops.dump;

import dev.dbops.BackgroundTask;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.target.LibpqEnvironment;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes the schema of a database as SQL that a script load can read: with pg_dump, whose output is then made stable.
 */
public final class SchemaDumper {
    private final Database database;
    private final PgDumpSearch programs;
    private final DumpOptions options;

    public SchemaDumper(Database database, PgDumpSearch programs, DumpOptions options) {
        this.database = database;
        this.programs = programs;
        this.options = options;
    }

    /**
     * The result of a dump.
     *
     * @param text the schema, ending in one line feed
     * @param program the pg_dump that wrote it
     * @param warnings the warnings of pg_dump
     */
    public record Dump(String text, PgDump program, List<String> warnings) {}

    /**
     * Dumps the schema as it is now.
     *
     * @throws OpsException when no pg_dump fits the server, or pg_dump fails; with its own message
     */
    public Dump dump() {
        var server = database.serverVersion();
        var program = programs.fitting(server);
        var ownTriggers = OwnTrigger.list(database);
        var output = run(program);
        return new Dump(
                new DumpText(output.out(), server, ownTriggers).stable(),
                program,
                output.err().lines().filter(line -> !line.isBlank()).toList());
    }

    /** The output of the program. */
    private record Output(String out, String err) {}

    private List<String> command(PgDump program, String connection) {
        var command = new ArrayList<>(List.of(
                program.file().toString(),
                "--schema-only",
                "--exclude-schema=dbops",
                // it contains the address of another server, often with a password
                "--no-subscriptions",
                "--encoding=UTF8",
                "--no-password"));
        if (!options.owners()) {
            command.add("--no-owner");
        }
        if (!options.privileges()) {
            command.add("--no-privileges");
        }
        command.add("--dbname=" + connection);
        return command;
    }

    /** Refuses settings that an older libpq would ignore: it would connect in another way than requested. */
    private static void requireKnown(LibpqEnvironment libpq, PgDump program) {
        for (var requirement : libpq.requirements()) {
            if (requirement.version() > program.major()) {
                throw new OpsException(
                        Kind.FAILED,
                        "pg_dump %s does not know %s".formatted(program.version(), requirement.setting()),
                        "name a newer one with --pg-dump FILE: version %d knows it".formatted(requirement.version()));
            }
        }
    }

    private Output run(PgDump program) {
        var libpq = new LibpqEnvironment(database.target().loggedIn());
        requireKnown(libpq, program);
        var builder = new ProcessBuilder(command(program, libpq.connectionStringWithLimits()));
        var targetEnvironment = Map.copyOf(builder.environment());
        builder.environment().clear();
        builder.environment().putAll(libpq.over(targetEnvironment));
        builder.environment().put("LC_ALL", "C");
        try {
            var process = builder.start();
            try {
                process.getOutputStream().close();
                var out = read(process.inputReader(StandardCharsets.UTF_8));
                var err = read(process.errorReader(StandardCharsets.UTF_8));
                var exit = process.waitFor();
                if (exit != 0) {
                    throw PgDumpFailure.of(program, exit, err.get());
                }
                return new Output(out.get(), err.get());
            } finally {
                process.destroy(); // after an interrupt; pg_dump then cancels its statement
            }
        } catch (IOException e) {
            throw new OpsException(Kind.FAILED, "cannot run %s: %s".formatted(program.file(), e.getMessage()), null, e);
        } catch (UncheckedIOException e) {
            throw new OpsException(
                    Kind.FAILED,
                    "cannot read what %s writes: %s"
                            .formatted(program.file(), e.getCause().getMessage()),
                    null,
                    e);
        } catch (InterruptedException e) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted; nothing was written", null, e);
        }
    }

    /**
     * Reads in a separate thread: reading cannot be interrupted, and a program whose output is not read stops at a full
     * pipe.
     */
    private static BackgroundTask<String> read(Reader stream) {
        return BackgroundTask.start("pg_dump output", () -> {
            try (stream) {
                return stream.readAllAsString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
