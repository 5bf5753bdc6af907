package dev.dbops.cli.rds;

import dev.dbops.aws.provisioning.ProvisionedDatabase;
import dev.dbops.cli.command.Context;

/** Prints a new database and its URL. */
public final class Provisioning {
    private Provisioning() {}

    public static void print(Context context, ProvisionedDatabase database) {
        var sentence = "%s is %s".formatted(database.description(), database.state());
        context.output()
                .print(
                        database,
                        database.url().map(url -> sentence + "\n" + url).orElse(sentence));
        if (database.url().isEmpty()) {
            context.notes()
                    .note("its URL is shown when it is available: db-ops rds-status --instance " + database.name());
        }
        context.notes()
                .note(
                        database.publiclyAccessible()
                                ? "its security groups must allow your address: db-ops sg-update --instance "
                                        + database.name()
                                : "it has no public address: only its own network can reach it");
    }
}
