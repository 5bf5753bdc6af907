package dev.dbops.lambda.router;

import dev.dbops.events.NameMap;
import dev.dbops.events.connect.ColumnLookup;
import dev.dbops.events.connect.ColumnType;
import dev.dbops.events.connect.DatabaseColumns;
import dev.dbops.lambda.database.FunctionDatabase;
import dev.dbops.lambda.runtime.FunctionCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The columns of the target's tables: some values in Debezium's form have a form that depends on their column. */
final class TargetColumns {
    private static final int MOST_TABLES = 1000;

    private final FunctionDatabase database;
    private final NameMap names;
    private final Map<List<String>, Map<String, ColumnType>> known = new HashMap<>();

    TargetColumns(FunctionDatabase database, NameMap names) {
        this.database = database;
        this.names = names;
    }

    /** The lookup for one invocation; a table that exists is looked up once. */
    ColumnLookup during(FunctionCall call) {
        return (schema, table) -> {
            var name = names.apply(schema, table);
            var columns = known.get(name);
            return columns == null ? lookUp(name, call) : columns;
        };
    }

    private Map<String, ColumnType> lookUp(List<String> name, FunctionCall call) {
        var columns = database.transaction(
                call, connection -> new DatabaseColumns(() -> connection).of(name.getFirst(), name.getLast()));
        if (!columns.isEmpty() && known.size() < MOST_TABLES) {
            known.put(name, columns);
        }
        return columns;
    }
}
