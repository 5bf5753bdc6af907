package dev.dbops.cli.doctor.html;

import dev.dbops.doctor.figures.DatabaseFigures;
import dev.dbops.doctor.figures.DatabaseSize;
import java.util.Comparator;

/** The age of transaction IDs in each database. A server that runs out of them stops accepting writes. */
final class TransactionAgeChart {
    /** See "Preventing transaction ID wraparound failures" in the PostgreSQL documentation. */
    static final long END = 1L << 31;

    private static final int MOST = 8;

    private final DatabaseFigures figures;

    TransactionAgeChart(DatabaseFigures figures) {
        this.figures = figures;
    }

    void write(Html html) {
        var freeze = figures.server().freezeMaxAge();
        Card.begin(
                html,
                "card",
                "Transaction ids",
                "Transactions since the oldest rows were frozen. At the line (%s) autovacuum starts; at the end the"
                                .formatted(Units.rounded(freeze))
                        + " server stops.");
        BarTable.begin(html, "Database", "Age");
        figures.databases().stream()
                .sorted(Comparator.comparingLong(DatabaseSize::transactionAge).reversed())
                .limit(MOST)
                .forEach(database -> row(html, database, freeze));
        BarTable.end(html);
        html.end();
    }

    private static void row(Html html, DatabaseSize database, long freeze) {
        var age = database.transactionAge();
        var style = age > END / 2 ? "bad" : age > freeze * 3 / 2 ? "warn" : "four";
        html.begin("tr");
        BarTable.name(html, "", database.name());
        html.begin("td", "class", "draw");
        new Bar(END)
                .part(age, style)
                .mark(freeze)
                .draw(html, "bar", "%s: %s of 2.1 billion".formatted(database.name(), Units.rounded(age)));
        html.end();
        html.element("td", Units.rounded(age), "class", "number").end();
    }
}
