package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.events.Operation;
import dev.dbops.events.capture.CaptureOptions;
import dev.dbops.events.capture.ColumnList;
import java.util.ArrayList;
import java.util.List;

/** The options that select the changes of a table to capture. */
final class TriggersInstallOptions {
    private List<Operation> operations = Operation.CAPTURED;
    private final List<String> columns = new ArrayList<>();
    private final List<String> excluded = new ArrayList<>();
    private boolean fullBefore;
    private String condition = "";
    private boolean always;
    private final DeliveryOptions delivery = new DeliveryOptions();

    void describe(CommandSpecBuilder model) {
        model.choice(
                        "--ops",
                        "LIST",
                        "insert, update, delete or truncate, separated by commas. Default: all.",
                        FilterOptions.OPERATIONS,
                        value -> operations = Operation.parseCaptured(value))
                .repeated(
                        "--columns",
                        "LIST",
                        "Columns to include, separated by commas. The key is always included.",
                        value -> columns.addAll(ColumnList.parse(value)))
                .repeated(
                        "--exclude-columns",
                        "LIST",
                        "Columns to leave out, such as secrets and personal data, separated by commas.",
                        value -> excluded.addAll(ColumnList.parse(value)))
                .choice(
                        "--before",
                        "WHAT",
                        "Part of the old row that an event contains: key, or full. Default: key.",
                        List.of("key", "full"),
                        value -> fullBefore = isFull(value))
                .option(
                        "--when",
                        "CONDITION",
                        "Only rows for which this SQL condition on NEW and OLD is true. TRUNCATE is always captured.",
                        value -> condition = value)
                .flag(
                        "--always",
                        "Capture also changes that a subscription makes, or a session with session_replication_role ="
                                + " replica (ENABLE ALWAYS TRIGGER).",
                        value -> always = value);
        delivery.describe(model);
    }

    private static boolean isFull(String value) {
        if (!value.equals("key") && !value.equals("full")) {
            throw new OpsException(
                    Kind.USAGE,
                    "--before is key or full, not \"%s\"".formatted(value),
                    "full keeps the old row with every update and delete");
        }
        return value.equals("full");
    }

    CaptureOptions options() {
        return new CaptureOptions(operations, columns, excluded, fullBefore, condition, delivery.delivery(), always);
    }
}
