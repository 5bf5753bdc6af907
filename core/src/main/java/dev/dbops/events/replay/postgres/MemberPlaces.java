package dev.dbops.events.replay.postgres;

import java.util.Arrays;

/**
 * The places of the names in a JSON object, found without decoding its values: a replay only needs to know that the next
 * row has the same columns as an earlier one.
 *
 * <p>It reads the form in which the server writes a jsonb: {@code {"name": value, "other": value}}. For any other form,
 * nothing is found, and a JSON parser must read the object.
 */
final class MemberPlaces {
    private static final int NONE = -1;

    private int[] places = new int[32];
    private int count;
    private int hash;

    /**
     * Finds the names of an object.
     *
     * @return false if the text does not have the expected form
     */
    boolean find(String object) {
        count = 0;
        hash = 1;
        if (object.equals("{}")) {
            return true;
        }
        var at = isAt('{', object, 0) ? member(object, 1) : NONE;
        while (isAt(',', object, at) && isAt(' ', object, at + 1)) {
            at = member(object, at + 2);
        }
        return isAt('}', object, at) && at == object.length() - 1;
    }

    /** A number that is equal for the same names. */
    int hash() {
        return hash;
    }

    /** The number of its members. */
    int size() {
        return count / 2;
    }

    /** The index at which the value of a member begins. */
    int valueAt(int member) {
        return places[2 * member + 1] + 3;
    }

    /** The index after the value of a member. */
    int endOfValue(String object, int member) {
        return member + 1 < size() ? places[2 * member + 2] - 3 : object.length() - 1;
    }

    /** The names as they are written in the object, with their escapes. */
    String[] names(String object) {
        var names = new String[count / 2];
        for (var i = 0; i < names.length; i++) {
            names[i] = object.substring(places[2 * i], places[2 * i + 1]);
        }
        return names;
    }

    /** Returns whether the object has these names in this order, as {@link #names} returns them. */
    boolean matches(String object, String[] names) {
        if (names.length != count / 2) {
            return false;
        }
        for (var i = 0; i < names.length; i++) {
            var length = places[2 * i + 1] - places[2 * i];
            if (names[i].length() != length || !object.startsWith(names[i], places[2 * i])) {
                return false;
            }
        }
        return true;
    }

    /** Reads a member from its first quote, and returns the index after its value. */
    private int member(String object, int begin) {
        var end = isAt('"', object, begin) ? closingQuote(object, begin + 1) : NONE;
        if (end == NONE || !isAt(':', object, end + 1) || !isAt(' ', object, end + 2)) {
            return NONE;
        }
        add(object, begin + 1, end);
        return valueEnd(object, end + 3);
    }

    private static boolean isAt(char letter, String object, int at) {
        return at >= 0 && at < object.length() && object.charAt(at) == letter;
    }

    private void add(String object, int begin, int end) {
        if (count + 2 > places.length) {
            places = Arrays.copyOf(places, 2 * places.length);
        }
        places[count++] = begin;
        places[count++] = end;
        hash = 31 * hash + (end - begin);
        hash = 31 * hash + (begin == end ? 0 : object.charAt(end - 1));
    }

    private static int valueEnd(String object, int begin) {
        var depth = 0;
        for (var at = begin; at < object.length(); at++) {
            var letter = object.charAt(at);
            if (depth == 0 && at > begin && (letter == ',' || letter == '}')) {
                return at;
            }
            if (letter == '"') {
                at = closingQuote(object, at + 1);
                if (at == NONE) {
                    return NONE;
                }
            } else if (letter == '{' || letter == '[') {
                depth++;
            } else if (letter == '}' || letter == ']') {
                depth--;
            }
        }
        return NONE;
    }

    /** Returns the index of the quote that ends a string: the first without an odd number of backslashes before it. */
    static int closingQuote(String object, int begin) {
        for (var quote = object.indexOf('"', begin); quote != NONE; quote = object.indexOf('"', quote + 1)) {
            var letter = quote - 1;
            while (letter >= begin && object.charAt(letter) == '\\') {
                letter--;
            }
            if ((quote - letter) % 2 == 1) {
                return quote;
            }
        }
        return NONE;
    }
}
