package dev.dbops.events.envelope;

import dev.dbops.events.connect.ColumnType;
import dev.dbops.events.connect.ConnectType;
import dev.dbops.events.connect.DecimalMode;
import dev.dbops.events.connect.PlainType;
import dev.dbops.events.connect.SemanticTypes;
import dev.dbops.events.connect.TimePrecision;
import java.util.Optional;
import java.util.function.Function;

/**
 * The options of Debezium's form.
 *
 * @param schema whether events and keys have their schema, as {@code {schema, payload}}
 * @param time the encoding of dates and times
 * @param decimal the encoding of numeric and money; with neither, values are those of the log
 * @param key whether lines have the topic and the key of the event
 * @param tombstones whether a deleted row is followed by a message without a value
 * @param transactions whether events have their place in their transaction, whose beginning and end are messages
 */
public record DebeziumOptions(
        boolean schema,
        Optional<TimePrecision> time,
        Optional<DecimalMode> decimal,
        boolean key,
        boolean tombstones,
        boolean transactions) {
    /** Events only, with the values of the log. */
    public static final DebeziumOptions NONE =
            new DebeziumOptions(false, Optional.empty(), Optional.empty(), false, false, false);

    /** Returns the same options with or without messages without a value. */
    public DebeziumOptions withTombstones(boolean chosen) {
        return new DebeziumOptions(schema, time, decimal, key, chosen, transactions);
    }

    /** Returns whether values have the types of Debezium. */
    boolean isTyped() {
        return time.isPresent() || decimal.isPresent();
    }

    /** Returns the types of columns. One of the two modes has its default, which is that of Debezium. */
    Function<ColumnType, ConnectType> types() {
        return isTyped()
                ? new SemanticTypes(time.orElse(TimePrecision.adaptive), decimal.orElse(DecimalMode.precise))::of
                : PlainType::of;
    }

    /** The options as they are written on the command line, each with a space before it. */
    String words() {
        var words = new StringBuilder();
        words.append(schema ? " --with-schema" : "");
        time.ifPresent(mode -> words.append(" --time-precision ").append(mode));
        decimal.ifPresent(mode -> words.append(" --decimal-mode ").append(mode));
        words.append(key ? " --with-key" : "").append(tombstones ? " --tombstones" : "");
        return words.append(transactions ? " --transactions" : "").toString();
    }
}
