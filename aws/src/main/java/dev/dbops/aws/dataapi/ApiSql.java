package dev.dbops.aws.dataapi;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of a request: the statement, with text of db-ops around it and with named parameters in the place of numbered
 * ones. It knows which position of the statement a position in the server's text is: the Data API replaces {@code :p1}
 * by {@code $1} before the server reads it. Positions count characters, as the server does, and not units of UTF-16.
 */
final class ApiSql {
    private final String original;
    private final List<String> types;
    private final StringBuilder text = new StringBuilder();
    private final List<Place> places = new ArrayList<>();
    private int seen;

    /**
     * The begin of a part.
     *
     * @param seen its offset in the server's text
     * @param original its offset in the statement; negative for text of db-ops
     */
    private record Place(int seen, int original) {}

    /**
     * @param original the statement
     * @param types the types of its parameters; fewer than it has when they stay as they are
     */
    ApiSql(String original, List<String> types) {
        this.original = original;
        this.types = types;
    }

    /** Appends text of db-ops. */
    ApiSql own(String sql) {
        places.add(new Place(seen, -1));
        add(sql);
        return this;
    }

    /** Appends a part of the statement. */
    ApiSql part(int from, int to) {
        var letters = original.toCharArray();
        var start = from;
        for (var i = from; i < to; i++) {
            var end = SqlWords.lastOfQuoted(letters, i);
            if (end > i) {
                i = end;
            } else if (letters[i] == '$' && number(i) > 0 && number(i) <= types.size()) {
                piece(start, i);
                parameter(number(i));
                start = i + 1 + Integer.toString(number(i)).length();
                i = start - 1;
            } else if (letters[i] == ':' && i + 1 < to) {
                if (letters[i + 1] == ':') {
                    i++;
                } else if (Character.isJavaIdentifierStart(letters[i + 1])) {
                    // such as the bounds of a slice: a space keeps the API from reading a name
                    piece(start, i + 1);
                    own(" ");
                    start = i + 1;
                }
            }
        }
        piece(start, to);
        return this;
    }

    /** The number after a dollar sign; 0 when there is none. */
    private int number(int dollar) {
        var end = dollar + 1;
        while (end < original.length() && Character.isDigit(original.charAt(end)) && end < dollar + 6) {
            end++;
        }
        return end == dollar + 1 ? 0 : Integer.parseInt(original.substring(dollar + 1, end));
    }

    private void parameter(int number) {
        own("CAST(");
        text.append(":p").append(number);
        seen += 1 + Integer.toString(number).length();
        own(" AS " + types.get(number - 1) + ")");
    }

    private void piece(int from, int to) {
        places.add(new Place(seen, original.codePointCount(0, from)));
        add(original.substring(from, to));
    }

    private void add(String sql) {
        text.append(sql);
        seen += sql.codePointCount(0, sql.length());
    }

    /** The text to send. */
    String text() {
        return text.toString();
    }

    /** The position in the statement, from 1, of a position in the server's text; 0 when it is in text of db-ops. */
    int position(int server) {
        Place found = new Place(0, -1);
        for (var place : places) {
            if (place.seen() <= server - 1) {
                found = place;
            }
        }
        return server == 0 || found.original() < 0 ? 0 : found.original() + server - found.seen();
    }
}
