package dev.dbops.events.replay;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Event;
import dev.dbops.postgres.SqlName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives schemas and tables other names on their way: {@code old=new} or {@code schema.old=schema.new}. */
public final class NameMap {
    private static final String HINT =
            "write --map schema=other for all tables of a schema, --map schema.table=other.table for one";

    private final Map<String, String> schemas = new HashMap<>();
    private final Map<List<String>, List<String>> tables = new HashMap<>();

    /**
     * Adds a rule. One for a table goes before that for its schema.
     *
     * @throws OpsException of kind USAGE when it cannot be read, or contradicts another
     */
    public void add(String rule) {
        var equals = rule.indexOf('=');
        if (equals < 0) {
            throw fault(rule, "it has no =");
        }
        var from = new SqlName(rule.substring(0, equals), "name", HINT).parts();
        var to = new SqlName(rule.substring(equals + 1), "name", HINT).parts();
        if (from.size() != to.size() || from.size() > 2) {
            throw fault(rule, "one side names a schema, the other a table");
        }
        var other =
                from.size() == 1 ? schemas.putIfAbsent(from.getFirst(), to.getFirst()) : tables.putIfAbsent(from, to);
        if (other != null) {
            throw fault(rule, "there is another rule for it");
        }
    }

    private static OpsException fault(String rule, String reason) {
        return new OpsException(Kind.USAGE, "--map %s: %s".formatted(rule, reason), HINT);
    }

    /** The event with the names of its target. */
    public Event apply(Event event) {
        if (schemas.isEmpty() && tables.isEmpty()) {
            return event;
        }
        var table = tables.get(List.of(event.schema(), event.table()));
        if (table != null) {
            return event.of(table.getFirst(), table.getLast());
        }
        var schema = schemas.get(event.schema());
        return schema == null ? event : event.of(schema, event.table());
    }
}
