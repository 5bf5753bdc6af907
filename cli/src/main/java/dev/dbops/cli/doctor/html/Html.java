package dev.dbops.cli.doctor.html;

import dev.dbops.text.Redactor;
import dev.dbops.text.VisibleText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** Writes HTML and SVG. Whatever is text or the value of an attribute is escaped: names come from the database. */
final class Html {
    /** Elements that have no end (HTML standard, 13.1.2). */
    private static final Set<String> VOID = Set.of("br", "meta", "col");

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Begins an element.
     *
     * @param attributes names and values in turn; an attribute with an empty value is left out
     */
    Html begin(String element, String... attributes) {
        out.append('<').append(element);
        for (var i = 0; i < attributes.length; i += 2) {
            if (!attributes[i + 1].isEmpty()) {
                out.append(' ').append(attributes[i]).append("=\"");
                escape(attributes[i + 1]);
                out.append('"');
            }
        }
        out.append('>');
        if (!VOID.contains(element)) {
            open.push(element);
        }
        return this;
    }

    /** Ends the element that was begun last. */
    Html end() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Text inside of the element. */
    Html text(String text) {
        escape(text);
        return this;
    }

    /** An element with nothing but text. */
    Html element(String element, String text, String... attributes) {
        return begin(element, attributes).text(text).end();
    }

    /** Adds HTML that was written separately, as it is. */
    Html add(Html other) {
        out.append(other.out);
        return this;
    }

    /** The text on one line: control characters become visible. */
    private void escape(String value) {
        var text = VisibleText.of(Redactor.byPlace().redact(value));
        for (var i = 0; i < text.length(); i++) {
            var character = text.charAt(i);
            switch (character) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append(' ');
                default -> out.append(character);
            }
        }
    }

    /** The text of all that was written, each element of which has ended. */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("no end of " + open);
        }
        return out.toString();
    }

    /** The text of a string, escaped. */
    static String escaped(String text) {
        return new Html().text(text).toString();
    }
}
