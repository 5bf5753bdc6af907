package dev.dbops.cli.compare;

import dev.dbops.cli.output.JsonText;
import dev.dbops.compare.RowDifference;
import dev.dbops.compare.TableComparison;
import dev.dbops.text.Utf8Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The result of {@code compare}.
 *
 * @param equal whether all tables are equal
 * @param source the source
 * @param target the target
 * @param sourceRows how many rows of the source were compared
 * @param targetRows how many rows of the target were compared
 * @param missing how many rows only the source has
 * @param extra how many rows only the target has
 * @param changed how many rows have other values
 * @param moving how many of these were still being changed at the end
 * @param differences what differs, as far as it is listed
 * @param tables the result for each table
 */
record CompareReport(
        boolean equal,
        String source,
        String target,
        long sourceRows,
        long targetRows,
        long missing,
        long extra,
        long changed,
        long moving,
        List<Difference> differences,
        List<Table> tables) {
    /**
     * Something that differs.
     *
     * @param table the table, as the source names it
     * @param difference missing, extra, changed, or definition
     * @param key the key of the row, as a JSON object of texts; of a row without a key, the beginnings of all columns
     * @param columns the columns that differ, of a changed row
     * @param rows how many equal rows there are
     * @param detail a sentence about tables that differ
     */
    record Difference(
            String table, String difference, Optional<JsonText> key, List<String> columns, long rows, String detail) {}

    /** The result for a table. */
    record Table(
            String table,
            boolean equal,
            String targetTable,
            long sourceRows,
            long targetRows,
            long missing,
            long extra,
            long changed,
            long moving) {}

    /**
     * Makes the report.
     *
     * @param forPrograms whether differences of tables are in the list too; people read them in the sentence
     */
    static CompareReport of(String source, String target, List<TableComparison> tables, boolean forPrograms) {
        var differences = new ArrayList<Difference>();
        for (var table : tables) {
            var name = table.source().toString();
            table.definitions().stream()
                    .filter(sentence -> forPrograms)
                    .forEach(sentence -> differences.add(
                            new Difference(name, "definition", Optional.empty(), List.of(), 0, sentence)));
            table.differences().forEach(row -> differences.add(difference(name, row)));
        }
        return new CompareReport(
                tables.stream().allMatch(TableComparison::isEqual),
                source,
                target,
                sum(tables, TableComparison::sourceRows),
                sum(tables, TableComparison::targetRows),
                sum(tables, TableComparison::missing),
                sum(tables, TableComparison::extra),
                sum(tables, TableComparison::changed),
                sum(tables, TableComparison::moving),
                differences,
                tables.stream().map(CompareReport::table).toList());
    }

    private static long sum(List<TableComparison> tables, ToLongFunction<TableComparison> number) {
        return tables.stream().mapToLong(number).sum();
    }

    private static Table table(TableComparison table) {
        return new Table(
                table.source().toString(),
                table.isEqual(),
                table.target().toString(),
                table.sourceRows(),
                table.targetRows(),
                table.missing(),
                table.extra(),
                table.changed(),
                table.moving());
    }

    private static Difference difference(String table, RowDifference row) {
        var kind = row.kind().name().toLowerCase(Locale.ROOT);
        return new Difference(table, kind, Optional.of(json(row)), row.columns(), row.rows(), "");
    }

    private static JsonText json(RowDifference row) {
        var text = new Utf8Buffer();
        var separator = "{";
        for (var part : row.key().entrySet()) {
            text.append(separator);
            text.appendQuoted(part.getKey());
            text.append(": ");
            part.getValue().ifPresentOrElse(text::appendQuoted, () -> text.append("null"));
            separator = ", ";
        }
        text.append("}");
        return new JsonText(new String(text.toBytes(), StandardCharsets.UTF_8));
    }

    /** Returns what a person reads first. */
    String sentence(List<TableComparison> results) {
        if (equal) {
            return "equal: %d table(s), %d row(s)".formatted(results.size(), sourceRows);
        }
        var text = new StringBuilder("different: %d of %d table(s), %d missing, %d extra and %d changed row(s)"
                .formatted(
                        tables.stream().filter(table -> !table.equal()).count(),
                        tables.size(),
                        missing,
                        extra,
                        changed));
        if (moving > 0) {
            text.append("; %d of them were still being changed or delivered at the end".formatted(moving));
        }
        for (var result : results) {
            result.definitions()
                    .forEach(sentence -> text.append("\ntable %s: %s".formatted(result.source(), sentence)));
            var listed =
                    result.differences().stream().mapToLong(RowDifference::rows).sum();
            if (listed < result.differing()) {
                text.append("\ntable %s: %d of %d differing row(s) are listed; --limit lists more"
                        .formatted(result.source(), listed, result.differing()));
            }
        }
        return text.toString();
    }
}
