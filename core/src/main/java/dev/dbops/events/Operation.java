package dev.dbops.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The operations on the rows of a table, with their letters in the log and in Debezium. A read is not a change: it delivers
 * a row that was there before its changes were captured. A schema event is a change of a table's definition.
 */
public enum Operation {
    INSERT('c'),
    UPDATE('u'),
    DELETE('d'),
    TRUNCATE('t'),
    READ('r'),
    SCHEMA('s');

    public static final List<Operation> ALL = List.of(values());

    /** The operations that triggers of a table capture. */
    public static final List<Operation> CAPTURED = List.of(INSERT, UPDATE, DELETE, TRUNCATE);

    /** The operations that concern rows. */
    static final List<Operation> OF_ROWS = List.of(INSERT, UPDATE, DELETE, TRUNCATE, READ);

    private final char letter;

    Operation(char letter) {
        this.letter = letter;
    }

    public char letter() {
        return letter;
    }

    /** Returns whether its event has the row as it is afterwards. */
    public boolean hasRow() {
        return this == INSERT || this == UPDATE || this == READ;
    }

    /** Returns whether its event delivers a row that the receiver may not have. */
    public boolean createsRow() {
        return this == INSERT || this == READ;
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
        return parse(list, ALL, "choose from insert, update, delete, truncate, read and schema, separated by commas");
    }

    /**
     * Same as {@link #parse(String)}, for the operations that are captured.
     *
     * @throws OpsException of kind USAGE when a word is not one of them
     */
    public static List<Operation> parseCaptured(String list) {
        return parse(list, CAPTURED, "choose from insert, update, delete and truncate, separated by commas");
    }

    private static List<Operation> parse(String list, List<Operation> allowed, String hint) {
        var named = new ArrayList<Operation>();
        for (var word : list.split(",", -1)) {
            named.add(parseOne(word.strip(), allowed, hint));
        }
        var ordered = new ArrayList<Operation>();
        for (var operation : ALL) {
            if (named.contains(operation)) {
                ordered.add(operation);
            }
        }
        return List.copyOf(ordered);
    }

    private static Operation parseOne(String word, List<Operation> allowed, String hint) {
        for (var operation : allowed) {
            if (operation.word().equals(word)) {
                return operation;
            }
        }
        throw new OpsException(Kind.USAGE, "\"%s\" is not an operation".formatted(word), hint);
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
