package dev.dbops.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The operations on the rows of a table, with their letters in the log and in Debezium. */
public enum Operation {
    INSERT('c'),
    UPDATE('u'),
    DELETE('d'),
    TRUNCATE('t');

    public static final List<Operation> ALL = List.of(values());

    private final char letter;

    Operation(char letter) {
        this.letter = letter;
    }

    public char letter() {
        return letter;
    }

    /**
     * Returns the operation of a letter.
     *
     * @throws IllegalArgumentException when no operation has this letter
     */
    public static Operation of(char letter) {
        for (var operation : ALL) {
            if (operation.letter == letter) {
                return operation;
            }
        }
        throw new IllegalArgumentException("no operation has the letter " + letter);
    }

    /** The name that users write. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Parses a list such as {@code insert,update}, in the order of this type.
     *
     * @throws OpsException of kind USAGE when a word is not an operation
     */
    public static List<Operation> parse(String list) {
        var named = new ArrayList<Operation>();
        for (var word : list.split(",", -1)) {
            named.add(parseOne(word.strip()));
        }
        var ordered = new ArrayList<Operation>();
        for (var operation : ALL) {
            if (named.contains(operation)) {
                ordered.add(operation);
            }
        }
        return List.copyOf(ordered);
    }

    private static Operation parseOne(String word) {
        for (var operation : ALL) {
            if (operation.word().equals(word)) {
                return operation;
            }
        }
        throw new OpsException(
                Kind.USAGE,
                "\"%s\" is not an operation".formatted(word),
                "choose from insert, update, delete and truncate, separated by commas");
    }

    /** All names, separated by commas. */
    public static String format(List<Operation> operations) {
        var text = new StringBuilder();
        for (var operation : operations) {
            text.append(text.isEmpty() ? "" : ",").append(operation.word());
        }
        return text.toString();
    }
}
