package dev.dbops.script;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.NearestName;
import dev.dbops.postgres.Transaction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs a script with few round trips: consecutive statements are sent together (see {@link Pipeline}), and the data of a
 * COPY is streamed after its statement.
 */
public final class ScriptRunner {
    private final Database database;
    private final Function<String, Database> connector;
    private final ScriptListener listener;

    /**
     * @param connector opens another database of the same server, for {@code \connect}; the runner closes it
     */
    public ScriptRunner(Database database, Function<String, Database> connector, ScriptListener listener) {
        this.database = database;
        this.connector = connector;
        this.listener = listener;
    }

    /** As {@link #run(InputFile, ScriptOptions, Consumer)}, with nothing to do at the end. */
    public ScriptResult run(InputFile script, ScriptOptions options) {
        return run(script, options, _ -> {});
    }

    /**
     * Runs the whole script in its mode.
     *
     * @param beforeCommit is called at the end, inside the transaction if there is one
     * @throws OpsException with the place in the script that failed, and the outcome of the rest
     */
    public ScriptResult run(InputFile script, ScriptOptions options, Consumer<Database> beforeCommit) {
        return options.mode().inTransaction()
                ? runInTransaction(script, options, beforeCommit)
                : runStatements(script, options, beforeCommit);
    }

    /**
     * Runs the whole script in the transaction that the caller has begun, and leaves it open.
     *
     * @param options options with a single-transaction mode
     * @throws OpsException with the place in the script that failed; the caller rolls back
     */
    public ScriptResult runWithin(InputFile script, ScriptOptions options) {
        try (var run = new ScriptRun(database, connector, options, listener)) {
            run.toEnd(script);
            run.beforeCommit();
            return run.result();
        }
    }

    private ScriptResult runInTransaction(InputFile script, ScriptOptions options, Consumer<Database> beforeCommit) {
        var transaction = new Transaction(database, script.name());
        try (var run = new ScriptRun(database, connector, options, listener)) {
            Supplier<ScriptRun> work = () -> {
                run.toEnd(script);
                beforeCommit.accept(database);
                run.beforeCommit();
                return run;
            };
            if (options.mode() == ScriptOptions.Mode.CHECK) {
                transaction.check(work);
            } else {
                transaction.commit(work);
            }
            return run.result();
        } catch (OpsException e) {
            throw new NearestName(
                            database, () -> ScriptOutline.of(script, options).created(e))
                    .advise(e);
        }
    }

    private ScriptResult runStatements(InputFile script, ScriptOptions options, Consumer<Database> beforeCommit) {
        try (var run = new ScriptRun(database, connector, options, listener)) {
            try {
                run.toEnd(script);
                beforeCommit.accept(database);
                return run.result();
            } catch (OpsException e) {
                throw run.withAccount(new NearestName(database).advise(e));
            }
        }
    }
}
