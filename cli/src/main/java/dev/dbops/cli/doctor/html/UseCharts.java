package dev.dbops.cli.doctor.html;

import dev.dbops.doctor.Figures;
import dev.dbops.doctor.figures.DatabaseFigures;
import dev.dbops.doctor.figures.TableFigures;
import dev.dbops.doctor.schema.CacheCheck;

/** Reads of the largest tables: from memory or disk, with an index or sequentially; and the unused indexes. */
final class UseCharts {
    private final DatabaseFigures figures;

    UseCharts(DatabaseFigures figures) {
        this.figures = figures;
    }

    void cache(Html html) {
        var read = figures.tables().stream()
                .filter(table -> table.blocksHit() + table.blocksRead() > 0)
                .toList();
        Card.begin(
                html,
                "card",
                "Found in memory",
                read.isEmpty()
                        ? "No table has been read since the statistics begin."
                        : "The blocks that PostgreSQL did not have to ask the system for, of the largest tables. A"
                                + " table is marked as the check \"cache\" marks the database.");
        if (!read.isEmpty()) {
            BarTable.begin(html, "Table", "Found");
            read.forEach(table -> cache(html, table));
            BarTable.end(html);
        }
        html.end();
    }

    private static void cache(Html html, TableFigures table) {
        var share = (double) table.blocksHit() / (table.blocksHit() + table.blocksRead());
        html.begin("tr");
        BarTable.name(html, table.schema(), table.name());
        html.begin("td", "class", "draw");
        new Bar(1)
                .part(share, CacheCheck.isPoor(table.blocksHit(), table.blocksRead()) ? "warn" : "good")
                .draw(html, "bar", "%s: %s found in memory".formatted(table.name(), Units.percent(share)));
        html.end();
        html.element("td", Units.percent(share), "class", "number").end();
    }

    void scans(Html html) {
        var read = figures.tables().stream()
                .filter(table -> table.sequentialScans() + table.indexScans() > 0)
                .toList();
        if (read.isEmpty()) {
            return;
        }
        Card.begin(
                html,
                "card",
                "Index and sequential scans",
                "Large tables with many sequential scans may lack an index.");
        BarTable.begin(html, "Table", "As a whole");
        read.forEach(table -> scans(html, table));
        BarTable.end(html);
        new Legend(html)
                .entry("two", "by an index")
                .entry("three", "as a whole")
                .end();
        html.end();
    }

    private static void scans(Html html, TableFigures table) {
        var all = table.sequentialScans() + table.indexScans();
        html.begin("tr");
        BarTable.name(html, table.schema(), table.name());
        html.begin("td", "class", "draw");
        new Bar(all)
                .part(table.indexScans(), "two")
                .part(table.sequentialScans(), "three")
                .draw(
                        html,
                        "bar",
                        "%s: %d index scans, %d sequential scans"
                                .formatted(table.name(), table.indexScans(), table.sequentialScans()));
        html.end();
        html.element("td", Units.rounded(table.sequentialScans()), "class", "number")
                .end();
    }

    void unreadIndexes(Html html) {
        var indexes = figures.unreadIndexes();
        if (indexes.isEmpty()) {
            return;
        }
        Card.begin(
                html,
                "card",
                "Unused indexes",
                "No query has used them since the statistics begin, and no constraint needs them. Replicas count for"
                        + " themselves.");
        BarTable.begin(html, "Index", "Size");
        var whole = indexes.getFirst().bytes();
        for (var index : indexes) {
            html.begin("tr");
            BarTable.name(html, index.schema(), index.name());
            html.begin("td", "class", "draw");
            new Bar(whole)
                    .part(index.bytes(), "five")
                    .draw(
                            html,
                            "bar",
                            "%s on %s: %s".formatted(index.name(), index.table(), Figures.bytes(index.bytes())));
            html.end();
            html.element("td", Figures.bytes(index.bytes()), "class", "number").end();
        }
        BarTable.end(html);
        html.end();
    }
}
