package dev.dbops.cli.lambda;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.lambda.LambdaFunction;
import dev.dbops.aws.lambda.role.LambdaRoleRemoval;
import dev.dbops.aws.lambda.role.RolePart;
import dev.dbops.aws.lambda.role.RolePart.State;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.rds.WaitOptions;
import dev.dbops.events.capture.DeliveryCheck;
import dev.dbops.extension.LambdaExtension;
import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes back what lets a database call a function, after confirmation by name, and shows what became of each part. */
final class RoleRemovalRun {
    private final Context context;
    private final WaitOptions waiting;
    private final LambdaRoleRemoval removal;
    private final RoleDatabase database;
    private final LambdaFunction function;

    RoleRemovalRun(
            Context context,
            WaitOptions waiting,
            LambdaRoleRemoval removal,
            RoleDatabase database,
            LambdaFunction function) {
        this.context = context;
        this.waiting = waiting;
        this.removal = removal;
        this.database = database;
        this.function = function;
    }

    void run() {
        database.connection().ifPresent(this::refuseUsed);
        var found = removal.database().database();
        if (context.dryRun()) {
            context.confirmation().refuseOtherName(found.type().toString(), found.name());
            print(false);
            return;
        }
        if (!removal.isEmpty()) {
            context.confirmation().requireNamed(removal.deed(), found.type().toString(), found.name());
            database.connection().ifPresent(this::clean);
            removal.run(waiting.wanted() ? Optional.of(waiting.waiter()) : Optional.empty());
        }
        print(true);
        database.requireConnected();
    }

    /** Their statements would warn from now on, or fail with --lambda-errors abort. */
    private void refuseUsed(Database open) {
        DeliveryCheck.calledFunctions(open).forEach((called, tables) -> {
            if (isTheFunction(called)) {
                throw new OpsException(
                        Kind.REFUSED,
                        "the triggers of %s call %s".formatted(String.join(", ", tables), function.description()),
                        "first install them without --lambda: db-ops triggers-install --table %s --events"
                                .formatted(tables.getFirst()));
            }
        });
    }

    /** Triggers may name it by its name or its ARN. */
    private boolean isTheFunction(String called) {
        return called.equals(function.id()) || (":" + called + ":").contains(":" + function.name() + ":");
    }

    private void clean(Database open) {
        var name = open.target().database();
        var extension = new LambdaExtension(open);
        removal.grantee(name).ifPresent(extension::revoke);
        extension.drop(removal.extensions(name));
    }

    private void print(boolean done) {
        List<RolePart> parts = new ArrayList<>(removal.parts(done));
        database.connection()
                .ifPresent(open -> parts.addAll(ofDatabase(open.target().database(), done)));
        context.output().print(parts, "");
        if (removal.isLast() && database.connection().isEmpty()) {
            context.notes().remark("the extension stays in the databases; to drop it: DROP EXTENSION aws_lambda");
        }
    }

    private List<RolePart> ofDatabase(String name, boolean done) {
        var parts = new ArrayList<RolePart>();
        removal.grantee(name).ifPresent(role -> parts.add(part("grant", "role \"%s\"".formatted(role), done)));
        var extensions = removal.extensions(name);
        if (!extensions.isEmpty()) {
            parts.add(part("extension", String.join(", ", extensions), done));
        }
        return parts;
    }

    private static RolePart part(String part, String what, boolean done) {
        return done
                ? new RolePart(part, State.REMOVED, what)
                : new RolePart(part, State.DONE, what + " would be removed");
    }
}
