package dev.dbops.cli.rds.settings;

import dev.dbops.audit.PgAudit;
import dev.dbops.aws.parameter.AuditParameters;
import dev.dbops.aws.parameter.DatabaseGroups;
import dev.dbops.aws.parameter.ParameterReboot;
import dev.dbops.cli.rds.settings.AuditStep.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts of auditing by pgAudit, and which are done: in the parameter group, in the server, in the database. */
final class AuditSteps {
    private final DatabaseGroups groups;
    private final Map<String, String> values;
    private final boolean waits;
    private final String name;

    AuditSteps(DatabaseGroups groups) {
        this.groups = groups;
        this.values = new AuditParameters(groups).values();
        this.waits = new ParameterReboot(groups).isNeeded();
        this.name = groups.database().name();
    }

    /**
     * The steps in their order.
     *
     * @param database what the database has; empty without a connection
     */
    List<AuditStep> of(Optional<PgAudit.State> database) {
        var steps = new ArrayList<AuditStep>();
        steps.add(group());
        steps.add(parameter(
                AuditParameters.LIBRARIES, AuditParameters.hasLibrary(values), "it does not contain pgaudit"));
        steps.add(parameter(AuditParameters.LOG, values.containsKey(AuditParameters.LOG), "nothing is logged"));
        steps.add(reboot(database));
        steps.add(extension(database));
        steps.add(objects(database));
        return steps;
    }

    private AuditStep group() {
        var group = groups.groups().getFirst();
        return group.isDefault()
                ? new AuditStep(
                        "parameter group",
                        State.MISSING,
                        "%s cannot be changed: --create-group NAME".formatted(group.name()))
                : new AuditStep("parameter group", State.DONE, group.name());
    }

    private AuditStep parameter(String parameter, boolean done, String otherwise) {
        return done
                ? new AuditStep(parameter, State.DONE, values.get(parameter))
                : new AuditStep(parameter, State.MISSING, otherwise);
    }

    /** The server knows best which libraries it has loaded. */
    private AuditStep reboot(Optional<PgAudit.State> database) {
        var loaded = database.flatMap(PgAudit.State::loaded);
        if (waits || loaded.isPresent() && loaded.get() != AuditParameters.hasLibrary(values)) {
            return new AuditStep("reboot", State.MISSING, "add --reboot, or: db-ops rds-reboot --instance " + name);
        }
        return new AuditStep("reboot", State.DONE, "no parameter waits for one");
    }

    private static AuditStep extension(Optional<PgAudit.State> database) {
        if (database.isEmpty()) {
            return new AuditStep("extension", State.UNKNOWN, "needs a connection: --url, or an environment name");
        }
        return database.get()
                .created()
                .map(version -> new AuditStep("extension", State.DONE, "pgaudit " + version))
                .orElseGet(() ->
                        new AuditStep("extension", State.MISSING, "repeat the command after the reboot to create it"));
    }

    private AuditStep objects(Optional<PgAudit.State> database) {
        if (!values.containsKey(AuditParameters.ROLE)) {
            return new AuditStep("object auditing", State.OFF, "--objects turns it on");
        }
        return database.filter(state -> !state.hasRole()).isPresent()
                ? new AuditStep("object auditing", State.MISSING, "the role rds_pgaudit does not exist: --objects")
                : new AuditStep("object auditing", State.DONE, "GRANT SELECT ON a table TO rds_pgaudit audits it");
    }
}
