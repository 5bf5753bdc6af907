package dev.dbops.cli.doctor.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A bar of parts that fills the width; the text beside it says the same. */
final class Bar {
    private static final double FULL = 100;

    /** A narrower part would be invisible. */
    private static final double NARROWEST = 0.4;

    private record Part(double value, String style) {}

    private final double whole;
    private final List<Part> parts = new ArrayList<>();
    private double mark;

    /**
     * @param whole what the full width stands for
     */
    Bar(double whole) {
        this.whole = whole;
    }

    /** Adds a part, to the right of the others. */
    Bar part(double value, String style) {
        parts.add(new Part(value, style));
        return this;
    }

    /** Marks a value by a line. */
    Bar mark(double value) {
        mark = value;
        return this;
    }

    /**
     * Draws it.
     *
     * @param words what it shows, for a screen reader
     */
    void draw(Html html, String style, String words) {
        html.begin("svg", "class", style, "role", "img", "aria-label", words);
        var from = 0.0;
        for (var part : parts) {
            if (part.value() > 0 && whole > 0) {
                var width = Math.min(FULL - from, Math.max(NARROWEST, part.value() / whole * FULL));
                html.begin(
                                "rect",
                                "class",
                                part.style(),
                                "x",
                                percent(from),
                                "y",
                                "0",
                                "width",
                                percent(width),
                                "height",
                                "100%")
                        .end();
                from += width;
            }
        }
        if (mark > 0 && mark < whole) {
            var x = percent(mark / whole * FULL);
            html.begin("line", "x1", x, "x2", x, "y1", "0", "y2", "100%").end();
        }
        html.end();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f%%", share);
    }
}
