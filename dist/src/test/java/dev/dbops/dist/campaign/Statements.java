package dev.dbops.dist.campaign;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random statements that change a table in all ways that SQL has. */
final class Statements {
    private final Random random;
    private final Values values;
    private final Clauses clauses;
    private final int major;
    private final boolean readCommitted;

    Statements(Random random, int major, boolean readCommitted) {
        this.random = random;
        this.values = new Values(major, random);
        this.clauses = new Clauses(random, values);
        this.major = major;
        this.readCommitted = readCommitted;
    }

    /** A statement that changes the table, or fails in a way that applications know. */
    String next(Table table) {
        if (table.insertsOnly()) {
            return random.nextInt(30) == 0 ? "TRUNCATE " + table.name() : insert(table, "");
        }
        return switch (random.nextInt(34)) {
            case 0 -> truncate(table);
            case 1, 2, 3, 4, 5 -> insert(table, "");
            case 6, 7 -> insert(table, clauses.orNothing(table));
            case 8, 9, 10, 11 -> upsert(table);
            case 12, 13 -> series(table, 3 + random.nextInt(20));
            case 14 -> series(table, random.nextInt(6) == 0 ? 700 : 120);
            case 15, 16, 17, 18 -> update(table, " WHERE " + clauses.isKey(table, clauses.number()));
            case 19, 20 -> update(table, clauses.someRows(table, 30));
            case 21 -> "UPDATE %s SET %s".formatted(table.name(), clauses.copies(table));
            case 22, 23, 24 ->
                "DELETE FROM %s WHERE %s".formatted(table.name(), clauses.isKey(table, clauses.number()));
            case 25 -> "DELETE FROM %s%s".formatted(table.name(), clauses.someRows(table, 60));
            case 26, 27, 28 -> changeKey(table);
            case 29 -> shift(table);
            case 30 -> deleteAndInsert(table);
            case 31 -> updateAndInsert(table);
            default -> major >= 15 ? merge(table) : upsert(table);
        };
    }

    /** The query whose rows a COPY reads into the table, and the table with its columns. */
    List<String> copy(Table table) {
        var columns = clauses.columns(table);
        var number = clauses.number();
        return List.of(
                "%s (%s)".formatted(table.name(), Clauses.names(columns)),
                "SELECT %s FROM pg_catalog.generate_series(%d, %d) AS series(no)"
                        .formatted(clauses.selected(columns), number, number + random.nextInt(5)));
    }

    private String insert(Table table, String conflict) {
        var columns = clauses.columns(table);
        var rows = IntStream.rangeClosed(0, random.nextInt(4))
                .mapToObj(_ -> "(" + clauses.row(columns, clauses.number()) + ")")
                .collect(Collectors.joining(", "));
        return Clauses.into(table, columns) + " VALUES " + rows + conflict;
    }

    private String upsert(Table table) {
        var columns = clauses.columns(table);
        var changed = columns.stream().filter(column -> !column.key()).toList();
        if (table.deferrableKey() || changed.isEmpty() || !columns.containsAll(table.keys())) {
            return insert(table, clauses.orNothing(table));
        }
        var sets = changed.stream()
                .map(column -> column.name() + " = excluded." + column.name())
                .collect(Collectors.joining(", "));
        return insertOf(table, columns)
                + " ON CONFLICT (%s) DO UPDATE SET %s".formatted(Clauses.names(table.keys()), sets);
    }

    private String insertOf(Table table, List<Table.Column> columns) {
        return Clauses.into(table, columns) + " VALUES (" + clauses.row(columns, clauses.number()) + ")";
    }

    /** Many rows: more than a hundred become packs of the log. */
    private String series(Table table, int length) {
        var columns = clauses.columns(table);
        var number = clauses.number();
        return "%s SELECT %s FROM pg_catalog.generate_series(%d, %d) AS series(no)%s"
                .formatted(
                        Clauses.into(table, columns),
                        clauses.selected(columns),
                        number,
                        number + length,
                        clauses.orNothing(table));
    }

    private String update(Table table, String where) {
        var sets = clauses.sets(table);
        return "UPDATE %s SET %s%s".formatted(table.name(), sets.isEmpty() ? clauses.copies(table) : sets, where);
    }

    private String changeKey(Table table) {
        if (clauses.settableKeys(table).isEmpty()) {
            return update(table, "");
        }
        var other = clauses.number();
        var sets = clauses.settableKeys(table).stream().map(key -> key.name() + " = " + values.key(key, other));
        var more = random.nextBoolean() ? Stream.of(clauses.sets(table)) : Stream.<String>empty();
        return "UPDATE %s SET %s WHERE %s"
                .formatted(
                        table.name(),
                        Stream.concat(sets, more).filter(set -> !set.isEmpty()).collect(Collectors.joining(", ")),
                        clauses.isKey(table, clauses.number()));
    }

    /** Many keys at once: by one, which only some keys allow, to a place beyond the others, or two change places. */
    private String shift(Table table) {
        var numbers = clauses.settableKeys(table).stream()
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
                        .formatted(table.name(), key, clauses.number(), clauses.number());
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
                        clauses.someRows(table, 10),
                        Clauses.names(columns),
                        Clauses.into(table, columns),
                        Clauses.names(columns),
                        clauses.orNothing(table));
    }

    private String updateAndInsert(Table table) {
        return "WITH u AS (%s RETURNING 1), i AS (%s) SELECT pg_catalog.count(*) FROM u"
                .formatted(update(table, clauses.someRows(table, 5)), insert(table, clauses.orNothing(table)));
    }

    private String merge(Table table) {
        var columns = clauses.columns(table);
        if (!columns.containsAll(table.keys())) {
            return upsert(table);
        }
        var number = clauses.number();
        var source = columns.stream()
                .map(column -> (column.key() ? values.key(column, Clauses.SERIES) : "NULL") + " AS " + column.name())
                .collect(Collectors.joining(", "));
        var on = table.keys().stream()
                .map(key -> "t.%1$s = s.%1$s".formatted(key.name()))
                .collect(Collectors.joining(" AND "));
        var sets = clauses.sets(table);
        return "MERGE INTO %s AS t USING (SELECT no AS series, %s FROM pg_catalog.generate_series(%d, %d) AS series(no)) AS s ON %s"
                        .formatted(table.name(), source, number, number + random.nextInt(12), on)
                + " WHEN MATCHED AND s.series % 3 = 0 THEN DELETE"
                + (sets.isEmpty() ? "" : " WHEN MATCHED THEN UPDATE SET " + sets)
                + " WHEN NOT MATCHED AND s.series %% 4 <> 0 THEN INSERT (%s)%s VALUES (%s)"
                        .formatted(
                                Clauses.names(columns),
                                Clauses.overriding(columns),
                                columns.stream()
                                        .map(column -> column.key() ? "s." + column.name() : values.any(column, number))
                                        .collect(Collectors.joining(", ")));
    }

    /** In other isolation levels the rows of a single partition are not covered (docs/events.md, "Triggers"). */
    private String truncate(Table table) {
        if (readCommitted && !table.partitions().isEmpty() && random.nextBoolean()) {
            return "TRUNCATE "
                    + table.partitions().get(random.nextInt(table.partitions().size()));
        }
        return "TRUNCATE %s%s%s"
                .formatted(
                        table.name(),
                        random.nextInt(3) == 0 ? " RESTART IDENTITY" : "",
                        random.nextBoolean() ? " CASCADE" : "");
    }
}
