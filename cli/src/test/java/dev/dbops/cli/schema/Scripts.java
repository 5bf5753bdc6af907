package dev.dbops.cli.schema;

import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The scripts that psql and db-ops load for comparison, from src/test/resources/scripts. */
final class Scripts {
    private static final int STATEMENTS = 2000;
    private static final long SEED = 20241128;
    private static final int[] EVERY_OBJECT_SINCE = {13, 14, 15, 17, 18};

    /** A row that the server refuses where lines end in CR LF. */
    private static final String QUOTED_LINE_FEED = "8\ta line feed \\\nthat is quoted\tDROP TABLE plain;\n";

    private Scripts() {}

    /** A script as a server of that major version can load it. */
    static String text(String name, int major) {
        return switch (name) {
            case "every-object" -> everyObject(major);
            case "every-object-crlf" -> everyObject(major).replace("\n", "\r\n");
            case "copy-crlf" ->
                resource("copy.sql").replace(QUOTED_LINE_FEED, "").replace("\n", "\r\n");
            case "byte-order-mark" -> "\uFEFF" + resource("restrict.sql");
            case "generated" -> GeneratedScript.of(STATEMENTS, SEED);
            default -> resource(name + ".sql");
        };
    }

    private static String everyObject(int major) {
        var text = new StringBuilder();
        for (var since : EVERY_OBJECT_SINCE) {
            if (since <= major) {
                // The last statement of a file may have no semicolon.
                text.append(text.isEmpty() ? "" : "\n;\n").append(resource("every-object/" + since + ".sql"));
            }
        }
        return text.toString();
    }

    /** The roles that the scripts grant to; they belong to the server, not to a database. */
    static void createRoles(TestServer server) {
        server.execute("postgres", """
            DO $$
            BEGIN
              IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'script_reader') THEN
                CREATE ROLE script_reader;
                CREATE ROLE "script Owner";
              END IF;
            END
            $$
            """);
    }

    /** The script with psql's commands, and the files that it includes and copies from. */
    static void copyCommands(Path directory) throws IOException {
        var source = root().resolve("commands");
        try (var files = Files.walk(source)) {
            for (var file : files.toList()) {
                Files.copy(file, directory.resolve("commands").resolve(source.relativize(file)));
            }
        }
    }

    private static String resource(String name) {
        try {
            return Files.readString(root().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        try {
            return Path.of(Scripts.class.getResource("/scripts").toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError("the scripts are not in a directory", e);
        }
    }
}
