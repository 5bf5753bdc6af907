package dev.dbops.aws.doctor;

import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import dev.dbops.doctor.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.PendingMaintenanceAction;

/** Findings about pending and recommended maintenance of a database. */
final class MaintenanceFindings {
    private static final Step MAINTENANCE = new Step(AwsChecks.SECTION, "maintenance");
    private static final Step CHANGES = new Step(AwsChecks.SECTION, "pending changes");
    private static final Step VERSION = new Step(AwsChecks.SECTION, "version");

    private final Inquiry answers;
    private final Description database;

    MaintenanceFindings(Inquiry answers) {
        this.answers = answers;
        this.database = answers.database();
    }

    void examine(Consumer<Finding> findings) {
        if (database.isProxy()) {
            return;
        }
        answers.upgrades().then(VERSION, findings, upgrades -> findings.accept(version(upgrades)));
        answers.maintenance().then(MAINTENANCE, findings, actions -> maintenance(actions, findings));
        changes(findings);
    }

    private Finding version(List<String> upgrades) {
        var current = "%s %s".formatted(database.engine(), database.version());
        if (upgrades.isEmpty()) {
            return VERSION.ok(current + ", the newest minor version");
        }
        var newest = upgrades.getLast();
        return database.instance().map(DBInstance::autoMinorVersionUpgrade).orElse(false)
                ? VERSION.ok("%s; %s is available, and AWS installs it automatically".formatted(current, newest))
                : VERSION.warning(
                        "%s; %s is available, and AWS does not install it automatically".formatted(current, newest),
                        Remedy.command("db-ops rds-upgrade --to %s --instance %s --region %s"
                                .formatted(newest, database.ownerName(), database.region())));
    }

    private void maintenance(List<PendingMaintenanceAction> actions, Consumer<Finding> findings) {
        if (actions.isEmpty()) {
            findings.accept(MAINTENANCE.ok("none is scheduled"));
        }
        for (var action : actions) {
            var name = action.action();
            var words = action.description() == null ? name : "%s (%s)".formatted(name, action.description());
            findings.accept(MAINTENANCE.warning(
                    words + when(action),
                    Remedy.of(
                            "to do it earlier: `aws rds apply-pending-maintenance-action --resource-identifier %s"
                                    + " --apply-action %s --opt-in-type immediate --region %s`",
                            database.found().arn(), name, database.region())));
        }
    }

    private static String when(PendingMaintenanceAction action) {
        if (action.forcedApplyDate() != null) {
            return ", which AWS does at the latest at " + action.forcedApplyDate();
        }
        return action.currentApplyDate() == null
                ? ", which AWS does not do automatically"
                : ", which AWS does at " + action.currentApplyDate();
    }

    private void changes(Consumer<Finding> findings) {
        var waiting = new ArrayList<String>();
        database.instance().map(DBInstance::pendingModifiedValues).ifPresent(values -> collect(values, waiting));
        database.cluster()
                .map(cluster -> cluster.pendingModifiedValues())
                .ifPresent(values -> collect(values, waiting));
        if (!waiting.isEmpty()) {
            findings.accept(CHANGES.warning(
                    "waits for the maintenance window (%s): %s".formatted(window(), String.join(", ", waiting)),
                    "to do it now, repeat the change with --apply-immediately"));
        }
        database.instance()
                .filter(instance -> instance.dbParameterGroups().stream()
                        .anyMatch(group -> "pending-reboot".equals(group.parameterApplyStatus())))
                .ifPresent(instance -> findings.accept(CHANGES.warning(
                        "parameters of \"%s\" take effect at the next reboot"
                                .formatted(
                                        instance.dbParameterGroups().getFirst().dbParameterGroupName()),
                        Remedy.of(
                                "`db-ops rds-reboot --instance %s --region %s`",
                                instance.dbInstanceIdentifier(), database.region()))));
    }

    private String window() {
        return database.instance().map(DBInstance::preferredMaintenanceWindow).orElse("");
    }

    /** The pending settings, by name; the value of a password is never shown. */
    private static void collect(SdkPojo values, List<String> names) {
        for (var field : values.sdkFields()) {
            if (field.getValueOrDefault(values) instanceof Object value
                    && !(value instanceof List<?> list && list.isEmpty())) {
                var name = words(field.memberName());
                names.add(name.contains("password") ? name : name + " " + value);
            }
        }
    }

    /** {@code DBInstanceClass} as "db instance class". */
    private static String words(String member) {
        return member.replaceAll("([a-z])([A-Z])|([A-Z])([A-Z][a-z])", "$1$3 $2$4")
                .toLowerCase(Locale.ROOT);
    }
}
