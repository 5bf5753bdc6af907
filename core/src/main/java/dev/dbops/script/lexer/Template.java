package dev.dbops.script.lexer;

import java.util.List;

/**
 * A statement with named parameters.
 *
 * @param statement its text, in which {@code $1} replaces the first parameter
 * @param parameters the parameters in the order of their numbers
 */
public record Template(Statement statement, List<QueryParameter> parameters) {
    public Template {
        parameters = List.copyOf(parameters);
    }
}
