package dev.dbops.aws.doctor;

import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.Phase;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import dev.dbops.doctor.Step;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** The finding about whether the state of a database allows connections. */
final class StateFinding {
    private final Step step;
    private final Description database;
    private final Remedies remedies;

    StateFinding(Step step, Description database, Remedies remedies) {
        this.step = step;
        this.database = database;
        this.remedies = remedies;
    }

    /** @param reached whether it answers all the same */
    Finding finding(boolean reached) {
        var found = database.found();
        var is = "%s is %s".formatted(found.description(), found.state());
        return switch (Phase.of(found.state())) {
            case RUNNING -> running(found, is);
            case CHANGING ->
                reached
                        ? step.warning(is + ", and may not answer for some minutes", wait("when it is over"))
                        : step.failed(is + ", and does not answer until that is over", wait("until it answers"));
            case STOPPING -> step.failed(is, Remedy.of("start it after it has stopped: `%s`", start()));
            case STOPPED -> step.failed(is + startsItself(), Remedy.command(start()));
            case DELETING -> step.failed(is, Remedy.of("a snapshot can be restored: `db-ops rds-restore`"));
            case BROKEN -> step.failed(is, Phase.remedy(found.state()));
        };
    }

    private Finding running(DatabaseInstance found, String is) {
        if (found.type() == DatabaseInstance.Type.CLUSTER && database.instance().isEmpty()) {
            return step.failed(
                    is + ", and has no instance that writes", Remedy.of("`db-ops rds-status` shows its members"));
        }
        var kind = database.instance()
                .map(instance ->
                        ": %s, %s %s".formatted(instance.dbInstanceClass(), database.engine(), database.version()))
                .orElse("");
        return step.ok(found.state().equals("available") ? is + kind : is + " and answers" + kind);
    }

    private String start() {
        return remedies.command("rds-start --wait");
    }

    private Remedy wait(String until) {
        return Remedy.of("wait %s: `%s`", until, remedies.command("wait --timeout 30m"));
    }

    /** AWS does so after seven days. */
    private String startsItself() {
        return restart().map(time -> "; AWS starts it automatically at " + time).orElse("");
    }

    private Optional<Instant> restart() {
        return database.cluster()
                .map(DBCluster::automaticRestartTime)
                .or(() -> database.instance().map(DBInstance::automaticRestartTime));
    }
}
