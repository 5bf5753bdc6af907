package dev.dbops.cli.doctor;

import dev.dbops.InputFile;
import dev.dbops.doctor.CheckSuite;
import dev.dbops.doctor.events.EventLogChecks;
import dev.dbops.doctor.schema.NeededExtensions;
import dev.dbops.doctor.schema.SchemaChecks;
import dev.dbops.doctor.server.ServerChecks;
import dev.dbops.postgres.CatalogReader;
import java.nio.file.Path;
import java.util.List;

/** The checks that need an open connection. */
final class DatabaseChecks {
    private DatabaseChecks() {}

    /**
     * The checks of a database, in order.
     *
     * @param script the project's schema, whose extensions the database must have
     * @param directory where the script's included files are
     */
    static List<CheckSuite> of(CatalogReader reader, InputFile script, Path directory) {
        return List.of(
                new ServerChecks(reader),
                new SchemaChecks(reader, () -> NeededExtensions.of(script, directory, reader.database())),
                new EventLogChecks(reader));
    }
}
