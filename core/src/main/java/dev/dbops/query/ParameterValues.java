package dev.dbops.query;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.script.QueryStatement;
import dev.dbops.script.lexer.QueryParameter;
import dev.dbops.text.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.core.Oid;

/** The values of named parameters. They are bound, and never become a part of the SQL. */
public final class ParameterValues {
    private final Map<String, Optional<String>> values = new LinkedHashMap<>();

    /**
     * Gives a parameter its value.
     *
     * @param value its text, which the server converts to the type that the parameter's position requires; empty for
     *     NULL
     * @throws OpsException of kind USAGE when it has one already
     */
    public void put(String name, Optional<String> value) {
        if (values.putIfAbsent(name, value) != null) {
            throw new OpsException(Kind.USAGE, "the parameter \"%s\" is given twice".formatted(name), "give it once");
        }
    }

    /**
     * A statement with its values. The server infers their types from their positions. In a test for NULL it cannot
     * infer a type, and any type works.
     *
     * @param sql the statement's text, with the text to send before it
     */
    PreparedText prepare(String sql, QueryStatement statement) {
        var bound = new ArrayList<Optional<String>>();
        var types = new int[statement.parameters().size()];
        for (var parameter : statement.parameters()) {
            types[bound.size()] = parameter.nullTest() ? Oid.TEXT : Oid.UNSPECIFIED;
            bound.add(values.get(parameter.name()));
        }
        return new PreparedText(sql, bound, types);
    }

    /**
     * Checks that the statements have values for all their parameters, and no other values.
     *
     * @throws OpsException of kind USAGE that lists the parameters
     */
    public void requireFor(List<QueryStatement> statements) {
        var wanted = statements.stream()
                .flatMap(statement -> statement.parameters().stream())
                .map(QueryParameter::name)
                .distinct()
                .toList();
        for (var name : values.keySet()) {
            if (!wanted.contains(name)) {
                throw new OpsException(
                        Kind.USAGE, "the SQL has no parameter \"%s\"".formatted(name), hint(name, wanted));
            }
        }
        var missing = new ArrayList<>(wanted);
        missing.removeAll(values.keySet());
        if (!missing.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    "no value for the parameter%s %s"
                            .formatted(missing.size() == 1 ? "" : "s", String.join(", ", missing)),
                    "pass -p %s=VALUE; %s".formatted(missing.getFirst(), listed(wanted)));
        }
    }

    private static String hint(String name, List<String> wanted) {
        var nearest = Spelling.nearest(name, wanted);
        return nearest.isEmpty() ? listed(wanted) : "did you mean %s? %s".formatted(nearest, listed(wanted));
    }

    private static String listed(List<String> wanted) {
        return wanted.isEmpty() ? "it has none: write :name" : "its parameters: " + String.join(", ", wanted);
    }
}
