package dev.dbops.doctor.schema;

import dev.dbops.InputFile;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.ServerVersion;
import dev.dbops.script.ScriptOptions;
import dev.dbops.script.ScriptOptions.Mode;
import dev.dbops.script.ScriptOutline;
import dev.dbops.script.variables.ScriptSession;
import dev.dbops.target.ConnectionTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The extensions that a script creates. */
public final class NeededExtensions {
    private NeededExtensions() {}

    /**
     * Reads the script as for a load, but runs nothing.
     *
     * @param directory where the script's {@code \i} looks for files
     * @param environment the environment variables that the script can read
     * @throws dev.dbops.OpsException when it cannot be read
     */
    public static List<String> of(
            InputFile script, Path directory, Map<String, String> environment, Database database) {
        // whether a statement requires or forbids a transaction does not matter here
        var options =
                new ScriptOptions(Mode.STATEMENTS, Map.of(), directory, true, 1, new Session(database, environment));
        return ScriptOutline.of(script, options).groups().stream()
                .filter(group -> group.kind().equals("CREATE EXTENSION"))
                .map(ScriptOutline.Group::object)
                .filter(extension -> !extension.equals(ScriptOutline.UNKNOWN_OBJECT))
                .distinct()
                .toList();
    }

    private record Session(Database database, Map<String, String> environment) implements ScriptSession {
        @Override
        public ConnectionTarget target() {
            return database.target();
        }

        @Override
        public ServerVersion server() {
            return database.serverVersion();
        }
    }
}
