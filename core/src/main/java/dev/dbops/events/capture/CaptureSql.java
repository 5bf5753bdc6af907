package dev.dbops.events.capture;

import dev.dbops.events.Operation;
import dev.dbops.events.capture.CapturedTable.Way;
import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes the statements that create the triggers of one table. */
final class CaptureSql {
    /** Sorts before other trigger names: the server fires triggers in name order. */
    private static final String FIRST = "!";

    private static final String PREFIX = "dbops_capture_";

    private final Database database;
    private final CapturedTable table;
    private final CaptureOptions options;
    private final String suffix;

    /**
     * @param suffix the suffix of the names of the table's own functions
     */
    CaptureSql(Database database, CapturedTable table, CaptureOptions options, String suffix) {
        this.database = database;
        this.table = table;
        this.options = options;
        this.suffix = suffix;
    }

    /** Returns the statements, one for each trigger. */
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

    /** Returns the statement with one that lets the trigger fire for changes as a replica, if that is wanted. */
    private String enabled(String trigger, String on, String statement) {
        return options.always()
                ? "%s;\nALTER TABLE %s ENABLE ALWAYS TRIGGER %s".formatted(statement, on, trigger)
                : statement;
    }

    /** Partitions need triggers too: a statement that names a partition fires only that partition's own. */
    private List<String> deliver() {
        var statements = new ArrayList<String>();
        if (options.delivery().isNone()) {
            return statements;
        }
        statements.add(deliver(name(), ""));
        for (var partition : table.partitions()) {
            statements.add(deliver(partition, ", " + source()));
        }
        return statements;
    }

    private String deliver(String on, String source) {
        var events = new StringBuilder();
        for (var operation : options.operations()) {
            events.append(events.isEmpty() ? "" : " OR ").append(operation);
        }
        var delivery = options.delivery();
        var statement =
                "CREATE TRIGGER dbops_deliver AFTER %s ON %s FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_send(%s, %s, '%s', '%s', '%s'%s)"
                        .formatted(
                                events,
                                on,
                                database.quoteLiteral(delivery.channel()),
                                database.quoteLiteral(delivery.lambda()),
                                delivery.invocation(),
                                delivery.abortOnError() ? "abort" : "warn",
                                suffix,
                                source);
        return enabled("dbops_deliver", on, statement);
    }

    private String statement(Operation operation) {
        var first = table.way(options) == Way.FIRST;
        var trigger = database.quoteIdentifier((first ? FIRST : "") + PREFIX + operation.word());
        var statement = "CREATE TRIGGER %s AFTER %s ON %s REFERENCING%s%s FOR EACH %s EXECUTE FUNCTION %s"
                .formatted(
                        trigger,
                        operation,
                        name(),
                        operation == Operation.INSERT ? "" : " OLD TABLE AS old_rows",
                        operation == Operation.DELETE ? "" : " NEW TABLE AS new_rows",
                        first ? "ROW" : "STATEMENT",
                        function("capture_" + operation.word()));
        return enabled(trigger, name(), statement);
    }

    private String row(Operation operation) {
        var condition = options.condition().isEmpty() ? "" : " WHEN (" + options.condition() + ")";
        var trigger = database.quoteIdentifier((table.othersFire() ? FIRST : "") + PREFIX + operation.word());
        var statement = "CREATE TRIGGER %s AFTER %s ON %s FOR EACH ROW%s EXECUTE FUNCTION %s"
                .formatted(trigger, operation, name(), condition, function("capture_row"));
        return enabled(trigger, name(), statement);
    }

    private List<String> truncate() {
        var statements = new ArrayList<String>();
        if (table.partitioned()) {
            statements.add(enabled(
                    "dbops_capture_truncating",
                    name(),
                    "CREATE TRIGGER dbops_capture_truncating BEFORE TRUNCATE ON " + name()
                            + " FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_truncate()"));
            for (var partition : table.partitions()) {
                statements.add(enabled(
                        "dbops_capture_truncate",
                        partition,
                        "CREATE TRIGGER dbops_capture_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_partition_truncate%s('%d')"
                                .formatted(partition, suffix, table.oid())));
            }
        }
        statements.add(enabled(
                "dbops_capture_truncate",
                name(),
                "CREATE TRIGGER dbops_capture_truncate AFTER TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_truncate(%s)"
                        .formatted(name(), truncateArguments())));
        return statements;
    }

    private String truncateArguments() {
        if (options.delivery().isNone()) {
            return source();
        }
        return (source().isEmpty() ? "'', ''" : source()) + ", '" + suffix + "'";
    }

    private String name() {
        return database.quoteIdentifier(table.schema()) + "." + database.quoteIdentifier(table.name());
    }

    /** Empty if the trigger fires on the table itself. */
    private String source() {
        return table.partitioned()
                ? database.quoteLiteral(table.schema()) + ", " + database.quoteLiteral(table.name())
                : "";
    }

    /** Returns the statements that create the table's own functions. */
    String functions() {
        Set<String> names = new LinkedHashSet<>();
        for (var operation : options.operations()) {
            if (operation != Operation.TRUNCATE) {
                names.add(table.way(options) == Way.ROW ? "capture_row" : "capture_" + operation.word());
            } else if (table.partitioned()) {
                names.add("capture_partition_truncate");
            }
        }
        return new TableFunctions(table, options, suffix).create(names);
    }

    private String function(String name) {
        return "dbops." + name + suffix + "()";
    }
}
