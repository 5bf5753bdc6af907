package dev.dbops.doctor.connection;

import dev.dbops.OpsException;
import dev.dbops.postgres.maintenance.Maintenance;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.text.Spelling;
import java.util.List;
import java.util.Optional;

/** Finds the databases of a server on which the target database does not exist. */
final class SimilarDatabases {
    private static final String NAMES =
            "SELECT datname FROM pg_database WHERE NOT datistemplate AND datallowconn ORDER BY datname";

    private static final int MOST = 8;

    private SimilarDatabases() {}

    /** A clause about the existing databases; empty if the role cannot read them. */
    static Optional<String> describe(ConnectionTarget target) {
        try (var maintenance = Maintenance.connect(target)) {
            return Optional.of(
                    describe(target.database(), maintenance.database().query(NAMES, row -> row.getString(1))));
        } catch (OpsException _) {
            // without the privilege, the finding omits the clause
            return Optional.empty();
        }
    }

    private static String describe(String wanted, List<String> names) {
        var nearest = Spelling.nearest(wanted, names);
        if (!nearest.isEmpty()) {
            return "; did you mean \"%s\"?".formatted(nearest);
        }
        var own = names.stream()
                .filter(name -> !Maintenance.isMaintenanceDatabase(name))
                .toList();
        if (own.isEmpty()) {
            return "; the server has no database yet";
        }
        var shown = String.join(", ", own.subList(0, Math.min(MOST, own.size())));
        return "; there are: " + shown + (own.size() > MOST ? " and %d more".formatted(own.size() - MOST) : "");
    }
}
