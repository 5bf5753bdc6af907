package dev.dbops.cli.query;

import dev.dbops.OpsException;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.ExitCode;
import dev.dbops.cli.schema.DataGuard;
import dev.dbops.postgres.Database;
import dev.dbops.query.ParameterValues;
import dev.dbops.query.QueryMode;
import dev.dbops.query.QueryRules;
import dev.dbops.query.QueryRunner;
import dev.dbops.script.QueryStatement;
import dev.dbops.script.ScriptOutline.Destructive;
import dev.dbops.target.ConnectionTarget;
import java.util.List;
import java.util.concurrent.Callable;

/** Runs SQL and prints its rows. */
public final class Query implements Command, Callable<Integer> {
    private static final Runnable NOTHING = () -> {};

    private final QuerySourceOptions source = new QuerySourceOptions();
    private final ParameterOptions parameters = new ParameterOptions();
    private final QueryOptions shape = new QueryOptions();
    private final Context context;

    public Query(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Run SQL and print its rows; read-only without --write.");
        source.describe(model);
        parameters.describe(model);
        shape.describe(model);
        model.takesEnvironment()
                .footer(
                        "Example: db-ops query -f templates/show.sql -p handle=ada --object",
                        "Example: db-ops query \"SELECT count(*) FROM users\" --value");
    }

    /**
     * A statement that would be run.
     *
     * @param position where the statement begins
     * @param kind such as UPDATE
     * @param object the table or other object that it changes
     */
    private record Planned(String position, String kind, String object) {}

    @Override
    public Integer call() {
        shape.require();
        try (var sql = source.open(context, parameters.readsStandardInput())) {
            var statements = QueryStatement.read(sql);
            QueryRules.require(sql, statements, shape.mode(), shape.role());
            shape.requireFor(statements);
            var values = parameters.values(context);
            values.requireFor(statements);
            if (context.dryRun()) {
                context.targets().checkConfirmedName();
                context.output().print(statements.stream().map(Query::planned).toList(), "");
                return ExitCode.OK;
            }
            return run(statements, values, sql.name());
        }
    }

    private static Planned planned(QueryStatement statement) {
        return new Planned(statement.position().toString(), statement.kind(), statement.object());
    }

    private int run(List<QueryStatement> statements, ParameterValues values, String name) {
        var target = context.targets().target();
        if (shape.mode() != QueryMode.READ) {
            context.announce(target);
        }
        try (var database = context.connect(target)) {
            var check = shape.mode() == QueryMode.READ ? NOTHING : guarded(target, database, statements);
            var runner = new QueryRunner(database, shape.role(), values, new QueryNotes(context.notes()), check);
            shape.run(runner, statements, name, context.output());
            if (shape.mode() == QueryMode.TRIAL) {
                context.notes().note("rolled back; nothing was changed");
            }
            return ExitCode.OK;
        } catch (OpsException e) {
            if (!context.terminal().isAbandoned()) {
                throw e;
            }
            if (shape.mode() == QueryMode.WRITE) {
                context.notes().warning("nobody reads the results any more; nothing was changed");
            }
            return ExitCode.ABANDONED;
        }
    }

    /** Returns what is to be called before the commit. */
    private Runnable guarded(ConnectionTarget target, Database database, List<QueryStatement> statements) {
        var destructive = statements.stream()
                .filter(QueryStatement::isDestructive)
                .map(statement -> new Destructive(statement.position(), statement.kind(), statement.object()))
                .toList();
        var unclear =
                (int) statements.stream().filter(QueryStatement::mayDoMore).count();
        var together = !statements.getFirst().needsNoTransaction();
        var guard = new DataGuard(context, target, database);
        guard.confirm(destructive, unclear, together);
        return together && shape.mode() == QueryMode.WRITE ? guard.watch() : NOTHING;
    }
}
