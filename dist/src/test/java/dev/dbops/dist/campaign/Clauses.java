package dev.dbops.dist.campaign;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** The random parts of statements: columns, values and conditions. */
final class Clauses {
    /** The number of a row in a series. */
    static final String SERIES = "series.no";

    /** So few that sessions meet at the same rows. */
    private static final int KEYS = 40;

    private final Random random;
    private final Values values;

    Clauses(Random random, Values values) {
        this.random = random;
        this.values = values;
    }

    int number() {
        return random.nextInt(KEYS);
    }

    String sets(Table table) {
        return some(table.others()).stream()
                .map(column -> column.name() + " = " + values.any(column, number()))
                .collect(Collectors.joining(", "));
    }

    /** Sets columns to what they are, or to that of another column. */
    String copies(Table table) {
        var others = table.others().isEmpty() ? settableKeys(table) : table.others();
        var column = others.isEmpty() ? table.columns().getFirst() : others.get(random.nextInt(others.size()));
        var alike = table.columns().stream()
                .filter(each -> each.type().equals(column.type()))
                .toList();
        return column.name() + " = " + alike.get(random.nextInt(alike.size())).name();
    }

    /** A deferrable key, or any other deferrable constraint where none is named, allows no ON CONFLICT. */
    String orNothing(Table table) {
        return table.deferrableKey() ? "" : " ON CONFLICT (%s) DO NOTHING".formatted(names(table.keys()));
    }

    static String into(Table table, List<Table.Column> columns) {
        return "INSERT INTO %s (%s)%s".formatted(table.name(), names(columns), overriding(columns));
    }

    static String overriding(List<Table.Column> columns) {
        return columns.stream().anyMatch(Table.Column::always) ? " OVERRIDING SYSTEM VALUE" : "";
    }

    /** The key, unless it can be left to the server, and some of the others. */
    List<Table.Column> columns(Table table) {
        var columns = new ArrayList<Table.Column>();
        for (var key : table.keys()) {
            if (!key.hasDefault() || random.nextBoolean()) {
                columns.add(key);
            }
        }
        columns.addAll(some(table.others()));
        if (columns.isEmpty()) {
            columns.add(table.columns().getFirst());
        }
        Collections.shuffle(columns, random);
        return columns;
    }

    List<Table.Column> settableKeys(Table table) {
        return table.keys().stream().filter(key -> !key.always()).toList();
    }

    List<Table.Column> some(List<Table.Column> columns) {
        var most = random.nextInt(columns.size() + 1);
        var some = new ArrayList<>(columns);
        Collections.shuffle(some, random);
        return some.subList(0, random.nextInt(3) == 0 ? columns.size() : most);
    }

    String row(List<Table.Column> columns, int number) {
        return columns.stream()
                .map(column -> column.key() ? values.key(column, number) : values.any(column, number()))
                .collect(Collectors.joining(", "));
    }

    /** The columns of a row for the number g. */
    String selected(List<Table.Column> columns) {
        return columns.stream()
                .map(column -> column.key() ? values.key(column, SERIES) : values.anyButDefault(column, number()))
                .collect(Collectors.joining(", "));
    }

    String isKey(Table table, int number) {
        return table.keys().stream()
                .map(key -> key.name() + " = " + values.key(key, number))
                .collect(Collectors.joining(" AND "));
    }

    String someRows(Table table, int most) {
        return " WHERE ctid = ANY (ARRAY(SELECT ctid FROM %s ORDER BY pg_catalog.random() LIMIT %d))"
                .formatted(table.name(), 1 + random.nextInt(most));
    }

    static String names(List<Table.Column> columns) {
        return columns.stream().map(Table.Column::name).collect(Collectors.joining(", "));
    }
}
