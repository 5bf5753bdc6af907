package dev.dbops.cli.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.deletion.DatabaseDeletion;
import dev.dbops.aws.rds.RdsName;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.util.Optional;

/** Deletes an RDS instance, or a cluster with its instances. */
public final class RdsDelete implements Command, Runnable {
    private String finalSnapshot = "";
    private boolean noFinalSnapshot;
    private boolean disableProtection;

    private final Context context;
    private final InstanceOptions instance;
    private final WaitOptions wait;

    public RdsDelete(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
        this.wait = new WaitOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Delete an RDS instance, or a cluster with its instances.");
        instance.describe(model);
        model.option(
                        "--final-snapshot",
                        "NAME",
                        "Name of the final snapshot. Default: INSTANCE-final-TIME.",
                        value -> finalSnapshot = value)
                .flag(
                        "--no-final-snapshot",
                        "Delete the data without a final snapshot.",
                        value -> noFinalSnapshot = value)
                .flag(
                        "--disable-deletion-protection",
                        "Turn deletion protection off first.",
                        value -> disableProtection = value);
        wait.describe(model);
        model.footer(
                "Requires the instance's name: type it at the prompt, or pass --confirm NAME.",
                "--yes is not enough.",
                "",
                "Example: db-ops rds-delete --instance cruddur-db --disable-deletion-protection");
    }

    /**
     * The deleted database.
     *
     * @param type instance or cluster
     * @param name its name
     * @param gone whether it is deleted already; otherwise AWS is deleting it
     * @param finalSnapshot the final snapshot, which remains
     */
    private record Result(String type, String name, boolean gone, Optional<String> finalSnapshot) {}

    @Override
    public void run() {
        if (noFinalSnapshot && !finalSnapshot.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE, "--final-snapshot and --no-final-snapshot cannot be combined", "pass one of them");
        }
        var named = finalSnapshot.isEmpty()
                ? Optional.<String>empty()
                : Optional.of(RdsName.snapshot(finalSnapshot, "--final-snapshot"));
        var waits = wait.wanted();
        var reference = instance.reference();
        try (var clients = instance.clients(reference)) {
            var deletion = new DatabaseDeletion(
                    clients, reference, new DatabaseDeletion.Choice(!noFinalSnapshot, named, disableProtection));
            var found = deletion.database();
            deletion.warning().ifPresent(context.notes()::warning);
            if (context.dryRun()) {
                context.confirmation().refuseOtherName(found.type().toString(), found.name());
                context.output().print(deletion.plan().parameters(), "");
                return;
            }
            context.confirmation().requireNamed(deletion.deed(), found.type().toString(), found.name());
            deletion.run();
            if (waits) {
                deletion.awaitGone(wait.waiter());
            }
            context.output()
                    .print(
                            new Result(found.type().toString(), found.name(), waits, deletion.finalSnapshot()),
                            "%s is %s".formatted(found.description(), waits ? "deleted" : "being deleted")
                                    + deletion.finalSnapshot()
                                            .map(", snapshot \"%s\" remains"::formatted)
                                            .orElse(""));
        }
    }
}
