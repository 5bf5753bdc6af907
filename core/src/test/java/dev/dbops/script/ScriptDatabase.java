package dev.dbops.script;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import dev.dbops.script.ScriptOptions.Mode;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A fresh database, with scripts from the test's text; messages name them {@code schema.sql}. */
final class ScriptDatabase {
    private final TestServer server = TestServer.carried();
    private final ConnectionTarget target;
    private final RecordingListener listener = new RecordingListener();

    ScriptDatabase() {
        this("");
    }

    /** @param options options of CREATE DATABASE */
    private ScriptDatabase(String options) {
        target = server.newDatabase(options);
    }

    Database connect() {
        return Database.connect(target);
    }

    ScriptResult run(String script) {
        return run(Mode.TRANSACTION, script);
    }

    ScriptResult run(Mode mode, String script) {
        return run(mode, script, listener);
    }

    ScriptResult run(Mode mode, String script, ScriptListener hearing) {
        try (var database = connect()) {
            return run(database, mode, script, hearing);
        }
    }

    ScriptResult run(Database database, Mode mode, String script, ScriptListener hearing) {
        var source =
                InputFile.ofStream(new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)), "schema.sql");
        var options = new ScriptOptions(mode, Map.of(), Path.of(""), false, 1, new TargetSession(target));
        return new ScriptRunner(database, ScriptDatabase::refuse, hearing).run(source, options);
    }

    /** A new database that stores bytes as they are. */
    static ScriptDatabase ofBytes() {
        return new ScriptDatabase("ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
    }

    /** Runs the script's bytes from that line on. */
    ScriptResult runFrom(int line, Mode mode, byte[] script, Path directory) {
        var source = InputFile.ofStream(new ByteArrayInputStream(script), "schema.sql");
        var options = new ScriptOptions(mode, Map.of(), directory, false, line, new TargetSession(target));
        try (var database = connect()) {
            return new ScriptRunner(database, ScriptDatabase::refuse, listener).run(source, options);
        }
    }

    private static Database refuse(String database) {
        throw new AssertionError("nobody asked for the database " + database);
    }

    OpsException failure(String script) {
        return failure(Mode.TRANSACTION, script);
    }

    OpsException failure(Mode mode, String script) {
        return catchThrowableOfType(OpsException.class, () -> run(mode, script));
    }

    /** The events that were recorded while the scripts ran. */
    List<String> heard() {
        return listener.heard();
    }

    void execute(String sql) {
        server.execute(target.database(), sql);
    }

    List<String> rows(String sql) {
        return server.rows(target.database(), sql);
    }
}
