package dev.dbops.script;

import dev.dbops.script.lexer.Statement;
import dev.dbops.script.lexer.StatementKind;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Detects an enum value that is added and then used in the same transaction, which the server refuses (PostgreSQL
 * documentation, ALTER TYPE, notes). A type that the script itself creates is exempt, as on the server.
 */
final class EnumValues {
    private final Set<String> added = new HashSet<>();
    private final Set<String> created = new HashSet<>();

    /** The value that the statement uses although an earlier statement has only just added it. */
    Optional<String> usedAtOnce(Statement statement) {
        if (statement.word(0).equals("create") && statement.word(1).equals("type")) {
            created.add(StatementKind.of(statement).object());
            return Optional.empty();
        }
        if (isAddValue(statement)) {
            if (!created.contains(StatementKind.of(statement).object())) {
                addedValue(statement.text()).ifPresent(added::add);
            }
            return Optional.empty();
        }
        for (var value : added) {
            if (statement.text().contains("'" + value + "'")) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private static boolean isAddValue(Statement statement) {
        return statement.word(0).equals("alter")
                && statement.word(1).equals("type")
                && statement.contains("add")
                && statement.contains("value");
    }

    /** The first string of the statement. */
    private static Optional<String> addedValue(String text) {
        var start = text.indexOf('\'');
        var end = text.indexOf('\'', start + 1);
        return start < 0 || end < 0 ? Optional.empty() : Optional.of(text.substring(start + 1, end));
    }
}
