package dev.dbops.cli.doctor.html;

import dev.dbops.doctor.Figures;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Outcome;
import dev.dbops.doctor.figures.DatabaseFigures;
import dev.dbops.doctor.figures.DatabaseSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The findings of doctor as one self-contained page: no script, no network, no file beside it. Its policy lets a
 * browser load nothing, whatever a name in the database would like to be.
 *
 * @param title what was examined, such as a database's name
 * @param subject a line about it, without a password
 * @param summary the verdict in words
 * @param taken when
 * @param findings what was found
 * @param figures what is drawn; empty when the database could not be asked
 */
public record HtmlReport(
        String title,
        String subject,
        String summary,
        Instant taken,
        List<Finding> findings,
        Optional<DatabaseFigures> figures) {

    private static final Pattern PLACE = Pattern.compile("@([a-z-]+)@");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    public HtmlReport {
        findings = List.copyOf(findings);
    }

    /** The page. */
    public String page() {
        var style = resource("report.css");
        var header = new Html();
        header(header);
        var found = new Html();
        new FindingsSection(findings).write(found);
        var drawn = new Html();
        figures.ifPresentOrElse(known -> figures(drawn, known), () -> noFigures(drawn));
        return fill(
                resource("report.html"),
                Map.of(
                        "title", Html.escaped("db-ops doctor: " + title),
                        "style", style,
                        "style-hash", hash(style),
                        "header", header.toString(),
                        "findings", found.toString(),
                        "figures", drawn.toString()));
    }

    /** All places in one pass: what is filled in is not looked at again. */
    private static String fill(String template, Map<String, String> values) {
        return PLACE.matcher(template).replaceAll(place -> Matcher.quoteReplacement(values.get(place.group(1))));
    }

    private static String resource(String name) {
        try (var in = HtmlReport.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Content-Security-Policy names a style that may be applied (CSP level 3, 2.3.1). */
    private static String hash(String style) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void header(Html html) {
        html.begin("header").begin("div");
        html.element("p", "db-ops doctor", "class", "eyebrow");
        html.element("h1", title);
        html.element("p", subject, "class", "muted");
        html.element("p", about(), "class", "muted small");
        html.end();
        html.element("p", summary, "class", "verdict " + worst());
        html.end();
    }

    private String about() {
        var server = figures.map(known -> ", PostgreSQL %s, up for %s"
                        .formatted(
                                known.server().version(),
                                Figures.time(known.server().uptime())))
                .orElse("");
        return TIME.format(taken) + server;
    }

    private Outcome worst() {
        return findings.stream()
                .map(Finding::outcome)
                .filter(outcome -> outcome.compareTo(Outcome.warning) >= 0)
                .max(Outcome::compareTo)
                .orElse(Outcome.ok);
    }

    private static void figures(Html html, DatabaseFigures figures) {
        tiles(html, figures);
        html.begin("div", "class", "grid");
        new SizeCharts(figures).tables(html);
        new ConnectionsChart(figures).write(html);
        new SizeCharts(figures).databases(html);
        new LocksChart(figures).write(html);
        new UseCharts(figures).cache(html);
        new UseCharts(figures).scans(html);
        new TransactionAgeChart(figures).write(html);
        new UseCharts(figures).unreadIndexes(html);
        html.end();
    }

    private static void tiles(Html html, DatabaseFigures figures) {
        var server = figures.server();
        html.begin("section", "aria-label", "Figures").begin("dl", "class", "tiles");
        tile(html, "Database", Figures.bytes(server.bytes()), Units.count(figures.tableCount(), "table", "tables"));
        tile(
                html,
                "Connections",
                "%d of %d".formatted(ConnectionsChart.used(figures), server.maxConnections()),
                "of all databases of the server");
        var blocks = server.blocksHit() + server.blocksRead();
        tile(
                html,
                "Found in memory",
                blocks == 0 ? "-" : Units.percent((double) server.blocksHit() / blocks),
                "of %s blocks read".formatted(Units.rounded(blocks)));
        var age = figures.databases().stream()
                .mapToLong(DatabaseSize::transactionAge)
                .max()
                .orElse(0);
        tile(html, "Transaction ids", Units.percent((double) age / TransactionAgeChart.END), "used up, at the most");
        html.end().end();
    }

    private static void tile(Html html, String name, String value, String note) {
        html.begin("div", "class", "tile");
        html.element("dt", name);
        html.element("dd", value, "class", "value");
        html.element("dd", note, "class", "note");
        html.end();
    }

    private static void noFigures(Html html) {
        html.begin("section", "class", "card");
        html.element("h2", "No figures");
        html.element("p", "The figures of the database could not be read; see the findings above.", "class", "empty");
        html.end();
    }
}
