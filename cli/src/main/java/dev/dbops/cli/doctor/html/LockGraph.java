package dev.dbops.cli.doctor.html;

import dev.dbops.doctor.Figures;
import dev.dbops.doctor.figures.LockSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sessions as boxes, from each an arrow to those that wait for it; who waits is to the right of whom he waits for. */
final class LockGraph {
    private static final int WIDTH = 252;
    private static final int HEIGHT = 66;
    private static final int ACROSS = 76;
    private static final int DOWN = 16;
    private static final int MARGIN = 2;
    private static final int HEAD = 8;

    /** The number of characters that fit into a box, about. */
    private static final int CHARACTERS = 36;

    private record Box(LockSession session, int x, int y) {}

    private final List<LockSession> sessions;
    private final Map<Integer, LockSession> byPid = new HashMap<>();
    private final Map<Integer, Box> boxes = new HashMap<>();
    private int width;
    private int height;

    LockGraph(List<LockSession> sessions) {
        this.sessions = sessions;
        sessions.forEach(session -> byPid.put(session.pid(), session));
        place();
    }

    private void place() {
        var rows = new ArrayList<Integer>();
        for (var session : sessions) {
            var column = column(session, 0);
            while (rows.size() <= column) {
                rows.add(0);
            }
            var row = rows.get(column);
            rows.set(column, row + 1);
            var x = MARGIN + column * (WIDTH + ACROSS);
            var y = MARGIN + row * (HEIGHT + DOWN);
            boxes.put(session.pid(), new Box(session, x, y));
            width = Math.max(width, x + WIDTH + MARGIN);
            height = Math.max(height, y + HEIGHT + MARGIN);
        }
    }

    /** The number of sessions ahead of it; ends for a cycle, too. */
    private int column(LockSession session, int depth) {
        var column = 0;
        for (var blocker : session.blockers()) {
            if (byPid.containsKey(blocker) && depth < sessions.size()) {
                column = Math.max(column, 1 + column(byPid.get(blocker), depth + 1));
            }
        }
        return Math.min(column, sessions.size());
    }

    void draw(Html html) {
        html.begin(
                "svg",
                "class",
                "graph",
                "viewBox",
                "0 0 %d %d".formatted(width, height),
                "width",
                Integer.toString(width),
                "height",
                Integer.toString(height),
                "role",
                "img",
                "aria-label",
                "Blocked sessions and the sessions that block them, as in the table below");
        for (var session : sessions) {
            for (var blocker : session.blockers()) {
                if (boxes.containsKey(blocker)) {
                    edge(html, boxes.get(blocker), boxes.get(session.pid()));
                }
            }
        }
        sessions.forEach(session -> box(html, boxes.get(session.pid())));
        html.end();
    }

    private static void edge(Html html, Box from, Box to) {
        var x1 = from.x() + WIDTH;
        var y1 = from.y() + HEIGHT / 2;
        var x2 = to.x() - HEAD;
        var y2 = to.y() + HEIGHT / 2;
        var middle = (x1 + x2) / 2;
        html.begin(
                        "path",
                        "class",
                        "edge",
                        "d",
                        "M%d %dC%d %d %d %d %d %d".formatted(x1, y1, middle, y1, middle, y2, x2, y2))
                .end();
        html.begin("path", "class", "head", "d", "M%d %dl%d -4v8z".formatted(x2 + HEAD, y2, -HEAD))
                .end();
    }

    private static void box(Html html, Box box) {
        var session = box.session();
        var waits = !session.blockers().isEmpty();
        html.begin("g");
        html.element("title", "%s, %s".formatted(title(session), doing(session)));
        html.begin(
                        "rect",
                        "class",
                        waits ? "node waits" : "node holds",
                        "x",
                        Integer.toString(box.x()),
                        "y",
                        Integer.toString(box.y()),
                        "width",
                        Integer.toString(WIDTH),
                        "height",
                        Integer.toString(HEIGHT),
                        "rx",
                        "8")
                .end();
        line(html, box, 20, "strong", title(session));
        line(html, box, 38, "", doing(session));
        line(
                html,
                box,
                55,
                "",
                waits ? "waits for %s on %s".formatted(session.mode(), session.object()) : "blocks others");
        html.end();
    }

    private static String title(LockSession session) {
        var name = session.application().isEmpty() ? session.user() : session.application();
        return "%d  %s".formatted(session.pid(), name);
    }

    private static String doing(LockSession session) {
        var what =
                session.command().isEmpty() || session.state().startsWith("idle") ? session.state() : session.command();
        return "%s for %s".formatted(what, Figures.time(session.time()));
    }

    private static void line(Html html, Box box, int below, String style, String text) {
        html.element(
                "text",
                text.length() > CHARACTERS ? text.substring(0, CHARACTERS - 1) + "…" : text,
                "class",
                style,
                "x",
                Integer.toString(box.x() + 12),
                "y",
                Integer.toString(box.y() + below));
    }
}
