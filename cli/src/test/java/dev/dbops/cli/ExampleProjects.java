package dev.dbops.cli;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the projects in which examples are run, with copies of one database that was set up once. */
final class ExampleProjects implements AutoCloseable {
    /** The example project of the repository; surefire runs in the module's directory. */
    private static final Path REPOSITORY = Path.of("..");

    private final TestServer server = TestServer.carried();
    private final Path root;
    private final ConnectionTarget original;
    private int projects;

    ExampleProjects(Path root) throws IOException {
        this.root = root;
        original = server.newDatabase();
        writeFiles(root);
        new Cli(root).with(original).run("setup", "--yes").succeeded();
    }

    ExampleProject create() throws IOException {
        projects++;
        var directory = Files.createDirectories(root.resolve("project-" + projects));
        writeFiles(directory);
        return new ExampleProject(directory, server, original, root.resolve("data"));
    }

    private static void writeFiles(Path directory) throws IOException {
        for (var file : new String[] {"schema.sql", "seed.sql"}) {
            Files.copy(REPOSITORY.resolve(file), directory.resolve(file));
        }
        Files.createDirectories(directory.resolve("db"));
        Files.copy(REPOSITORY.resolve("schema.sql"), directory.resolve("db/schema.sql"));
        Files.createDirectories(directory.resolve("seeds"));
        Files.copy(REPOSITORY.resolve("seed.sql"), directory.resolve("seeds/demo.sql"));
        Files.writeString(directory.resolve("users.csv"), """
            handle,display_name,email
            mary,Mary Somerville,mary@example.com
            """);
    }

    @Override
    public void close() {
        var cli = new Cli(root).with("XDG_DATA_HOME", root.resolve("data").toString());
        cli.run("ddb-stop", "--delete", "--yes").succeeded();
        cli.run("local-stop", "--delete", "--yes").succeeded();
    }
}
