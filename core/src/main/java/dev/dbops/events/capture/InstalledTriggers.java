package dev.dbops.events.capture;

import java.util.List;

/**
 * The triggers of one kind on a table.
 *
 * @param table the table; {@code *} for the event triggers, which are for all captured tables
 * @param kind events or updated_at; ddl for the event triggers
 * @param operations the captured operations, such as insert,update
 * @param options the other options, as on the command line
 * @param installedBy the role that installed them
 * @param installedAt the time of installation, in UTC
 * @param drift the differences since the installation
 */
public record InstalledTriggers(
        String table,
        String kind,
        String operations,
        String options,
        String installedBy,
        String installedAt,
        List<String> drift) {
    public InstalledTriggers {
        drift = List.copyOf(drift);
    }
}
