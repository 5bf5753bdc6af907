package dev.dbops.cli.rds.settings;

import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.secret.ManagedSecret;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.rds.WaitOptions;

/** Shows and rotates the secret in which RDS keeps the master password. */
public final class RdsSecret implements Command, Runnable {
    private final Context context;
    private final SecretChangeOptions options = new SecretChangeOptions();
    private final InstanceOptions instance;
    private final WaitOptions wait;

    public RdsSecret(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
        this.wait = new WaitOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Show or rotate the secret in which RDS keeps the master password.");
        instance.describe(model);
        options.describe(model);
        wait.describe(model);
        model.footer(
                "The password itself is never read or shown. For a member of a cluster, this is",
                "the secret of the cluster.",
                "",
                "Example: db-ops rds-secret --instance cruddur-db");
    }

    /**
     * The change of who keeps the password.
     *
     * @param type instance or cluster
     * @param name its identifier
     * @param requested whether it was requested from AWS
     */
    private record Managed(DatabaseInstance.Type type, String name, boolean requested) {}

    @Override
    public void run() {
        options.check();
        if (!options.rotate()) {
            wait.wanted();
        }
        var reference = instance.reference();
        try (var clients = instance.clients(reference)) {
            var secret = new ManagedSecret(clients, reference);
            if (options.manage()) {
                manage(secret);
            } else if (options.changesRotation()) {
                rotate(secret);
            } else {
                context.output().printFields(secret.status());
            }
        }
    }

    private void rotate(ManagedSecret secret) {
        var database = secret.database();
        var request = secret.rotation(options.schedule(), options.rotate());
        if (context.dryRun()) {
            context.confirmation().refuseOtherName(database.type().toString(), database.name());
            context.output().print(secret.status(), "would " + deed(secret));
            return;
        }
        context.confirmation().requireYes(deed(secret), database.type().toString(), database.name());
        secret.rotate(request, wait.waiter());
        context.output().printFields(secret.status());
    }

    private String deed(ManagedSecret secret) {
        var change =
                options.rotate() ? "change the master password of " : "change the rotation of the master password of ";
        return change
                + secret.database().description()
                + options.schedule()
                        .map(wanted -> ", and rotate it by the schedule " + wanted.text())
                        .orElse("");
    }

    private void manage(ManagedSecret secret) {
        var database = secret.database();
        var deed = "replace the master password of %s with one that RDS keeps; logins with the present one fail then"
                .formatted(database.description());
        if (secret.exists()) {
            print(
                    database,
                    false,
                    "nothing to do: RDS keeps the master password of %s already".formatted(database.description()));
        } else if (context.dryRun()) {
            context.confirmation().refuseOtherName(database.type().toString(), database.name());
            print(database, false, "would " + deed);
        } else {
            context.confirmation().requireNamed(deed, database.type().toString(), database.name());
            secret.manage();
            if (wait.waits()) {
                secret.awaitManaged(wait.waiter());
                context.output().printFields(secret.status());
            } else {
                print(
                        database,
                        true,
                        "RDS is creating the secret; to see it: db-ops rds-secret --instance " + database.name());
            }
        }
    }

    private void print(DatabaseInstance database, boolean requested, String sentence) {
        context.output().print(new Managed(database.type(), database.name(), requested), sentence);
    }
}
