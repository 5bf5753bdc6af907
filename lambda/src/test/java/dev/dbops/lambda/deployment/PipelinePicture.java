package dev.dbops.lambda.deployment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Draws docs/pipeline.txt as SVG: boxes on a grid, and lines between them. The same text gives the same bytes. */
final class PipelinePicture {
    private static final int COLUMN = 236;
    private static final int ROW = 106;
    private static final int WIDTH = 210;
    private static final int HEIGHT = 54;
    private static final int MARGIN = 16;
    private static final int TIP = 3;

    /** A word, or a text in quotation marks. */
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    /** Colours for a light and a dark page; no font but the reader's own. */
    private static final String STYLE = """
        <style>
          text { font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; text-anchor: middle; fill: #1f2328; }
          .title { font-size: 13.5px; font-weight: 600; }
          .second, .label { font-size: 11.5px; }
          .label { paint-order: stroke; stroke: #ffffff; stroke-width: 5px; stroke-linejoin: round; }
          .page { fill: #ffffff; }
          .edge { stroke: #59636e; stroke-width: 1.5; fill: none; }
          .dashed { stroke-dasharray: 5 4; }
          .tip { fill: #59636e; }
          rect { stroke-width: 1.5; }
          .function { fill: #fff1e5; stroke: #bc4c00; }
          .database { fill: #ddf4ff; stroke: #0969da; }
          .proxy { fill: #dafbe1; stroke: #1a7f37; }
          .queue { fill: #fbefff; stroke: #8250df; }
          .command, .service, .outside { fill: #f6f8fa; stroke: #59636e; }
          @media (prefers-color-scheme: dark) {
            text { fill: #f0f6fc; }
            .label { stroke: #0d1117; }
            .page { fill: #0d1117; }
            .edge { stroke: #9198a1; }
            .tip { fill: #9198a1; }
            .function { fill: #3d1f0a; stroke: #f0883e; }
            .database { fill: #0c2d4d; stroke: #58a6ff; }
            .proxy { fill: #10301a; stroke: #3fb950; }
            .queue { fill: #2d1b4e; stroke: #ab7df8; }
            .command, .service, .outside { fill: #151b23; stroke: #9198a1; }
          }
        </style>
        """;

    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private final List<Edge> edges = new ArrayList<>();

    private record Box(int x, int y, String kind, String title, String second) {
        String svg() {
            return """
                <rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="8"/>
                <text class="title" x="%d" y="%d">%s</text>
                <text class="second" x="%d" y="%d">%s</text>
                """.formatted(
                            kind, x - WIDTH / 2, y - HEIGHT / 2, WIDTH, HEIGHT, x, y - 4, title, x, y + 15, second);
        }

        /** The point on the border in the direction of another box. */
        double[] border(Box other, int distance) {
            double dx = other.x - x;
            double dy = other.y - y;
            var scale = Math.min(
                    dx == 0 ? Double.MAX_VALUE : (WIDTH / 2.0 + distance) / Math.abs(dx),
                    dy == 0 ? Double.MAX_VALUE : (HEIGHT / 2.0 + distance) / Math.abs(dy));
            return new double[] {x + dx * scale, y + dy * scale};
        }
    }

    private record Edge(Box from, Box to, boolean dashed, String label) {
        String line() {
            var start = from.border(to, 0);
            var end = to.border(from, TIP);
            return """
                <path class="edge%s" marker-end="url(#tip)" d="M%d %d L%d %d"/>
                """.formatted(
                            dashed ? " dashed" : "",
                            Math.round(start[0]),
                            Math.round(start[1]),
                            Math.round(end[0]),
                            Math.round(end[1]));
        }

        String text() {
            var start = from.border(to, 0);
            var end = to.border(from, TIP);
            return label.isEmpty()
                    ? ""
                    : """
                    <text class="label" x="%d" y="%d">%s</text>
                    """.formatted(
                            Math.round((start[0] + end[0]) / 2), Math.round((start[1] + end[1]) / 2) + 4, label);
        }
    }

    private PipelinePicture(String description) {
        description
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line -> {
                    var words = WORD.matcher(line)
                            .results()
                            .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                            .toList();
                    if (words.getFirst().equals("node")) {
                        boxes.put(words.get(1), box(words));
                    } else {
                        edges.add(new Edge(
                                boxes.get(words.get(1)),
                                boxes.get(words.get(2)),
                                words.get(3).equals("dashed"),
                                words.get(4)));
                    }
                });
    }

    private static Box box(List<String> words) {
        return new Box(
                MARGIN + WIDTH / 2 + (int) Math.round(Double.parseDouble(words.get(2)) * COLUMN),
                MARGIN + HEIGHT / 2 + (int) Math.round(Double.parseDouble(words.get(3)) * ROW),
                words.get(4),
                words.get(5),
                words.get(6));
    }

    /** Draws the description. */
    static String draw(String description) {
        return new PipelinePicture(description).svg();
    }

    private String svg() {
        var width = boxes.values().stream().mapToInt(Box::x).max().orElseThrow() + WIDTH / 2 + MARGIN;
        var height = boxes.values().stream().mapToInt(Box::y).max().orElseThrow() + HEIGHT / 2 + MARGIN;
        var picture = new StringBuilder("""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
            <title>The event pipeline of db-ops</title>
            %3$s<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
            <path class="tip" d="M0 0 L8 4 L0 8 z"/>
            </marker>
            <rect class="page" width="%1$d" height="%2$d"/>
            """.formatted(width, height, STYLE));
        edges.forEach(edge -> picture.append(edge.line()));
        boxes.values().forEach(box -> picture.append(box.svg()));
        edges.forEach(edge -> picture.append(edge.text()));
        return picture.append("</svg>\n").toString();
    }
}
