package dev.dbops.events.capture;

import java.util.List;

/**
 * The triggers of one kind that a table has.
 *
 * @param table the table
 * @param kind events or updated_at
 * @param operations what is captured, such as insert,update
 * @param options the other options, as on the command line
 * @param installedBy the role
 * @param installedAt when, in UTC
 * @param drift what no longer is as it was installed
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
