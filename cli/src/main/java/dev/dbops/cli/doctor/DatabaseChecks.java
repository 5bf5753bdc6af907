package dev.dbops.cli.doctor;

import dev.dbops.InputFile;
import dev.dbops.cli.command.Context;
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
     */
    static List<CheckSuite> of(Context context, CatalogReader reader, InputFile script) {
        var directory = context.file(Path.of(""));
        return List.of(
                new ServerChecks(reader),
                new SchemaChecks(
                        reader,
                        () -> NeededExtensions.of(
                                script, directory, context.targetEnvironment().variables(), reader.database())),
                new EventLogChecks(reader));
    }
}
