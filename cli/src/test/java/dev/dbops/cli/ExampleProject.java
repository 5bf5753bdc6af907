package dev.dbops.cli;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The project in which an example is run: schema.sql and seed.sql, a database that has both and is that of the
 * environment prod too, and one more of the environment reporting.
 */
final class ExampleProject {
    private final Path directory;
    private final TestServer server;
    private final Cli cli;
    private final ConnectionTarget original;
    private final ConnectionTarget reporting;
    private ConnectionTarget database;

    /**
     * @param original the database of which this one's are copies
     * @param data where the local server is, which all projects share
     */
    ExampleProject(Path directory, TestServer server, ConnectionTarget original, Path data) {
        this.directory = directory;
        this.server = server;
        this.original = original;
        this.cli = new Cli(directory).with("XDG_DATA_HOME", data.toString());
        this.reporting = copy();
        cli.with("REPORTING_CONNECTION_URL", ConnectionUrl.formatWithPassword(reporting));
        use(copy());
    }

    private ConnectionTarget copy() {
        var copy = server.unusedDatabase();
        server.execute("postgres", "CREATE DATABASE %s TEMPLATE %s".formatted(copy.database(), original.database()));
        return copy;
    }

    private void use(ConnectionTarget target) {
        database = target;
        cli.with(target).with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));
    }

    Cli cli() {
        return cli;
    }

    /** The database's name. */
    String database() {
        return database.database();
    }

    /** The database that is used is not production's, and so not protected. */
    void withOtherProduction() {
        cli.with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(reporting));
    }

    /** The project has no database yet. */
    void withoutDatabase() {
        use(server.unusedDatabase());
    }

    /** The project's database is empty. */
    void withEmptyDatabase() {
        use(server.newDatabase());
    }

    /** The server has a role of that name. */
    void role(String name) {
        server.execute("postgres", """
            DO $$ BEGIN
                CREATE ROLE %s;
            EXCEPTION WHEN duplicate_object THEN
                NULL;
            END $$
            """.formatted(name));
    }

    /** Runs SQL in the database. */
    void execute(String sql) {
        server.execute(database(), sql);
    }

    /** Returns whether a query in the database of the environment reporting has rows. */
    boolean isReported(String query) {
        return !server.rows(reporting.database(), query).isEmpty();
    }

    /** Writes a program that succeeds. */
    void program(String name) {
        try {
            Files.setPosixFilePermissions(file(name, "#!/bin/sh\n"), PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file, by its name seen from the project's directory. */
    Path file(String name, String text) {
        try {
            var file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
