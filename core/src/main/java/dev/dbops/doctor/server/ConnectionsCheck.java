package dev.dbops.doctor.server;

import dev.dbops.doctor.Check;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;

/** The number of connections left for ordinary roles. */
final class ConnectionsCheck {
    private static final double MANY = 0.8;
    private static final Remedy REMEDY = Remedy.of(
            "`db-ops sessions` lists them; pool the connections of the application, or raise max_connections");

    private ConnectionsCheck() {}

    /**
     * The figures.
     *
     * @param most max_connections
     * @param reserved how many of them are reserved for superusers and similar roles
     * @param used how many are in use, including ours
     * @param idle how many of them are idle, as far as this role can see
     */
    record Connections(int most, int reserved, int used, int idle) {}

    static Check<Connections> check() {
        var query = ServerSteps.query(
                "connections.sql",
                row -> new Connections(
                        row.getInt("max_connections"), row.getInt("reserved"), row.getInt("used"), row.getInt("idle")));
        return ServerSteps.ofOne(ServerSteps.CONNECTIONS, query, ConnectionsCheck::judge);
    }

    static Finding judge(Connections found) {
        var usable = found.most() - found.reserved();
        var message = "%d of %d used%s, %d reserved for superusers"
                .formatted(
                        found.used(),
                        usable,
                        found.idle() > 0 ? " (%d idle)".formatted(found.idle()) : "",
                        found.reserved());
        if (found.used() >= usable) {
            return ServerSteps.CONNECTIONS.failed(message + ": none is left", REMEDY);
        }
        return found.used() >= usable * MANY
                ? ServerSteps.CONNECTIONS.warning(message, REMEDY)
                : ServerSteps.CONNECTIONS.ok(message);
    }
}
