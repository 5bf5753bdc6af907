package dev.dbops.cli;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.output.Output;
import dev.dbops.sqlstate.Condition;
import dev.dbops.sqlstate.Conditions;
import dev.dbops.sqlstate.SqlStateHint;
import dev.dbops.sqlstate.SqlStateHints;
import java.util.List;
import java.util.Optional;

/** Explains an error of PostgreSQL by its code or its name: {@code db-ops help 23505}. */
final class ErrorHelp {
    private static final int CLASS_LENGTH = 2;
    private static final int MOST_NAMES = 6;

    private final Output output;
    private final Conditions conditions = new Conditions();

    ErrorHelp(Output output) {
        this.output = output;
    }

    /**
     * The explanation of one code.
     *
     * @param sqlstate its five characters
     * @param condition its name
     * @param sqlClass the class of its first two characters
     * @param meaning its meaning
     * @param causes its usual causes
     * @param remedy what to do
     */
    private record Explanation(
            String sqlstate,
            String condition,
            String sqlClass,
            Optional<String> meaning,
            Optional<String> causes,
            Optional<String> remedy) {}

    /**
     * Explains a code, the name of a condition, or a class by its two characters.
     *
     * @throws OpsException of kind USAGE if PostgreSQL has no such error
     */
    void explain(String word) {
        var found = word.length() == CLASS_LENGTH ? conditions.ofClass(word) : conditions.find(word);
        if (found.isEmpty()) {
            throw unknown(word);
        }
        if (found.size() == 1) {
            output.printFields(explanation(found.getFirst()));
        } else {
            output.print(found, "");
        }
    }

    private static Explanation explanation(Condition condition) {
        var known = SqlStateHints.of(condition.sqlState());
        return new Explanation(
                condition.sqlState(),
                condition.name(),
                condition.sqlClass(),
                known.map(SqlStateHint::meaning),
                known.map(SqlStateHint::causes),
                known.map(SqlStateHint::remedy));
    }

    private OpsException unknown(String word) {
        if (conditions.isCode(word)) {
            var others = conditions.ofClass(word);
            return new OpsException(
                    Kind.USAGE,
                    "PostgreSQL has no SQLSTATE %s".formatted(word),
                    "its class %s is \"%s\": %s"
                            .formatted(
                                    word.substring(0, CLASS_LENGTH),
                                    others.getFirst().sqlClass(),
                                    names(others)));
        }
        if (word.matches("[0-9][0-9A-Z]{4}")) {
            return new OpsException(
                    Kind.USAGE,
                    "PostgreSQL has no SQLSTATE %s, and no class %s".formatted(word, word.substring(0, CLASS_LENGTH)),
                    "a class has two characters, a code five: db-ops help 23, db-ops help 23505");
        }
        var nearest = conditions.nearestName(word);
        return new OpsException(
                Kind.USAGE,
                "there is no command \"%s\"".formatted(word),
                nearest.isEmpty() ? "see db-ops --help" : "did you mean the error %s?".formatted(nearest));
    }

    private String names(List<Condition> others) {
        var names = new StringBuilder();
        for (var other : others.subList(0, Math.min(MOST_NAMES, others.size()))) {
            names.append(names.isEmpty() ? "" : ", ")
                    .append(other.sqlState())
                    .append(' ')
                    .append(other.name());
        }
        var code = others.getFirst().sqlState().substring(0, CLASS_LENGTH);
        return names + (others.size() > MOST_NAMES ? " ...; all of them: db-ops help " + code : "");
    }
}
