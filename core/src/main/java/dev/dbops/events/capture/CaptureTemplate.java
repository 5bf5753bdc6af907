package dev.dbops.events.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Inserts SQL into the capture functions: {@code {name}} and {@code {name argument}}. Fragments in the argument are
 * inserted first.
 */
final class CaptureTemplate {
    /** Characters from this one on are placeholders for texts. */
    private static final char FIRST_PLACE = '\uE000';

    private static final String QUOTE = "$capture$";

    private final Map<String, UnaryOperator<String>> fragments = new HashMap<>();
    private final Map<String, UnaryOperator<String>> texts = new HashMap<>();
    private final List<String> places = new ArrayList<>();

    /** Sets the SQL for a name, given its argument. The SQL may have fragments in turn. */
    CaptureTemplate fragment(String name, UnaryOperator<String> fragment) {
        fragments.put(name, fragment);
        return this;
    }

    CaptureTemplate fragment(String name, String fragment) {
        return fragment(name, argument -> fragment);
    }

    /** Sets text from a table in the same way. Its names may look like fragments, so they are not expanded. */
    CaptureTemplate text(String name, UnaryOperator<String> text) {
        texts.put(name, text);
        return this;
    }

    CaptureTemplate text(String name, String text) {
        return text(name, argument -> text);
    }

    /** Returns the whole SQL, with function bodies in a dollar quote that is not in any name. */
    String expand(String template) {
        var sql = expanded(template);
        var quote = QUOTE;
        for (var number = 1; isInTexts(quote); number++) {
            quote = "$capture_" + number + "$";
        }
        return filled(sql.replace(QUOTE, quote));
    }

    private boolean isInTexts(String quote) {
        return places.stream().anyMatch(text -> text.contains(quote));
    }

    private String expanded(String template) {
        var sql = new StringBuilder();
        var at = 0;
        while (at < template.length()) {
            var letter = template.charAt(at);
            if (letter == '{' && Character.isLowerCase(template.charAt(at + 1))) {
                var end = closing(template, at);
                sql.append(expansion(template.substring(at + 1, end)));
                at = end;
            } else {
                sql.append(letter);
            }
            at++;
        }
        return sql.toString();
    }

    private static int closing(String text, int opening) {
        var depth = 0;
        for (var i = opening; ; i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
    }

    private String expansion(String call) {
        var end = 0;
        while (end < call.length() && (Character.isLowerCase(call.charAt(end)) || call.charAt(end) == '_')) {
            end++;
        }
        var name = call.substring(0, end);
        var argument = expanded(call.substring(end).strip());
        if (fragments.containsKey(name)) {
            return expanded(fragments.get(name).apply(argument));
        }
        if (texts.containsKey(name)) {
            return place(texts.get(name).apply(filled(argument)));
        }
        throw new IllegalArgumentException("no fragment is called " + call);
    }

    private String place(String text) {
        places.add(text);
        return Character.toString((char) (FIRST_PLACE + places.size() - 1));
    }

    private String filled(String sql) {
        var filled = new StringBuilder();
        for (var i = 0; i < sql.length(); i++) {
            var place = sql.charAt(i) - FIRST_PLACE;
            if (place >= 0 && place < places.size()) {
                filled.append(places.get(place));
            } else {
                filled.append(sql.charAt(i));
            }
        }
        return filled.toString();
    }
}
