package dev.dbops.cli.doctor.html;

import dev.dbops.doctor.Figures;
import dev.dbops.doctor.figures.ConnectionCount;
import dev.dbops.doctor.figures.DatabaseFigures;
import java.time.Duration;

/** The sessions of a server by state, against the number that it has room for. */
final class ConnectionsChart {
    private final DatabaseFigures figures;

    ConnectionsChart(DatabaseFigures figures) {
        this.figures = figures;
    }

    /** The number of sessions. */
    static int used(DatabaseFigures figures) {
        return figures.connections().stream()
                .mapToInt(ConnectionCount::sessions)
                .sum();
    }

    void write(Html html) {
        var server = figures.server();
        var used = used(figures);
        var most = server.maxConnections();
        Card.begin(
                html,
                "card",
                "Connections",
                "%s of %d, of which %d are kept for superusers."
                        .formatted(Units.count(used, "session", "sessions"), most, server.reservedConnections()));
        var bar = new Bar(most);
        figures.connections().forEach(count -> bar.part(count.sessions(), style(count.state())));
        bar.mark(most - server.reservedConnections());
        bar.draw(html, "bar tall", words(used, most));
        var legend = new Legend(html);
        for (var count : figures.connections()) {
            legend.entry(style(count.state()), "%s %d%s".formatted(count.state(), count.sessions(), longest(count)));
        }
        legend.entry("free", "free %d".formatted(Math.max(0, most - used))).end();
        html.end();
    }

    private String words(int used, int most) {
        var words = new StringBuilder("%d of %d connections are used".formatted(used, most));
        for (var count : figures.connections()) {
            words.append(", %d %s".formatted(count.sessions(), count.state()));
        }
        return words.toString();
    }

    /** The time in a state matters for states that block other sessions. */
    private static String longest(ConnectionCount count) {
        var matters = count.state().startsWith("active") || count.state().startsWith("idle in");
        return matters && count.longest().compareTo(Duration.ofSeconds(1)) > 0
                ? " (for up to %s)".formatted(Figures.time(count.longest()))
                : "";
    }

    private static String style(String state) {
        return switch (state) {
            case "active" -> "one";
            case "idle" -> "two";
            case "idle in transaction" -> "three";
            case "idle in transaction (aborted)" -> "bad";
            case "hidden" -> "idle";
            default -> "four";
        };
    }
}
