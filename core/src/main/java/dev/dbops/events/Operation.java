package dev.dbops.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What can be done to the rows of a table. */
public enum Operation {
    INSERT,
    UPDATE,
    DELETE,
    TRUNCATE;

    public static final List<Operation> ALL = List.of(values());

    /** As users write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The operations of a list such as {@code insert,update}, in the order of this type.
     *
     * @throws OpsException of kind USAGE when a word is none of them
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
                "\"%s\" is no operation".formatted(word),
                "choose of insert, update, delete, truncate: --ops insert,update");
    }

    /** The words of the list, separated by commas. */
    public static String format(List<Operation> operations) {
        var text = new StringBuilder();
        for (var operation : operations) {
            text.append(text.isEmpty() ? "" : ",").append(operation.word());
        }
        return text.toString();
    }
}
