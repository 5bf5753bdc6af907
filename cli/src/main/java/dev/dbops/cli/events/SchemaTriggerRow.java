package dev.dbops.cli.events;

import dev.dbops.events.capture.TriggerChange;

/** The event triggers of a database as a row among the triggers of its tables. */
final class SchemaTriggerRow {
    private SchemaTriggerRow() {}

    static TriggerChange of(String state) {
        return new TriggerChange("*", "ddl", state);
    }
}
