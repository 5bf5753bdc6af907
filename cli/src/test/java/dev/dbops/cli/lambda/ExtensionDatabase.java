package dev.dbops.cli.lambda;

import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A database of a role as the master user of RDS is, on a server that has extensions named as those of RDS, without
 * their effect. As there, the role that creates aws_lambda may let others use it.
 */
final class ExtensionDatabase {
    /** The version whose databases can have extensions in a directory of their own. */
    private static final int MAJOR = 18;

    private static final String LAMBDA = """
        CREATE SCHEMA aws_lambda;
        CREATE FUNCTION aws_lambda.invoke(
            IN function_name text, IN payload json, IN region text DEFAULT NULL,
            IN invocation_type text DEFAULT 'RequestResponse', IN log_type text DEFAULT 'None',
            IN context json DEFAULT NULL, IN qualifier varchar(128) DEFAULT NULL,
            OUT status_code int, OUT payload json, OUT executed_version text, OUT log_result text)
        LANGUAGE sql AS 'SELECT 202, NULL::json, NULL::text, NULL::text';
        REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA aws_lambda FROM PUBLIC;
        GRANT USAGE ON SCHEMA aws_lambda TO @extowner@ WITH GRANT OPTION;
        GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA aws_lambda TO @extowner@ WITH GRANT OPTION;
        """;

    private final TestServer server = TestServer.ofMajor(MAJOR);
    private final ConnectionTarget target;

    /** @param directory where the extensions are written */
    ExtensionDatabase(Path directory) throws IOException {
        var extensions = Files.createDirectories(directory.resolve("share/extension"));
        write(extensions, "aws_commons", "", "SELECT 1;\n");
        write(extensions, "aws_lambda", "requires = 'aws_commons'\n", LAMBDA);
        for (var path = extensions; !path.equals(directory.getParent()); path = path.getParent()) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        var database = server.newDatabase();
        for (var role : new String[] {"master", "app"}) {
            server.execute("postgres", """
                DO $$ BEGIN CREATE ROLE %s LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$
                """.formatted(role));
        }
        server.execute(
                "postgres",
                "ALTER DATABASE %1$s OWNER TO master; ALTER DATABASE %1$s SET extension_control_path = '%2$s:$system'"
                        .formatted(database.database(), directory.resolve("share")));
        target = new ConnectionTarget(
                database.hosts(),
                database.database(),
                "master",
                database.password(),
                database.parameters(),
                database.origin());
    }

    private static void write(Path directory, String name, String control, String script) throws IOException {
        Files.writeString(
                directory.resolve(name + ".control"),
                "default_version = '1.0'\nsuperuser = true\ntrusted = true\nrelocatable = false\n" + control);
        Files.writeString(directory.resolve(name + "--1.0.sql"), script);
    }

    ConnectionTarget target() {
        return target;
    }

    /** Runs SQL as a superuser. */
    void execute(String sql) {
        server.execute(target.database(), sql);
    }

    /** Returns whether a role may call functions. */
    boolean mayInvoke(String role) {
        return is(
                "has_schema_privilege('%1$s', 'aws_lambda', 'USAGE') AND has_function_privilege('%1$s',".formatted(role)
                        + " 'aws_lambda.invoke(text, json, text, text, text, json, varchar)', 'EXECUTE')");
    }

    /** Returns whether the database has the extension. */
    boolean hasExtension() {
        return is("EXISTS (SELECT FROM pg_extension WHERE extname IN ('aws_lambda', 'aws_commons'))");
    }

    private boolean is(String condition) {
        try (var database = Database.connect(target)) {
            return database.query("SELECT " + condition, row -> row.getBoolean(1))
                    .getFirst();
        }
    }
}
