package dev.dbops.cli.doctor.html;

import dev.dbops.doctor.Figures;
import dev.dbops.doctor.figures.DatabaseFigures;
import dev.dbops.doctor.figures.LockCount;
import dev.dbops.doctor.figures.LockSession;
import java.util.stream.Collectors;

/** The locks of a server: who waits for whom, and how many there are of each mode. */
final class LocksChart {
    private final DatabaseFigures figures;

    LocksChart(DatabaseFigures figures) {
        this.figures = figures;
    }

    void write(Html html) {
        var sessions = figures.lockSessions();
        var waiting = sessions.stream()
                .filter(session -> !session.blockers().isEmpty())
                .count();
        Card.begin(
                html,
                "card wide",
                "Locks",
                waiting == 0
                        ? "No session waits for a lock."
                        : "%s for a lock. The blocking sessions are on the left."
                                .formatted(Units.count(waiting, "session waits", "sessions wait")));
        if (!sessions.isEmpty()) {
            html.begin("div", "class", "scroll");
            new LockGraph(sessions).draw(html);
            html.end();
            sessions(html);
        }
        modes(html);
        html.end();
    }

    private void sessions(Html html) {
        html.begin("div", "class", "scroll").begin("table", "class", "rows small");
        html.begin("thead").begin("tr");
        for (var heading :
                new String[] {"Process", "Role", "Application", "State", "Statement", "Time", "Waits for", "Lock"}) {
            html.element("th", heading, "scope", "col");
        }
        html.end().end().begin("tbody");
        for (var session : figures.lockSessions()) {
            html.begin("tr").element("th", Integer.toString(session.pid()), "scope", "row");
            html.element("td", session.user());
            html.element("td", session.application());
            html.element("td", session.state());
            html.element("td", session.command());
            html.element("td", Figures.time(session.time()));
            html.element("td", blockers(session));
            html.element("td", session.mode().isEmpty() ? "" : "%s on %s".formatted(session.mode(), session.object()));
            html.end();
        }
        html.end().end().end();
    }

    private static String blockers(LockSession session) {
        return session.blockers().stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private void modes(Html html) {
        var locks = figures.locks();
        if (locks.isEmpty()) {
            return;
        }
        var whole = locks.stream()
                .mapToInt(count -> count.held() + count.wanted())
                .max()
                .orElse(0);
        BarTable.begin(html, "Mode", "Held", "Wanted");
        for (LockCount count : locks) {
            html.begin("tr");
            BarTable.name(html, "", count.mode());
            html.begin("td", "class", "draw");
            new Bar(whole)
                    .part(count.held(), "one")
                    .part(count.wanted(), "bad")
                    .draw(html, "bar", "%s: %d held, %d wanted".formatted(count.mode(), count.held(), count.wanted()));
            html.end();
            html.element("td", Units.count(count.held()), "class", "number");
            html.element("td", Units.count(count.wanted()), "class", "number");
            html.end();
        }
        BarTable.end(html);
        new Legend(html).entry("one", "held").entry("bad", "wanted").end();
    }
}
