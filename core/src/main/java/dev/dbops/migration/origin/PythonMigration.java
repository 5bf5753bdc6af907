package dev.dbops.migration.origin;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The SQL of a migration that is a class in a Python file: the constants that its functions {@code migrate_sql} and
 * {@code rollback_sql} return.
 *
 * @param up the statements that apply it
 * @param down the statements that undo it; empty if it has none
 */
record PythonMigration(String up, String down) {
    /**
     * Reads a file without executing it.
     *
     * @param name the file, for messages
     * @throws OpsException of kind USAGE, with the place, when the functions do not return constants
     */
    static PythonMigration parse(String name, String source) {
        var lines = source.replace("\r\n", "\n");
        var up = returned(name, lines, "migrate_sql")
                .orElseThrow(() -> new OpsException(
                                Kind.USAGE, "no function migrate_sql", "the file is not a migration: move it elsewhere")
                        .at(ScriptPosition.ofFile(name)));
        return new PythonMigration(
                up.strip(), returned(name, lines, "rollback_sql").orElse("").strip());
    }

    private static Optional<String> returned(String name, String source, String function) {
        var head = Pattern.compile("^[ \\t]*def\\s+" + function + "\\s*\\([^)]*\\)\\s*(?:->[^:]+)?:", Pattern.MULTILINE)
                .matcher(source);
        if (!head.find()) {
            return Optional.empty();
        }
        return Optional.of(body(new PythonText(name, source, head.end())));
    }

    /** A docstring, assignments of constants, and the return of one. */
    private static String body(PythonText text) {
        Map<String, String> variables = new HashMap<>();
        while (true) {
            text.skipSpace();
            if (text.isAtLiteral()) {
                text.literals();
                text.endOfStatement();
                continue;
            }
            var word = text.word();
            text.skipSpace();
            if (word.equals("return")) {
                return value(text, variables);
            }
            if (word.isEmpty() || !text.skip('=')) {
                throw text.notConstant();
            }
            text.skipSpace();
            variables.put(word, text.literals());
            text.endOfStatement();
        }
    }

    private static String value(PythonText text, Map<String, String> variables) {
        var value = text.isAtName() ? variables.get(text.word()) : text.literals();
        if (value == null) {
            throw text.notConstant();
        }
        text.endOfStatement();
        return value;
    }
}
