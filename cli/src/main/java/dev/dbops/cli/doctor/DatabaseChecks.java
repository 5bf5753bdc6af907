package dev.dbops.cli.doctor;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Context;
import dev.dbops.doctor.CheckSuite;
import dev.dbops.doctor.events.EventLogChecks;
import dev.dbops.doctor.schema.NeededExtensions;
import dev.dbops.doctor.schema.SchemaChecks;
import dev.dbops.doctor.server.ServerChecks;
import dev.dbops.events.capture.DeliveryCheck;
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

    /** The Lambda functions that triggers call; none when they cannot be read, which the event log's section reports. */
    static List<String> calledFunctions(CatalogReader reader) {
        try {
            return reader.during(database ->
                    List.copyOf(DeliveryCheck.calledFunctions(database).keySet()));
        } catch (OpsException e) {
            if (e.kind() == Kind.INTERRUPTED) {
                throw e;
            }
            return List.of();
        }
    }
}
