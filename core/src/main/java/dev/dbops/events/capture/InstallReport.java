package dev.dbops.events.capture;

import java.util.List;

/**
 * The result of an installation.
 *
 * @param tables the change of each table
 * @param leftOut why tables were skipped when all were selected
 * @param notes other notes for the user
 */
public record InstallReport(List<TriggerChange> tables, List<String> leftOut, List<String> notes) {
    public InstallReport {
        tables = List.copyOf(tables);
        leftOut = List.copyOf(leftOut);
        notes = List.copyOf(notes);
    }
}
