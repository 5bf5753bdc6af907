package dev.dbops.cli.migration;

import dev.dbops.cli.Cli;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with an empty directory of migrations, and an empty database. */
abstract class MigrationProject {
    @TempDir
    Path directory;

    TestServer server;
    ConnectionTarget target;
    Cli cli;

    @BeforeEach
    void pointAtADatabase() throws IOException {
        Files.createDirectories(directory.resolve("db/migrations"));
        use(TestServer.carried());
    }

    /** Takes a database of another server. */
    void use(TestServer other) {
        server = other;
        target = other.newDatabase();
        cli = new Cli(directory).with(target);
    }

    void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve("db/migrations").resolve(name), text);
    }

    void execute(String sql) {
        server.execute(target.database(), sql);
    }

    List<String> rows(String sql) {
        return server.rows(target.database(), sql);
    }
}
