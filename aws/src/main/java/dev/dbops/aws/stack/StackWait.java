package dev.dbops.aws.stack;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.rds.WaitTimer;
import java.util.function.Consumer;

/** Waits for the end of an operation on a stack, and passes on its events as they come. */
final class StackWait {
    private final Stacks stacks;
    private final StackEvents events;
    private final StackState before;
    private final WaitTimer timer;
    private final Consumer<StackEventLine> listener;

    /**
     * Makes a wait for an operation that is about to start.
     *
     * @param before the stack before the operation
     * @param listener receives each event once, oldest first
     */
    StackWait(AwsClients clients, StackState before, WaitTimer timer, Consumer<StackEventLine> listener) {
        this.stacks = new Stacks(clients);
        this.events = new StackEvents(clients, before.id());
        this.before = before;
        this.timer = timer;
        this.listener = listener;
    }

    /**
     * Starts the operation, and waits.
     *
     * @param start sends the request that starts it
     * @return the stack after it
     * @throws OpsException of kind TIMEOUT or INTERRUPTED; CloudFormation continues then
     */
    StackState untilDone(Runnable start) {
        try {
            start.run();
            return look();
        } catch (OpsException e) {
            throw e.kind() == Kind.INTERRUPTED ? interrupted(e) : e;
        } finally {
            timer.over();
        }
    }

    private StackState look() {
        while (true) {
            var now = stacks.require(before.id());
            var fresh = events.fresh();
            fresh.forEach(listener);
            if (!now.isBusy() && !now.isEmpty() && (!now.status().equals(before.status()) || !fresh.isEmpty())) {
                return now;
            }
            timer.saw(now.description(), now.status());
            timer.pause(now.description(), "%s is still %s".formatted(now.description(), now.status()), lookAgain());
        }
    }

    private String lookAgain() {
        return "db-ops lambda-status " + before.name();
    }

    /** An interrupt in the middle of a request says nothing about the stack. */
    private OpsException interrupted(OpsException cause) {
        return new OpsException(
                Kind.INTERRUPTED,
                "interrupted while waiting for " + before.description(),
                "AWS continues; to see its state: " + lookAgain(),
                cause);
    }

    /** The failure of the operation, which names its first cause. */
    OpsException failure(StackState after, String what, String hint) {
        var cause = events.firstCause()
                .map(event -> "%s (%s): %s".formatted(event.resource(), event.type(), event.reason()))
                .or(after::reason)
                .orElse("CloudFormation gives no reason");
        return new OpsException(Kind.FAILED, "%s failed: %s".formatted(what, cause), hint);
    }
}
