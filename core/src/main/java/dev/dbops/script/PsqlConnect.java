package dev.dbops.script;

import dev.dbops.script.lexer.PsqlCommand;
import dev.dbops.target.ConnectionTarget;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code \connect}: to another database of the same server, as dumps of several databases write it. */
final class PsqlConnect {
    private static final String DBNAME = "dbname=";

    /** psql's name for the current value of an argument. */
    private static final String SAME = "-";

    private final Supplier<ConnectionTarget> target;
    /** The database of the last connection; empty for that of the target. */
    private Optional<String> current = Optional.empty();

    /** @param target is asked only if a script contains the command */
    PsqlConnect(Supplier<ConnectionTarget> target) {
        this.target = target;
    }

    /** The arguments are DBNAME, USER, HOST and PORT; without the first, it is the current database. */
    PsqlCommands.Meaning meaning(PsqlCommand command, List<String> arguments) {
        var words = arguments.stream()
                .filter(word -> !word.startsWith("-reuse-previous="))
                .toList();
        requireSame(command, words);
        var name = words.isEmpty() ? SAME : database(command, words.getFirst());
        if (name.equals(SAME) || name.equals(currentDatabase())) {
            return new PsqlCommands.PassOn(new ScriptStep.Ignored(
                    "\\" + command.name(),
                    "because \"%s\" is the current database; its settings stay".formatted(currentDatabase()),
                    command.position()));
        }
        current = Optional.of(name);
        return new PsqlCommands.PassOn(new ScriptStep.Connect(name, command.position()));
    }

    private String currentDatabase() {
        return current.orElseGet(() -> target.get().database());
    }

    /** Only the database may change. */
    private void requireSame(PsqlCommand command, List<String> words) {
        for (var i = 1; i < words.size(); i++) {
            var word = unquoted(words.get(i));
            if (!word.equals(SAME) && !isOfTarget(i, word)) {
                throw command.refused(
                        "\\connect to another user or host is not supported",
                        "give only the database name, and the rest in the target's URL");
            }
        }
    }

    private boolean isOfTarget(int place, String word) {
        return switch (place) {
            case 1 -> word.equals(target.get().user());
            case 2 -> target.get().hosts().getFirst().host().equals(word);
            case 3 -> Integer.toString(target.get().hosts().getFirst().port()).equals(word);
            default -> false;
        };
    }

    /** The plain name, or {@code dbname='name'}, which pg_dump writes for an unusual name. */
    private static String database(PsqlCommand command, String word) {
        var name = unquoted(word);
        if (!name.contains("=") && !name.contains("://")) {
            return name;
        }
        if (!name.startsWith(DBNAME) || name.indexOf('=', DBNAME.length()) >= 0) {
            throw command.refused(
                    "\\connect with a connection string is not supported",
                    "give only the database name, and the rest in the target's URL");
        }
        var value = name.substring(DBNAME.length());
        var quoted = value.length() >= 2 && value.startsWith("'") && value.endsWith("'");
        return (quoted ? value.substring(1, value.length() - 1) : value)
                .replace("\\'", "'")
                .replace("\\\\", "\\");
    }

    /** Without its double quotes; two of them inside are one. */
    private static String unquoted(String word) {
        var quoted = word.length() >= 2 && word.startsWith("\"") && word.endsWith("\"");
        return quoted ? word.substring(1, word.length() - 1).replace("\"\"", "\"") : word;
    }
}
