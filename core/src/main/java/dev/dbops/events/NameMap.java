package dev.dbops.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.SqlName;
import dev.dbops.postgres.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Renames schemas and tables on their way to the sink: {@code old=new} or {@code schema.old=schema.new}. */
public final class NameMap {
    private final String option;
    private final String hint;
    private final Map<String, String> schemas = new HashMap<>();
    private final Map<List<String>, List<String>> tables = new HashMap<>();

    /** The rules of the option {@code --map}. */
    public NameMap() {
        this("--map");
    }

    /** The rules of another option or variable, which messages then name. */
    public NameMap(String option) {
        this.option = option;
        this.hint = "write %1$s schema=other for all tables of a schema, %1$s schema.table=other.table for one"
                .formatted(option);
    }

    /**
     * Adds a rule. A rule for a table takes precedence over a rule for its schema.
     *
     * @throws OpsException of kind USAGE when the rule is not valid or contradicts another rule
     */
    public void add(String rule) {
        var equals = rule.indexOf('=');
        if (equals < 0) {
            throw fault(rule, "it has no =");
        }
        var from = new SqlName(rule.substring(0, equals), "name", hint).parts();
        var to = new SqlName(rule.substring(equals + 1), "name", hint).parts();
        if (from.size() != to.size() || from.size() > 2) {
            throw fault(rule, "one side names a schema, the other a table");
        }
        var other =
                from.size() == 1 ? schemas.putIfAbsent(from.getFirst(), to.getFirst()) : tables.putIfAbsent(from, to);
        if (other != null) {
            throw fault(rule, "there is another rule for it");
        }
    }

    private OpsException fault(String rule, String reason) {
        return new OpsException(Kind.USAGE, "%s %s: %s".formatted(option, rule, reason), hint);
    }

    /** Returns the event with the names of its target. */
    public Event apply(Event event) {
        if (schemas.isEmpty() && tables.isEmpty()) {
            return event;
        }
        var name = apply(event.schema(), event.table());
        return event.of(name.getFirst(), name.getLast());
    }

    /** Returns the batch with events that have the names of their target. */
    public Batch apply(Batch batch) {
        return new Batch(batch.events().stream().map(this::apply).toList(), batch.window(), batch.end());
    }

    /** Returns schema and table in the target. */
    public List<String> apply(String schema, String table) {
        var name = List.of(schema, table);
        var other = tables.get(name);
        return other != null ? other : List.of(schemas.getOrDefault(schema, schema), table);
    }

    /** Returns the source tables that can get this name: usually one. */
    public List<TableName> sources(String schema, String table) {
        var candidates = new LinkedHashSet<List<String>>();
        candidates.add(List.of(schema, table));
        schemas.keySet().forEach(from -> candidates.add(List.of(from, table)));
        candidates.addAll(tables.keySet());
        var sources = new ArrayList<TableName>();
        for (var candidate : candidates) {
            if (apply(candidate.getFirst(), candidate.getLast()).equals(List.of(schema, table))) {
                sources.add(new TableName(candidate.getFirst(), candidate.getLast()));
            }
        }
        return sources;
    }
}
