package dev.dbops.compare;

import dev.dbops.events.NameMap;
import dev.dbops.postgres.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The names of a table in both databases.
 *
 * @param source its name in the source
 * @param target its name in the target
 * @param inSource whether the source has it; if not, both names are that of the target
 */
record TableNames(TableName source, TableName target, boolean inSource) {
    /** Returns the tables that are compared. */
    static List<TableNames> of(SessionPair sessions, CompareOptions options) {
        return options.tables().isEmpty() ? all(sessions, options.names()) : named(sessions, options);
    }

    private static List<TableNames> named(SessionPair sessions, CompareOptions options) {
        var session = sessions.source();
        var catalog = new TableCatalog(session.database());
        return options.tables().stream()
                .map(name -> session.asUser(() -> catalog.qualified(name)))
                .distinct()
                .map(name -> new TableNames(name, mapped(name, options.names()), true))
                .toList();
    }

    private static List<TableNames> all(SessionPair sessions, NameMap map) {
        var tables = sessions.both(session -> new TableCatalog(session.database()).all());
        var names = new ArrayList<TableNames>();
        var seen = new HashSet<TableName>();
        for (var table : tables.source()) {
            seen.add(mapped(table, map));
            names.add(new TableNames(table, mapped(table, map), true));
        }
        tables.target().stream()
                .filter(table -> !seen.contains(table))
                .forEach(table -> names.add(new TableNames(table, table, false)));
        return names;
    }

    private static TableName mapped(TableName name, NameMap map) {
        var other = map.apply(name.schema(), name.table());
        return new TableName(other.getFirst(), other.getLast());
    }
}
