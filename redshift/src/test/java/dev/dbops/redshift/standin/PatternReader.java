package dev.dbops.redshift.standin;

import dev.dbops.redshift.standin.Grammar.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads a pattern in the notation of {@link Grammar}. */
final class PatternReader {
    private static final Pattern PIECE = Pattern.compile("<[\\w-]+>|'[^']+'|[A-Za-z_0-9]+|[\\[\\]{}()|]");

    private final List<String> pieces;
    private final Function<String, Part> rules;
    private int at;

    /**
     * @param rules finds a rule by its name
     */
    PatternReader(String text, Function<String, Part> rules) {
        this.pieces = PIECE.matcher(text).results().map(MatchResult::group).toList();
        this.rules = rules;
    }

    Part read() {
        return choice("");
    }

    private Part choice(String end) {
        var alternatives = new ArrayList<Part>(List.of(sequence(end)));
        while (at < pieces.size() && pieces.get(at).equals("|")) {
            at++;
            alternatives.add(sequence(end));
        }
        if (!end.isEmpty() && !pieces.get(at++).equals(end)) {
            throw new IllegalArgumentException("no " + end + " in " + pieces);
        }
        return (tokens, from) -> {
            for (var alternative : alternatives) {
                var to = alternative.match(tokens, from);
                if (to != Grammar.NONE) {
                    return to;
                }
            }
            return Grammar.NONE;
        };
    }

    private Part sequence(String end) {
        var parts = new ArrayList<Part>();
        while (at < pieces.size()
                && !pieces.get(at).equals("|")
                && !pieces.get(at).equals(end)) {
            parts.add(part(pieces.get(at++)));
        }
        return (tokens, from) -> {
            var to = from;
            for (var part : parts) {
                to = part.match(tokens, to);
                if (to == Grammar.NONE) {
                    return Grammar.NONE;
                }
            }
            return to;
        };
    }

    private Part part(String piece) {
        return switch (piece.charAt(0)) {
            case '(' -> choice(")");
            case '[' -> optional(choice("]"));
            case '{' -> repeated(choice("}"));
            case '<' -> rules.apply(piece.substring(1, piece.length() - 1));
            case '\'' -> symbol(piece.substring(1, piece.length() - 1));
            default ->
                (tokens, from) -> from < tokens.size() && tokens.get(from).isWord(piece) ? from + 1 : Grammar.NONE;
        };
    }

    private static Part symbol(String text) {
        return (tokens, from) -> from < tokens.size() && tokens.get(from).isSymbol(text) ? from + 1 : Grammar.NONE;
    }

    private static Part optional(Part part) {
        return (tokens, from) -> Math.max(from, part.match(tokens, from));
    }

    private static Part repeated(Part part) {
        return (tokens, from) -> {
            var to = from;
            for (var next = part.match(tokens, to); next > to; next = part.match(tokens, to)) {
                to = next;
            }
            return to;
        };
    }
}
