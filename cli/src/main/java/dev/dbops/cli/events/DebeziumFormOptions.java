package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.events.connect.DecimalMode;
import dev.dbops.events.connect.TimePrecision;
import dev.dbops.events.envelope.DebeziumOptions;
import java.util.Optional;

/** The options of {@code --format debezium}. */
final class DebeziumFormOptions {
    private boolean withSchema;
    private boolean withKey;
    private boolean tombstones;
    private Optional<TimePrecision> time = Optional.empty();
    private Optional<DecimalMode> decimal = Optional.empty();

    void describe(CommandSpecBuilder model) {
        model.flag(
                        "--with-schema",
                        "With --format debezium: add the schema, as {schema, payload} for Kafka Connect's "
                                + "JsonConverter.",
                        value -> withSchema = value)
                .option(
                        "--time-precision",
                        "MODE",
                        "With --format debezium: write values in Debezium's types, and times by this"
                                + " time.precision.mode: adaptive, adaptive_time_microseconds, connect, isostring,"
                                + " microseconds, nanoseconds.",
                        TimePrecision.class,
                        value -> time = Optional.of(value))
                .option(
                        "--decimal-mode",
                        "MODE",
                        "With --format debezium: write values in Debezium's types, and numeric by this"
                                + " decimal.handling.mode: precise, double, string.",
                        DecimalMode.class,
                        value -> decimal = Optional.of(value))
                .flag(
                        "--with-key",
                        "With --format debezium: write lines {topic, key, value}, as messages for Kafka.",
                        value -> withKey = value)
                .flag(
                        "--tombstones",
                        "With --with-key: after each delete, add a line whose value is null, for compacted topics.",
                        value -> tombstones = value);
    }

    /**
     * Refuses the options for another format.
     *
     * @throws OpsException of kind USAGE
     */
    void check(boolean isDebezium) {
        var given = given();
        if (!isDebezium && given.isPresent()) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s goes with --format debezium".formatted(given.get()),
                    "pass both, or leave %s out: the other formats do not have it".formatted(given.get()));
        }
        if (tombstones && !withKey) {
            throw new OpsException(
                    Kind.USAGE,
                    "--tombstones goes with --with-key",
                    "pass both: a line without a value is for a reader that knows the key; messages for Kafka have"
                            + " tombstones by default");
        }
    }

    /**
     * Refuses the options for lines.
     *
     * @throws OpsException of kind USAGE
     */
    void requireMessages() {
        if (withKey || tombstones) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is for lines, not for Kafka".formatted(withKey ? "--with-key" : "--tombstones"),
                    "leave it out: messages have their key, and tombstones unless --no-tombstones is given");
        }
    }

    /** The first of the options that was given. */
    Optional<String> given() {
        if (withSchema) {
            return Optional.of("--with-schema");
        }
        if (time.isPresent()) {
            return Optional.of("--time-precision");
        }
        if (decimal.isPresent()) {
            return Optional.of("--decimal-mode");
        }
        return withKey ? Optional.of("--with-key") : tombstones ? Optional.of("--tombstones") : Optional.empty();
    }

    DebeziumOptions options(boolean transactions) {
        return new DebeziumOptions(withSchema, time, decimal, withKey, tombstones, transactions);
    }
}
