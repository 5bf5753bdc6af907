package dev.dbops.dist.campaign;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random statements that change a table in all ways that SQL has. */
final class Statements {
    /** So few that sessions meet at the same rows. */
    private static final int KEYS = 40;

    /** The number of a row in a series. */
    private static final String SERIES = "series.no";

    private final Random random;
    private final Values values;
    private final int major;

    Statements(Random random, int major) {
        this.random = random;
        this.values = new Values(major, random);
        this.major = major;
    }

    /** One or more statements, each to be run by itself. */
    String next(Table table) {
        if (table.insertsOnly()) {
            return random.nextInt(30) == 0 ? "TRUNCATE " + table.name() : insert(table, "");
        }
        return switch (random.nextInt(34)) {
            case 0 -> truncate(table);
            case 1, 2, 3, 4, 5 -> insert(table, "");
            case 6, 7 -> insert(table, orNothing(table));
            case 8, 9, 10, 11 -> upsert(table);
            case 12, 13 -> series(table, 3 + random.nextInt(20));
            case 14 -> series(table, random.nextInt(6) == 0 ? 700 : 120);
            case 15, 16, 17, 18 -> update(table, " WHERE " + isKey(table, number()));
            case 19, 20 -> update(table, someRows(table, 30));
            case 21 -> "UPDATE %s SET %s".formatted(table.name(), copies(table));
            case 22, 23, 24 -> "DELETE FROM %s WHERE %s".formatted(table.name(), isKey(table, number()));
            case 25 -> "DELETE FROM %s%s".formatted(table.name(), someRows(table, 60));
            case 26, 27, 28 -> changeKey(table);
            case 29 -> shift(table);
            case 30 -> deleteAndInsert(table);
            case 31 -> updateAndInsert(table);
            default -> major >= 15 ? merge(table) : upsert(table);
        };
    }

    /** The query whose rows a COPY reads into the table, and the table with its columns. */
    List<String> copy(Table table) {
        var columns = columns(table);
        var number = number();
        return List.of(
                "%s (%s)".formatted(table.name(), names(columns)),
                "SELECT %s FROM pg_catalog.generate_series(%d, %d) AS series(no)"
                        .formatted(selected(columns), number, number + random.nextInt(5)));
    }

    private int number() {
        return random.nextInt(KEYS);
    }

    private String insert(Table table, String conflict) {
        var columns = columns(table);
        var rows = IntStream.rangeClosed(0, random.nextInt(4))
                .mapToObj(_ -> "(" + row(columns, number()) + ")")
                .collect(Collectors.joining(", "));
        return into(table, columns) + " VALUES " + rows + conflict;
    }

    private String upsert(Table table) {
        var columns = columns(table);
        var changed = columns.stream().filter(column -> !column.key()).toList();
        if (table.deferrableKey() || changed.isEmpty() || !columns.containsAll(table.keys())) {
            return insert(table, orNothing(table));
        }
        var sets = changed.stream()
                .map(column -> column.name() + " = excluded." + column.name())
                .collect(Collectors.joining(", "));
        return insertOf(table, columns) + " ON CONFLICT (%s) DO UPDATE SET %s".formatted(names(table.keys()), sets);
    }

    private String insertOf(Table table, List<Table.Column> columns) {
        return into(table, columns) + " VALUES (" + row(columns, number()) + ")";
    }

    /** Many rows: more than a hundred become packs of the log. */
    private String series(Table table, int length) {
        var columns = columns(table);
        var number = number();
        return "%s SELECT %s FROM pg_catalog.generate_series(%d, %d) AS series(no)%s"
                .formatted(into(table, columns), selected(columns), number, number + length, orNothing(table));
    }

    private String update(Table table, String where) {
        var sets = sets(table);
        return "UPDATE %s SET %s%s".formatted(table.name(), sets.isEmpty() ? copies(table) : sets, where);
    }

    private String sets(Table table) {
        return some(table.others()).stream()
                .map(column -> column.name() + " = " + values.any(column, number()))
                .collect(Collectors.joining(", "));
    }

    /** Sets columns to what they are, or to that of another column. */
    private String copies(Table table) {
        var others = table.others().isEmpty() ? settableKeys(table) : table.others();
        var column = others.isEmpty() ? table.columns().getFirst() : others.get(random.nextInt(others.size()));
        var alike = table.columns().stream()
                .filter(each -> each.type().equals(column.type()))
                .toList();
        return column.name() + " = " + alike.get(random.nextInt(alike.size())).name();
    }

    private String changeKey(Table table) {
        if (settableKeys(table).isEmpty()) {
            return update(table, "");
        }
        var other = number();
        var sets = settableKeys(table).stream().map(key -> key.name() + " = " + values.key(key, other));
        var more = random.nextBoolean() ? Stream.of(sets(table)) : Stream.<String>empty();
        return "UPDATE %s SET %s WHERE %s"
                .formatted(
                        table.name(),
                        Stream.concat(sets, more).filter(set -> !set.isEmpty()).collect(Collectors.joining(", ")),
                        isKey(table, number()));
    }

