package dev.dbops.cli.doctor;

import dev.dbops.OpsException;
import dev.dbops.cli.command.Context;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import dev.dbops.doctor.Step;
import dev.dbops.doctor.connection.ConnectionSteps;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Resolution;
import java.util.Optional;
import java.util.function.Consumer;

/** The first step of the way to a database: which one is meant, and who says so. */
final class Configuration {
    private static final Step STEP = ConnectionSteps.CONFIGURATION;

    private final Context context;

    Configuration(Context context) {
        this.context = context;
    }

    /** The target; empty when there is none, and the findings say why. */
    Optional<ConnectionTarget> examine(Consumer<Finding> findings) {
        try {
            var resolution = context.targets().resolution();
            if (context.targets().isOnStoppedLocalServer(resolution)) {
                findings.accept(STEP.failed(
                        resolution instanceof Resolution.Local
                                ? "no database is configured, and the local server does not run"
                                : "the database is on the local server, which does not run",
                        Remedy.of("`db-ops local-start`, or set"
                                + " CONNECTION_URL=postgresql://USER:PASSWORD@HOST:5432/NAME")));
                return Optional.empty();
            }
            var target = context.targets().target(resolution);
            findings.accept(STEP.ok(target.toString()));
            for (var note : resolution.notes()) {
                findings.accept(STEP.warning(
                        note, Remedy.of("`db-ops url` shows what is used; --url or --env say what is meant")));
            }
            return Optional.of(target);
        } catch (OpsException e) {
            findings.accept(STEP.failed(e.getMessage(), e.hint().orElse("")));
            return Optional.empty();
        }
    }
}
