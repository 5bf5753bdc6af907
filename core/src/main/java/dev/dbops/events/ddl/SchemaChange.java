package dev.dbops.events.ddl;

import dev.dbops.events.Event;
import dev.dbops.events.NameMap;
import dev.dbops.events.connect.ReceivedJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A change of a table's definition, from its event.
 *
 * @param command the tag of the command, such as ALTER TABLE
 * @param statement the text that the client has sent, perhaps with other statements; empty if the change was found later
 * @param before the definition that the log had before; empty for a table that is captured from now on
 * @param after the definition since then; empty for a table that was dropped
 */
public record SchemaChange(
        String command,
        Optional<String> statement,
        Optional<CapturedDefinition> before,
        Optional<CapturedDefinition> after) {
    /** Reads a schema event. */
    public static SchemaChange of(Event event) {
        try (var parser = ReceivedJson.parser(event.after())) {
            parser.nextToken();
            var change = object(value(parser));
            return new SchemaChange(
                    text(change, "command"),
                    Optional.ofNullable(text(change, "statement")),
                    table(change.get("before")),
                    table(change.get("after")));
        }
    }

    /** Returns what the log has of it with the names of the sink's tables. */
    public SchemaChange with(NameMap names) {
        return new SchemaChange(
                command, statement, before.map(table -> named(table, names)), after.map(table -> named(table, names)));
    }

    private static CapturedDefinition named(CapturedDefinition table, NameMap names) {
        var name = names.apply(table.schema(), table.table());
        return new CapturedDefinition(name.getFirst(), name.getLast(), table.columns());
    }

    /**
     * Returns why a target cannot take the rows that follow, as words after "the target"; empty if it has followed the
     * change. Columns that the change does not concern are not compared, so that a target may have columns and types of
     * its own.
     */
    public Optional<String> obstacle(TargetDefinitions target) {
        if (after.isEmpty()) {
            var dropped = before.orElseThrow();
            return target.columns(dropped.schema(), dropped.table()).map(_ -> "still has table " + title(dropped));
        }
        var table = after.get();
        var found = target.columns(table.schema(), table.table());
        if (found.isEmpty()) {
            return target.addsColumns() ? Optional.empty() : Optional.of("has no table " + title(table));
        }
        return target.addsColumns()
                ? wrongType(table, found.get())
                : missing(table, found.get())
                        .or(() -> wrongType(table, found.get()))
                        .or(() -> left(table, found.get()));
    }

    private Optional<String> missing(CapturedDefinition table, Map<String, String> found) {
        return table.columns().stream()
                .filter(column -> column.captured() && !found.containsKey(column.name()))
                .findFirst()
                .map(column -> "has no column \"%s\" of type %s in table %s"
                        .formatted(column.name(), column.type(), title(table)));
    }

    /** The types of a table whose definition the log did not have may always have differed. */
    private Optional<String> wrongType(CapturedDefinition table, Map<String, String> found) {
        if (before.isEmpty()) {
            return Optional.empty();
        }
        for (var column : table.columns()) {
            var type = found.getOrDefault(column.name(), "");
            var isChanged = !before.get().captured(column.name()).equals(Optional.of(column));
            if (column.captured() && isChanged && !type.isEmpty() && !type.equals(column.type())) {
                return Optional.of("has column \"%s\" of type %s, not %s, in table %s"
                        .formatted(column.name(), type, column.type(), title(table)));
            }
        }
        return Optional.empty();
    }

    private Optional<String> left(CapturedDefinition table, Map<String, String> found) {
        return before.flatMap(earlier -> earlier.columns().stream()
                .map(CapturedDefinition.Column::name)
                .filter(name -> found.containsKey(name)
                        && table.columns().stream()
                                .noneMatch(column -> column.name().equals(name)))
                .findFirst()
                .map(name -> "still has column \"%s\" in table %s".formatted(name, title(table))));
    }

    private static String title(CapturedDefinition table) {
        return table.schema() + "." + table.table();
    }

    private static Optional<CapturedDefinition> table(Object json) {
        if (json == null) {
            return Optional.empty();
        }
        var table = object(json);
        var columns = new ArrayList<CapturedDefinition.Column>();
        for (var each : (List<?>) table.get("columns")) {
            var column = object(each);
            columns.add(new CapturedDefinition.Column(
                    text(column, "name"), text(column, "type"), !Boolean.FALSE.equals(column.get("captured"))));
        }
        return Optional.of(new CapturedDefinition(text(table, "schema"), text(table, "table"), columns));
    }

    private static Map<?, ?> object(Object json) {
        return (Map<?, ?>) json;
    }

    private static String text(Map<?, ?> object, String member) {
        return (String) object.get(member);
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                var object = new LinkedHashMap<String, Object>();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    var name = parser.currentName();
                    parser.nextToken();
                    object.put(name, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                var array = new ArrayList<Object>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                yield array;
            }
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getString();
        };
    }
}
