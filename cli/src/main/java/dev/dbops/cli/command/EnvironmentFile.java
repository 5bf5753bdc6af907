package dev.dbops.cli.command;

import dev.dbops.BoundedFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.process.Invocation;
import dev.dbops.target.SocketDirectories;
import dev.dbops.target.TargetEnvironment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Adds the variables of a .env file to the environment. Variables of the environment take precedence. {@link
 * FileVariables} lists the variables that a file may set. A file that another user could have written is refused,
 * unless it is named with {@code --env-file}.
 *
 * @param surroundings the environment with the variables of the file
 * @param notes notes for standard error about the variables that were used and ignored
 */
public record EnvironmentFile(TargetEnvironment targetEnvironment, List<String> notes) {
    private static final Path DEFAULT = Path.of(".env");

    /**
     * Reads .env in the working directory when there is one, if there is one, or the file that is named.
     *
     * @throws OpsException of kind USAGE when the file cannot be read, or is not to be trusted
     */
    public static EnvironmentFile read(Invocation invocation, GlobalOptions options) {
        var name = name(options);
        var named = name.equals(options.environmentFile());
        var file = invocation.directory().resolve(name);
        if (options.noEnvironmentFile() || !named && !Files.isRegularFile(file)) {
            var real = targetEnvironment(invocation, invocation.variables(), Set.of(), "");
            return new EnvironmentFile(real, List.of());
        }
        if (!named) {
            refuseForeign(file, invocation);
        }
        return merged(invocation, declared(file, name), name.toString());
    }

    /** The file that is named, or else .env in the working directory. */
    static Path name(GlobalOptions options) {
        return options.environmentFile().toString().isEmpty() ? DEFAULT : options.environmentFile();
    }

    private static void refuseForeign(Path file, Invocation invocation) {
        try {
            FileTrust.doubt(file, invocation.variables()).ifPresent(doubt -> {
                throw new OpsException(
                        Kind.USAGE,
                        "%s is not read, because %s".formatted(DEFAULT, doubt.reason()),
                        "run %s; or name the file if you trust it: --env-file %s; or run without it: --no-env-file"
                                .formatted(doubt.remedy(), DEFAULT));
            });
        } catch (IOException e) {
            throw new OpsException(
                    Kind.USAGE,
                    "cannot determine who may write to %s: %s".formatted(DEFAULT, e.getMessage()),
                    "name the file if you trust it: --env-file %s; or run without it: --no-env-file".formatted(DEFAULT),
                    e);
        }
    }

    private static EnvironmentFile merged(Invocation invocation, Map<String, String> declared, String file) {
        var values = new HashMap<>(invocation.variables());
        // an empty variable counts as unset, so that the file can set it
        values.values().removeIf(String::isEmpty);
        var knowsAws = values.keySet().stream().anyMatch(FileVariables::isAwsIdentity);
        var taken = new TreeSet<String>();
        var refused = new TreeSet<String>();
        declared.forEach((variable, value) -> {
            if (value.isEmpty() || values.containsKey(variable)) {
                return;
            }
            if (!FileVariables.isTaken(variable)) {
                if (FileVariables.isExpected(variable)) {
                    refused.add(variable);
                }
            } else if (!knowsAws || !FileVariables.AWS_KEYS.contains(variable)) {
                taken.add(variable);
            }
        });
        taken.forEach(variable -> values.put(variable, declared.get(variable)));
        return new EnvironmentFile(targetEnvironment(invocation, values, taken, file), notes(file, taken, refused));
    }

    private static List<String> notes(String file, Set<String> taken, Set<String> refused) {
        var notes = new ArrayList<String>();
        if (!taken.isEmpty()) {
            notes.add("taken from %s: %s".formatted(file, String.join(", ", taken)));
        }
        if (!refused.isEmpty()) {
            notes.add("not taken from %s: %s; a file may not set %s (docs/targets.md)"
                    .formatted(file, String.join(", ", refused), refused.size() == 1 ? "it" : "them"));
        }
        return notes;
    }

    private static Map<String, String> declared(Path file, Path name) {
        var values = new HashMap<String, String>();
        var lines = lines(file, name);
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            var references = new VariableReferences(
                    "line %d of %s".formatted(i + 1, name), referenced -> values.getOrDefault(referenced, ""));
            var variable = EnvironmentLine.parse(line, references);
            if (variable.isEmpty()) {
                // The message does not quote the line: it may contain a password.
                throw new OpsException(
                        Kind.USAGE,
                        "line %d of %s is not NAME=value".formatted(i + 1, name),
                        "correct it, or pass --no-env-file");
            }
            values.put(variable.get().name(), variable.get().value());
        }
        return values;
    }

    private static List<String> lines(Path file, Path name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(BoundedFile.read(file)))
                    .toString()
                    .lines()
                    .toList();
        } catch (BoundedFile.TooLargeException e) {
            throw new OpsException(
                    Kind.USAGE,
                    "the file of variables %s is not read: %s".formatted(name, e.getMessage()),
                    "name another file, or pass --no-env-file",
                    e);
        } catch (IOException e) {
            throw new OpsException(
                    Kind.USAGE,
                    "cannot read the file of variables " + name,
                    "check its name and its mode (UTF-8 text), or pass --no-env-file",
                    e);
        }
    }

    private static TargetEnvironment targetEnvironment(
            Invocation invocation, Map<String, String> values, Set<String> fromFile, String file) {
        return new TargetEnvironment(
                values,
                fromFile,
                file,
                userHome(invocation),
                invocation.directory(),
                invocation.home().resolve("certificates"),
                SocketDirectories.USUAL,
                System.getProperty("user.name"));
    }

    /** The user's home directory. */
    public static Path userHome(Invocation invocation) {
        var home = invocation.variables().getOrDefault("HOME", "");
        return Path.of(home.isEmpty() ? System.getProperty("user.home") : home);
    }
}
