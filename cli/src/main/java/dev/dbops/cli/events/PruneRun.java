package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.events.Consumers;
import dev.dbops.events.log.LogInUse;
import dev.dbops.events.log.Partitions;
import dev.dbops.events.log.Retention;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.Transaction;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a prune, each in a transaction of its own.
 *
 * @param database the database of the log
 * @param retention removes the events
 * @param forgotten the consumer to forget; empty for none
 */
record PruneRun(Database database, Retention retention, String forgotten) {
    /** @throws OpsException when a step fails; the message also says what the steps before it have done */
    PruneResult run(Retention.Plan plan) {
        var done = new ArrayList<String>();
        try {
            return run(plan, done);
        } catch (OpsException e) {
            var failure = LogInUse.of(e);
            if (done.isEmpty()) {
                throw failure;
            }
            var last = Transaction.ofPart(failure);
            throw last.withMessage("%s; before that, %s".formatted(last.getMessage(), String.join(", ", done)));
        }
    }

    private PruneResult run(Retention.Plan plan, List<String> done) {
        if (!forgotten.isEmpty()) {
            new Consumers(database).forget(forgotten);
            done.add("consumer \"%s\" was forgotten".formatted(forgotten));
        }
        for (var partition : plan.free()) {
            retention.drop(partition);
            done.add(partition.name() + " was dropped");
        }
        var deleted = retention.deleteRows();
        return PruneResult.of(plan, deleted, Partitions.ensure(database), forgotten, "dropped");
    }
}
