package dev.dbops.lambda.router;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.postgres.SqlName;
import java.util.List;
import java.util.Optional;

/**
 * A rule: where events of some tables go.
 *
 * @param schema the schema; empty for all
 * @param table the table; empty for all
 * @param operations the operations
 * @param destinations the names of the destinations, at least one
 */
record Route(Optional<String> schema, Optional<String> table, List<Operation> operations, List<String> destinations) {
    private static final String HINT =
            "write rules such as \"public.message insert -> postgres, lambda:notify; * -> drop\" into DB_OPS_ROUTES";

    private static final String ALL = "*";

    /**
     * Reads {@code TABLE [OPERATIONS] -> DESTINATION[, DESTINATION]}; the table is {@code *}, {@code schema.*}, {@code
     * schema.table} or the name of one in public.
     *
     * @throws OpsException of kind USAGE when it is not such a rule
     */
    static Route parse(String rule) {
        var sides = rule.split("->", -1);
        if (sides.length != 2) {
            throw fault(rule, "it has no \"->\" between tables and destinations");
        }
        var words = sides[0].strip().split("\\s+", 2);
        var operations = words.length == 1 ? Operation.ALL : Operation.parse(words[1]);
        var destinations =
                List.of(sides[1].split(",", -1)).stream().map(String::strip).toList();
        if (destinations.contains("")) {
            throw fault(rule, "a destination is empty");
        }
        if (words[0].equals(ALL)) {
            return new Route(Optional.empty(), Optional.empty(), operations, destinations);
        }
        var ofSchema = words[0].endsWith("." + ALL);
        var parts =
                new SqlName(ofSchema ? words[0].substring(0, words[0].length() - 2) : words[0], "table", HINT).parts();
        if (parts.size() > (ofSchema ? 1 : 2)) {
            throw fault(rule, "the name has too many parts");
        }
        if (ofSchema) {
            return new Route(Optional.of(parts.getFirst()), Optional.empty(), operations, destinations);
        }
        var schema = parts.size() == 1 ? "public" : parts.getFirst();
        return new Route(Optional.of(schema), Optional.of(parts.getLast()), operations, destinations);
    }

    /**
     * Makes the failure of a rule that is not valid.
     *
     * @param rule the rule
     * @param reason what is wrong, to come after a colon
     */
    static OpsException fault(String rule, String reason) {
        return new OpsException(Kind.USAGE, "the route \"%s\" is not valid: %s".formatted(rule, reason), HINT);
    }

    /** Returns whether the rule is for the event. */
    boolean matches(Event event) {
        return schema.map(event.schema()::equals).orElse(true)
                && table.map(event.table()::equals).orElse(true)
                && operations.contains(event.operation());
    }

    /** Returns whether the rule is for each event for which the other is. */
    boolean covers(Route other) {
        return (schema.isEmpty() || schema.equals(other.schema))
                && (table.isEmpty() || table.equals(other.table))
                && operations.containsAll(other.operations);
    }
}
