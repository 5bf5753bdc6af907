package dev.dbops.events.capture;

import java.util.List;

/**
 * What an installation did.
 *
 * @param tables what has become of each table
 * @param leftOut why tables were left out of all
 * @param notes what else a person should know
 */
public record InstallReport(List<TriggerChange> tables, List<String> leftOut, List<String> notes) {
    public InstallReport {
        tables = List.copyOf(tables);
        leftOut = List.copyOf(leftOut);
        notes = List.copyOf(notes);
    }
}
