package dev.dbops.migration;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A comment line with which a migration tool marks a section of a file, or says something about it.
 *
 * @param kind the meaning of the mark
 * @param isTool whether the line names its tool; if it does not, it may be an ordinary comment
 * @param option what follows it; empty if nothing does
 */
record SectionMark(Kind kind, boolean isTool, String option) {
    /** The meanings of marks. */
    enum Kind {
        UP,
        DOWN,
        /** A down section for which no up section has to be marked: everything before it is one. */
        DOWN_ONLY,
        /** The statements of the file run without a transaction. */
        NO_TRANSACTION,
        /** The beginning of statements that need no semicolon at their end, and other marks without an effect. */
        STATEMENT_BEGIN,
        /** The end of statements that need no semicolon at their end. */
        STATEMENT_END,
        /** Something else that the tool does with the file, and db-ops does not. */
        UNKNOWN
    }

    private static final Pattern DBMATE = Pattern.compile("\\s*--\\s*migrate:(up|down)(?:\\s+(.*?))?\\s*");
    /** goose, and sql-migrate. */
    private static final Pattern PLUS =
            Pattern.compile("\\s*--\\s*\\+(?:goose|migrate)\\s+(.*?)\\s*", Pattern.CASE_INSENSITIVE);

    private static final Pattern NODE_PG_MIGRATE =
            Pattern.compile("\\s*--[\\s-]*(up|down)\\s+migration\\b.*", Pattern.CASE_INSENSITIVE);
    /** MyBatis, and tern. */
    private static final Pattern DOWN_FOLLOWS = Pattern.compile(
            "--\\s*//\\s*@UNDO\\s*|----\\s*create above / drop below\\s*----\\s*", Pattern.CASE_INSENSITIVE);
    /** Play ({@code -- !Ups}), rambler, shmig ({@code -- ==== DOWN ====}), and what people write by hand. */
    private static final Pattern WORD =
            Pattern.compile("--\\W*(?:rambler\\s+)?(up|down)s?\\W*", Pattern.CASE_INSENSITIVE);

    /** Reads a line; empty when it marks nothing. */
    static Optional<SectionMark> of(String line) {
        var dbmate = DBMATE.matcher(line);
        if (dbmate.matches()) {
            return Optional.of(new SectionMark(section(dbmate.group(1)), true, orEmpty(dbmate.group(2))));
        }
        var plus = PLUS.matcher(line);
        if (plus.matches()) {
            return Optional.of(annotation(plus.group(1).toLowerCase(Locale.ROOT)));
        }
        var node = NODE_PG_MIGRATE.matcher(line);
        if (node.matches()) {
            var isUp = node.group(1).equalsIgnoreCase("up");
            return Optional.of(new SectionMark(isUp ? Kind.UP : Kind.DOWN_ONLY, false, ""));
        }
        if (DOWN_FOLLOWS.matcher(line).matches()) {
            return Optional.of(new SectionMark(Kind.DOWN_ONLY, false, ""));
        }
        var word = WORD.matcher(line);
        return word.matches()
                ? Optional.of(new SectionMark(section(word.group(1).toLowerCase(Locale.ROOT)), false, ""))
                : Optional.empty();
    }

    private static SectionMark annotation(String text) {
        return switch (text) {
            case "up" -> new SectionMark(Kind.UP, true, "");
            case "up notransaction" -> new SectionMark(Kind.UP, true, "transaction:false");
            case "down" -> new SectionMark(Kind.DOWN, true, "");
            case "down notransaction" -> new SectionMark(Kind.DOWN, true, "transaction:false");
            case "no transaction" -> new SectionMark(Kind.NO_TRANSACTION, true, "");
            case "statementbegin", "envsub off" -> new SectionMark(Kind.STATEMENT_BEGIN, true, "");
            case "statementend" -> new SectionMark(Kind.STATEMENT_END, true, "");
            default -> new SectionMark(Kind.UNKNOWN, true, text);
        };
    }

    private static Kind section(String word) {
        return word.equals("up") ? Kind.UP : Kind.DOWN;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
