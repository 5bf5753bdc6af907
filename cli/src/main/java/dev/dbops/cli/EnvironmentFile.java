package dev.dbops.cli;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.target.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds the variables of a .env file to those of the environment, of which the real ones win. */
final class EnvironmentFile {
    private static final Path DEFAULT = Path.of(".env");

    private EnvironmentFile() {}

    /** Reads .env in the working directory when there is one, or the file that was named. */
    static Surroundings surroundings(Invocation invocation, GlobalOptions options) {
        var named = !options.environmentFile().toString().isEmpty();
        var name = named ? options.environmentFile() : DEFAULT;
        var file = invocation.directory().resolve(name);
        if (options.noEnvironmentFile() || !named && !Files.isRegularFile(file)) {
            return surroundings(invocation, invocation.variables(), Set.of(), "");
        }
        var values = declared(file, name);
        var fromFile = new HashSet<>(values.keySet());
        invocation.variables().forEach((variable, value) -> {
            // An empty variable counts as none, so that it does not hide the file's.
            if (!value.isEmpty()) {
                values.put(variable, value);
                fromFile.remove(variable);
            }
        });
        return surroundings(invocation, values, fromFile, name.toString());
    }

    private static Map<String, String> declared(Path file, Path name) {
        var values = new HashMap<String, String>();
        var lines = lines(file, name);
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            var variable = EnvironmentLine.parse(line);
            if (variable.isEmpty()) {
                // The line is not quoted: it may hold a password.
                throw new OpsException(
                        Kind.USAGE,
                        "line %d of %s is not NAME=value".formatted(i + 1, name),
                        "mend it, or pass --no-env-file");
            }
            values.put(variable.get().name(), variable.get().value());
        }
        return values;
    }

    private static List<String> lines(Path file, Path name) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new OpsException(
                    Kind.USAGE,
                    "cannot read the file of variables " + name,
                    "check its name and its mode (UTF-8 text), or pass --no-env-file",
                    e);
        }
    }

    private static Surroundings surroundings(
            Invocation invocation, Map<String, String> values, Set<String> fromFile, String file) {
        return new Surroundings(
                values,
                fromFile,
                file,
                userHome(invocation),
                invocation.directory(),
                invocation.home().resolve("certificates"),
                System.getProperty("user.name"));
    }

    /** The user's home directory. */
    static Path userHome(Invocation invocation) {
        var home = invocation.variables().getOrDefault("HOME", "");
        return Path.of(home.isEmpty() ? System.getProperty("user.home") : home);
    }
}
