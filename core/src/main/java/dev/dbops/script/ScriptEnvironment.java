package dev.dbops.script;

import dev.dbops.script.lexer.PsqlCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The working directory and the environment variables of one script. {@code \cd} and {@code \setenv} change them for
 * the rest of the script, and nothing else.
 */
final class ScriptEnvironment {
    private final Map<String, String> variables;
    private Path directory;

    ScriptEnvironment(ScriptOptions options) {
        this.variables = new HashMap<>(options.session().environment());
        this.directory = options.directory();
    }

    /** The directory where the script looks for files. */
    Path directory() {
        return directory;
    }

    /** A path of the script; {@code ~/} is the home directory. */
    Path resolve(Path base, String name) {
        return name.equals("~") || name.startsWith("~/")
                ? home().resolve(name.substring(Math.min(2, name.length())))
                : base.resolve(name);
    }

    private Path home() {
        var home = variables.getOrDefault("HOME", "");
        return Path.of(home.isEmpty() ? System.getProperty("user.home") : home);
    }

    /** Without an argument, the directory becomes the home directory. */
    void changeDirectory(PsqlCommand command, List<String> arguments) {
        var next = arguments.isEmpty()
                ? home()
                : resolve(directory, arguments.getFirst()).normalize();
        if (!Files.isDirectory(next)) {
            throw command.refused("there is no directory " + next, "\\cd needs a directory on this machine");
        }
        directory = next;
    }

    /** The value that {@code \getenv} reads; empty if there is none. */
    Optional<String> get(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /** Without a value, the variable is removed. */
    void set(PsqlCommand command, List<String> arguments) {
        if (arguments.isEmpty() || arguments.getFirst().contains("=")) {
            throw command.refused("\\setenv requires the name of a variable", "\\setenv NAME VALUE");
        }
        if (arguments.size() == 1) {
            variables.remove(arguments.getFirst());
        } else {
            variables.put(arguments.getFirst(), arguments.get(1));
        }
    }
}
