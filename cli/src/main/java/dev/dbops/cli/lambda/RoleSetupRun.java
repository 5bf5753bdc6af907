package dev.dbops.cli.lambda;

import dev.dbops.aws.lambda.role.LambdaRoleSetup;
import dev.dbops.aws.lambda.role.RolePart;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.rds.WaitOptions;
import dev.dbops.extension.LambdaExtension;
import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes what is missing for a database to call a function, after confirmation, and shows all parts. */
final class RoleSetupRun {
    private final Context context;
    private final WaitOptions waiting;
    private final LambdaRoleSetup setup;
    private final RoleDatabase database;

    RoleSetupRun(Context context, WaitOptions waiting, LambdaRoleSetup setup, RoleDatabase database) {
        this.context = context;
        this.waiting = waiting;
        this.setup = setup;
        this.database = database;
    }

    void run() {
        var state = database.state();
        var deeds = new ArrayList<>(setup.deeds());
        state.map(RoleDatabase::deeds).ifPresent(deeds::addAll);
        var found = setup.database().database();
        if (context.dryRun()) {
            context.confirmation().refuseOtherName(found.type().toString(), found.name());
            deeds.forEach(deed -> context.notes().note("would " + deed));
        } else if (!deeds.isEmpty()) {
            context.confirmation()
                    .requireYes(String.join("; ", deeds), found.type().toString(), found.name());
            change(state);
        } else if (waiting.wanted()) {
            setup.associate(waiting.waiter(), true);
        }
        print();
        database.requireConnected();
    }

    /** The association comes last: RDS sees a new role some seconds late, and the other parts take that time. */
    private void change(Optional<LambdaExtension.State> state) {
        setup.prepare();
        state.filter(known -> !known.isDone()).ifPresent(known -> {
            var name = database.connection().map(Database::target).orElseThrow().database();
            setup.record(name, known.missing(), known.mayInvoke() ? "" : known.role());
            database.create(known);
        });
        setup.associate(waiting.waiter(), waiting.wanted());
    }

    private void print() {
        List<RolePart> parts = new ArrayList<>(setup.parts());
        parts.addAll(database.parts());
        context.output().print(parts, "");
        database.leftSql().ifPresent(sql -> context.notes().remark("to be run in the database: " + sql));
        if (parts.stream().anyMatch(part -> part.state() == RolePart.State.PENDING)) {
            context.notes().remark("RDS takes a minute to use the role; --wait waits for it");
        }
    }
}