    /** Many keys at once: by one, which only some keys allow, to a place beyond the others, or two change places. */
    private String shift(Table table) {
        var numbers = settableKeys(table).stream()
                .filter(key -> List.of("integer", "bigint").contains(key.type()))
                .toList();
        if (numbers.isEmpty()) {
            return changeKey(table);
        }
        var key = numbers.getFirst().name();
        return switch (random.nextInt(3)) {
            case 0 -> "UPDATE %s SET %s = %s + 1 WHERE %s < 60".formatted(table.name(), key, key, key);
            case 1 ->
                "UPDATE %s SET %s = %s + 1000 WHERE %s %% 7 = %d"
                        .formatted(table.name(), key, key, key, random.nextInt(7));
            default ->
                "UPDATE %1$s SET %2$s = CASE %2$s WHEN %3$d THEN %4$d ELSE %3$d END WHERE %2$s IN (%3$d, %4$d)"
                        .formatted(table.name(), key, number(), number());
        };
    }

    /**
     * The one part deletes keys that the other creates.
     *
     * <p>Row by row, as in tables with partitions or children, the order is not covered (docs/events.md, "Order").
     */
    private String deleteAndInsert(Table table) {
        if (table.partitioned() || table.inherited()) {
            return series(table, 5);
        }
        var columns =
                Stream.concat(table.keys().stream(), table.others().stream()).toList();
        return "WITH d AS (DELETE FROM %s%s RETURNING %s) %s SELECT %s FROM d%s"
                .formatted(
                        table.name(),
                        someRows(table, 10),
                        names(columns),
                        into(table, columns),
                        names(columns),
                        orNothing(table));
    }

    private String updateAndInsert(Table table) {
        return "WITH u AS (%s RETURNING 1), i AS (%s) SELECT pg_catalog.count(*) FROM u"
                .formatted(update(table, someRows(table, 5)), insert(table, orNothing(table)));
    }

    private String merge(Table table) {
        var columns = columns(table);
        if (!columns.containsAll(table.keys())) {
            return upsert(table);
        }
        var number = number();
        var source = columns.stream()
                .map(column -> (column.key() ? values.key(column, SERIES) : "NULL") + " AS " + column.name())
                .collect(Collectors.joining(", "));
        var on = table.keys().stream()
                .map(key -> "t.%1$s = s.%1$s".formatted(key.name()))
                .collect(Collectors.joining(" AND "));
        var sets = sets(table);
        return "MERGE INTO %s AS t USING (SELECT no AS series, %s FROM pg_catalog.generate_series(%d, %d) AS series(no)) AS s ON %s"
                        .formatted(table.name(), source, number, number + random.nextInt(12), on)
                + " WHEN MATCHED AND s.series % 3 = 0 THEN DELETE"
                + (sets.isEmpty() ? "" : " WHEN MATCHED THEN UPDATE SET " + sets)
                + " WHEN NOT MATCHED AND s.series %% 4 <> 0 THEN INSERT (%s)%s VALUES (%s)"
                        .formatted(
                                names(columns),
                                overriding(columns),
                                columns.stream()
                                        .map(column -> column.key() ? "s." + column.name() : values.any(column, number))
                                        .collect(Collectors.joining(", ")));
    }

    private String truncate(Table table) {
        if (!table.partitions().isEmpty() && random.nextBoolean()) {
            return "TRUNCATE "
                    + table.partitions().get(random.nextInt(table.partitions().size()));
        }
        return "TRUNCATE %s%s%s"
                .formatted(
                        table.name(),
                        random.nextInt(3) == 0 ? " RESTART IDENTITY" : "",
                        random.nextBoolean() ? " CASCADE" : "");
    }

    /** A deferrable key, or any other deferrable constraint where none is named, allows no ON CONFLICT. */
    private String orNothing(Table table) {
        return table.deferrableKey() ? "" : " ON CONFLICT (%s) DO NOTHING".formatted(names(table.keys()));
    }

    private static String into(Table table, List<Table.Column> columns) {
        return "INSERT INTO %s (%s)%s".formatted(table.name(), names(columns), overriding(columns));
    }

    private static String overriding(List<Table.Column> columns) {
        return columns.stream().anyMatch(Table.Column::always) ? " OVERRIDING SYSTEM VALUE" : "";
    }

    /** The key, unless it can be left to the server, and some of the others. */
    private List<Table.Column> columns(Table table) {
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

    private List<Table.Column> settableKeys(Table table) {
        return table.keys().stream().filter(key -> !key.always()).toList();
    }

    private List<Table.Column> some(List<Table.Column> columns) {
        var most = random.nextInt(columns.size() + 1);
        var some = new ArrayList<>(columns);
        Collections.shuffle(some, random);
        return some.subList(0, random.nextInt(3) == 0 ? columns.size() : most);
    }

    private String row(List<Table.Column> columns, int number) {
        return columns.stream()
                .map(column -> column.key() ? values.key(column, number) : values.any(column, number()))
                .collect(Collectors.joining(", "));
    }

    /** The columns of a row for the number g. */
    private String selected(List<Table.Column> columns) {
        return columns.stream()
                .map(column -> column.key() ? values.key(column, SERIES) : values.anyButDefault(column, number()))
                .collect(Collectors.joining(", "));
    }

    private String isKey(Table table, int number) {
        return table.keys().stream()
                .map(key -> key.name() + " = " + values.key(key, number))
                .collect(Collectors.joining(" AND "));
    }

    private String someRows(Table table, int most) {
        return " WHERE ctid = ANY (ARRAY(SELECT ctid FROM %s ORDER BY pg_catalog.random() LIMIT %d))"
                .formatted(table.name(), 1 + random.nextInt(most));
    }

    private static String names(List<Table.Column> columns) {
        return columns.stream().map(Table.Column::name).collect(Collectors.joining(", "));
    }
}
