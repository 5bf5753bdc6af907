package dev.dbops.events.capture;

import java.util.List;

/**
 * The statements that an installation would run.
 *
 * @param sql the statements; empty if there is nothing to do
 * @param leftOut why tables were skipped when all were selected
 */
public record InstallScript(String sql, List<String> leftOut) {
    public InstallScript {
        leftOut = List.copyOf(leftOut);
    }
}
