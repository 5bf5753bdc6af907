package dev.dbops.cli.doctor;

import dev.dbops.OpsException;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.doctor.html.HtmlReport;
import dev.dbops.cli.output.TextFile;
import dev.dbops.doctor.figures.DatabaseFigures;
import dev.dbops.doctor.figures.FiguresQuery;
import dev.dbops.postgres.CatalogReader;
import dev.dbops.target.ConnectionTarget;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** The page that {@code --html} asks for: what was found, and the figures of the database. */
final class HtmlOptions {
    private static final String OPTION = "--html";

    private final Context context;
    private Optional<Path> file = Optional.empty();
    private Optional<DatabaseFigures> figures = Optional.empty();

    HtmlOptions(Context context) {
        this.context = context;
    }

    void describe(CommandSpecBuilder model) {
        model.option(
                OPTION,
                "FILE",
                "Also write a web page with charts of sizes, connections, locks and caches.",
                Path.class,
                value -> file = Optional.of(context.file(value)));
    }

    /**
     * Looks whether the page can be written, before anything is examined.
     *
     * @throws OpsException of kind USAGE when it cannot
     */
    void requirePlace() {
        file.ifPresent(path -> new TextFile(path).requirePlace(OPTION));
    }

    /** Returns whether a page is written. */
    boolean isWanted() {
        return file.isPresent();
    }

    /** Reads the figures; a server that does not give them leaves them out, and the page says so. */
    void read(CatalogReader reader) {
        if (file.isEmpty()) {
            return;
        }
        try {
            figures = Optional.of(FiguresQuery.read(reader));
        } catch (OpsException e) {
            context.notes().warning("the report has no figures: " + e.getMessage());
        }
    }

    /** Writes the page, in place of an older one. */
    void write(Optional<ConnectionTarget> target, Report report) {
        if (file.isEmpty()) {
            return;
        }
        var page = new HtmlReport(
                target.map(ConnectionTarget::database).orElse("no database"),
                target.map(ConnectionTarget::toString).orElse("no database is meant"),
                report.summary(),
                figures.map(known -> known.server().taken()).orElseGet(Instant::now),
                report.findings(),
                figures);
        new TextFile(file.get()).write(sink -> sink.accept(page.page()));
        context.notes().note("the report is in " + file.get());
    }
}
