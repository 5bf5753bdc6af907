package dev.dbops.events.envelope;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The differences from Debezium, as docs/events.md lists them. The first that explains a field counts. */
public enum DebeziumDifference {
    SOURCE(
            "`source.version` is `1`, `source.name` is the ID of the log, and `source.position` is an additional field:"
                    + " the schema of `source` is named `dev.dbops.Source`.",
            "source[.](version|name|position)",
            "schema[.]fields[.]source[.](name|fields[.]position[.].*)"),
    NUMBER(
            "`source.lsn` and `source.sequence` have the number of the event, which orders the changes of a row as an"
                    + " LSN does. The times in `source` are those of the change; Debezium has the time of the commit.",
            "source[.](lsn|sequence|ts_.*)"),
    ORIGIN("`source.origin` is the value of `dbops.origin`.", "source[.]origin"),
    TRANSACTION(
            "The ID of a transaction is that in `source.txId`, the same in all its messages; Debezium adds an LSN. The"
                    + " times of `BEGIN` and `END` are those of the first and the last event.",
            "transaction[.]id",
            "id",
            "ts_ms"),
    KEY_ONLY(
            "`before` of a deleted row has only its key, unless the triggers keep more. Debezium has null in the other"
                    + " columns, and a default value in those that are NOT NULL.",
            "before[.].*") {
        @Override
        boolean explains(Found found) {
            return super.explains(found) && found.ours().isEmpty();
        }
    },
    UNAVAILABLE(
            "A large value that an update has not changed is in the event; Debezium has"
                    + " `__debezium_unavailable_value`.",
            "after[.]picture") {
        @Override
        boolean explains(Found found) {
            return super.explains(found) && found.theirs().equals("\"__debezium_unavailable_value\"");
        }
    },
    LEFT_OUT(
            "Columns of types that Debezium leaves out are in the event: arrays of `interval` and `money` as arrays,"
                    + " the others as strings (`jsonpath`, `box` and other shapes, composite types, multiranges).",
            "(.*[.])?(jsonpath_|box_|intervals|moneys|composite|multirange)([.].*)?") {
        @Override
        boolean explains(Found found) {
            var isType = found.path().matches("schema[.].*_[.]type");
            return super.explains(found)
                    && found.theirs().isEmpty()
                    && (!isType || found.ours().equals("\"string\""));
        }
    },
    TEXT(
            "`int2vector` and `oidvector` are strings with PostgreSQL's text. A `name` has its value; Debezium has"
                    + " null.",
            "(.*[.])?(name_|numbers)([.].*)?"),
    LOST(
            "A value that Debezium loses, changes or cannot represent is a string, and the schema of its event has a"
                    + " string there: `NaN`, infinite numbers and dates, `24:00:00` as text, timestamps before 1677 in"
                    + " nanoseconds, arrays of several dimensions or with a lower bound other than 1.",
            "(.*[.])?(real_|double_|any_numeric|fixed|time_|date_|timestamp_|timestamp_3|ints|texts)([.].*)?") {
        private static final Pattern VALUE =
                Pattern.compile("\"(NaN|-?Infinity|infinity|24:00:00Z|.* BC|\\[\\[.*|\\[0:1]=.*)\"");

        @Override
        boolean explains(Found found) {
            var path = PATHS.matcher(found.path());
            return super.explains(found)
                    && path.matches()
                    && VALUE.matcher(found.ourPayload("after." + path.group(1))).matches();
        }
    },
    NEGATIVE_SCALE(
            "A `numeric` with a negative scale has this scale; Debezium adds 2048 to it.", "(.*[.])?hundreds([.].*)?"),
    OPTIONAL(
            "All fields of a row and elements of arrays are optional and have no default, also those of columns that"
                    + " are NOT NULL.",
            "schema[.]fields[.](before|after)[.]fields[.][^.]+[.](optional|default|items[.]optional)");

    /** A path with the name of a column. */
    private static final Pattern PATHS =
            Pattern.compile("(?:(?:schema[.]fields[.])?(?:before|after)[.](?:fields[.])?)([^.]+).*");

    private final String sentence;
    private final List<Pattern> paths;

    DebeziumDifference(String sentence, String... paths) {
        this.sentence = sentence;
        this.paths = Arrays.stream(paths).map(Pattern::compile).toList();
    }

    /** The sentence in the documentation. */
    String sentence() {
        return sentence;
    }

    /**
     * A field of a message that differs.
     *
     * @param message says which message
     * @param path its path in the key or in the payload; in a schema with {@code schema} before it
     * @param theirs the value in Debezium as JSON; empty if there is none
     * @param ours our value; empty if there is none
     * @param all all our values
     */
    public record Found(String message, String path, String theirs, String ours, Map<String, String> all) {
        String ourPayload(String name) {
            var other = all.getOrDefault("payload." + name, "");
            return all.getOrDefault(name, other);
        }

        @Override
        public String toString() {
            return "%s: %s is %s in Debezium, and here %s".formatted(message, path, theirs, ours);
        }
    }

    boolean explains(Found found) {
        return paths.stream().anyMatch(path -> path.matcher(found.path()).matches());
    }

    public static Optional<DebeziumDifference> of(Found found) {
        return Arrays.stream(values()).filter(one -> one.explains(found)).findFirst();
    }
}
