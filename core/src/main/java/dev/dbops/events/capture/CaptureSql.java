package dev.dbops.events.capture;

import dev.dbops.events.Operation;
import dev.dbops.events.capture.CapturedTable.EncodedColumn;
import dev.dbops.events.capture.CapturedTable.Way;
import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.List;

/** Writes the statements that make the triggers of one table. */
final class CaptureSql {
    /** Sorts before what others call their triggers: the server fires them in the order of their names. */
    private static final String FIRST = "!";

    private static final String PREFIX = "dbops_capture_";

    private final Database database;
    private final CapturedTable table;
    private final CaptureOptions options;

    CaptureSql(Database database, CapturedTable table, CaptureOptions options) {
        this.database = database;
        this.table = table;
        this.options = options;
    }

    /** The statements, one a trigger. */
    List<String> create() {
        var statements = new ArrayList<String>();
        for (var operation : options.operations()) {
            if (operation == Operation.TRUNCATE) {
                statements.addAll(truncate());
            } else if (table.way(options) == Way.ROW) {
                statements.add(row(operation));
            } else {
                statements.add(statement(operation));
            }
        }
        statements.addAll(deliver());
        return statements;
    }

    /** On partitions too: a statement that names one fires only its own. */
    private List<String> deliver() {
        var statements = new ArrayList<String>();
        if (options.delivery().isNone()) {
            return statements;
        }
        statements.add(deliver(name(), ""));
        for (var partition : table.partitions()) {
            statements.add(deliver(partition, sourceIfPartitioned() + ", '" + table.oid() + "'"));
        }
        return statements;
    }

    private String deliver(String on, String source) {
        var events = new StringBuilder();
        for (var operation : options.operations()) {
            events.append(events.isEmpty() ? "" : " OR ").append(operation);
        }
        var delivery = options.delivery();
        return "CREATE TRIGGER dbops_deliver AFTER %s ON %s FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_deliver(%s, %s, '%s', '%s'%s)"
                .formatted(
                        events,
                        on,
                        database.quoteLiteral(delivery.channel()),
                        database.quoteLiteral(delivery.lambda()),
                        delivery.invocation(),
                        delivery.abortOnError() ? "abort" : "warn",
                        source);
    }

    private String statement(Operation operation) {
        var first = table.way(options) == Way.FIRST;
        return "CREATE TRIGGER %s AFTER %s ON %s REFERENCING%s%s FOR EACH %s EXECUTE FUNCTION dbops.capture_%s%s(%s)"
                .formatted(
                        database.quoteIdentifier((first ? FIRST : "") + PREFIX + operation.word()),
                        operation,
                        name(),
                        operation == Operation.INSERT ? "" : " OLD TABLE AS old_rows",
                        operation == Operation.DELETE ? "" : " NEW TABLE AS new_rows",
                        first ? "ROW" : "STATEMENT",
                        operation.word(),
                        suffix(),
                        arguments());
    }

    private String row(Operation operation) {
        var condition = options.condition().isEmpty() ? "" : " WHEN (" + options.condition() + ")";
        return "CREATE TRIGGER %s AFTER %s ON %s FOR EACH ROW%s EXECUTE FUNCTION dbops.capture_row%s(%s%s)"
                .formatted(
                        database.quoteIdentifier((table.othersFire() ? FIRST : "") + PREFIX + operation.word()),
                        operation,
                        name(),
                        condition,
                        suffix(),
                        arguments(),
                        sourceIfPartitioned());
    }

    private List<String> truncate() {
        var statements = new ArrayList<String>();
        if (table.partitioned()) {
            statements.add("CREATE TRIGGER dbops_capture_truncating BEFORE TRUNCATE ON " + name()
                    + " FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_truncate()");
            for (var partition : table.partitions()) {
                statements.add(
                        "CREATE TRIGGER dbops_capture_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_partition_truncate(%s%s, '%d')"
                                .formatted(partition, arguments(), sourceIfPartitioned(), table.oid()));
            }
        }
        statements.add(
                "CREATE TRIGGER dbops_capture_truncate AFTER TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_truncate(%s%s)"
                        .formatted(name(), arguments(), sourceIfPartitioned()));
        return statements;
    }

    private String name() {
        return database.quoteIdentifier(table.schema()) + "." + database.quoteIdentifier(table.name());
    }

    private String sourceIfPartitioned() {
        return table.partitioned()
                ? ", " + database.quoteLiteral(table.schema()) + ", " + database.quoteLiteral(table.name())
                : "";
    }

    /** The statements that make the table's own functions, when it needs them. */
    List<String> functions() {
        return encoded().isEmpty() ? List.of() : List.of(CaptureFunctions.createFor(table.oid(), encoding(encoded())));
    }

    private String suffix() {
        return encoded().isEmpty() ? "" : CaptureFunctions.suffix(table.oid());
    }

    private List<String> kept() {
        var kept = new ArrayList<String>();
        if (!options.columns().isEmpty()) {
            kept.addAll(table.key());
            kept.addAll(options.columns());
        }
        return kept;
    }

    private List<String> excluded() {
        var excluded = new ArrayList<>(options.excluded());
        excluded.removeAll(table.key());
        return excluded;
    }

    private List<EncodedColumn> encoded() {
        var encoded = new ArrayList<EncodedColumn>();
        for (var column : table.encoded()) {
            if (options.keeps(column.name(), table.key())) {
                encoded.add(column);
            }
        }
        return encoded;
    }

    /** See capture.sql. */
    private String arguments() {
        return String.join(
                ", ",
                array(table.key()),
                array(kept()),
                array(excluded()),
                "'" + (options.fullBefore() ? "full" : "key") + (packs() ? " packed" : "") + "'",
                database.quoteLiteral(encoding(encoded())),
                array(encoded().stream().map(EncodedColumn::name).toList()),
                array(encoded().stream().map(EncodedColumn::type).toList()));
    }

    /** What is told at once is told event by event. */
    boolean packs() {
        return options.delivery().isNone() && table.way(options) != Way.ROW;
    }

    private String array(List<String> values) {
        return database.quoteLiteral(TextArray.literal(values));
    }

    /** What is to stand behind {@code to_jsonb(dbops_row)}. */
    private String encoding(List<EncodedColumn> columns) {
        var sql = new StringBuilder();
        for (var column : columns) {
            var value = "dbops_row." + database.quoteIdentifier(column.name());
            sql.append(" || jsonb_build_object(")
                    .append(database.quoteLiteral(column.name()))
                    .append(", ")
                    .append(encoding(column.encoding(), value))
                    .append(')');
        }
        return sql.toString();
    }

    private static String encoding(String encoding, String value) {
        var text = "to_jsonb(" + value + "::text)";
        return switch (encoding) {
            case "jsonb" ->
                "CASE WHEN jsonb_typeof(%1$s) IN ('object', 'array') THEN %1$s::jsonb ELSE %2$s END"
                        .formatted(value, text);
            case "array" ->
                "CASE WHEN left(%1$s::text, 1) = '[' THEN %2$s ELSE to_jsonb(%1$s) END".formatted(value, text);
            default -> text;
        };
    }
}
