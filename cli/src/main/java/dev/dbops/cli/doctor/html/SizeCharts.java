package dev.dbops.cli.doctor.html;

import dev.dbops.doctor.Figures;
import dev.dbops.doctor.figures.DatabaseFigures;
import dev.dbops.doctor.figures.DatabaseSize;
import dev.dbops.doctor.figures.TableFigures;

/** Disk usage: the largest tables, and the databases of the server. */
final class SizeCharts {
    private static final int MOST_DATABASES = 10;

    private final DatabaseFigures figures;

    SizeCharts(DatabaseFigures figures) {
        this.figures = figures;
    }

    void tables(Html html) {
        var tables = figures.tables();
        Card.begin(
                html,
                "card wide",
                "Largest tables",
                tables.isEmpty()
                        ? "There are no tables, or they could not be measured."
                        : "%s of %s, with their indexes and large values; rows are the server's estimates."
                                .formatted(
                                        Units.count(tables.size()),
                                        Units.count(figures.tableCount(), "table", "tables")));
        if (!tables.isEmpty()) {
            BarTable.begin(html, "Table", "Size", "Rows");
            var whole = tables.getFirst().bytes();
            tables.forEach(table -> row(html, table, whole));
            BarTable.end(html);
            new Legend(html)
                    .entry("one", "rows")
                    .entry("two", "indexes")
                    .entry("three", "large values (TOAST)")
                    .end();
        }
        html.end();
    }

    private static void row(Html html, TableFigures table, long whole) {
        html.begin("tr");
        BarTable.name(html, table.schema(), table.name());
        var words = "%s: rows %s, indexes %s, large values %s"
                .formatted(
                        table.name(),
                        Figures.bytes(table.heapBytes()),
                        Figures.bytes(table.indexBytes()),
                        Figures.bytes(table.toastBytes()));
        html.begin("td", "class", "draw");
        new Bar(whole)
                .part(table.heapBytes(), "one")
                .part(table.indexBytes(), "two")
                .part(table.toastBytes(), "three")
                .draw(html, "bar", words);
        html.end();
        html.element("td", Figures.bytes(table.bytes()), "class", "number");
        html.element(
                "td",
                Units.count(table.liveRows(), "row", "rows") + dead(table) + (table.isLocked() ? ", locked" : ""),
                "class",
                "number extra");
        html.end();
    }

    private static String dead(TableFigures table) {
        var all = table.liveRows() + table.deadRows();
        return all > 0 && table.deadRows() * 10 > all
                ? ", %s dead".formatted(Units.percent((double) table.deadRows() / all))
                : "";
    }

    void databases(Html html) {
        var databases = figures.databases();
        Card.begin(html, "card", "Databases", "The size of each database of the server.");
        BarTable.begin(html, "Database", "Size");
        var whole = databases.stream()
                .mapToLong(each -> each.bytes().orElse(0))
                .max()
                .orElse(0);
        databases.stream().limit(MOST_DATABASES).forEach(database -> row(html, database, whole));
        BarTable.end(html);
        if (databases.size() > MOST_DATABASES) {
            html.element(
                    "p", "and %d smaller ones".formatted(databases.size() - MOST_DATABASES), "class", "small muted");
        }
        html.end();
    }

    private void row(Html html, DatabaseSize database, long whole) {
        var bytes = database.bytes();
        var words = bytes.isPresent() ? Figures.bytes(bytes.getAsLong()) : "not ours to know";
        html.begin("tr");
        BarTable.name(html, "", database.name());
        html.begin("td", "class", "draw");
        new Bar(whole)
                .part(bytes.orElse(0), database.name().equals(figures.server().database()) ? "one" : "idle")
                .draw(html, "bar", database.name() + ": " + words);
        html.end();
        html.element("td", words, "class", "number");
        html.end();
    }
}
