package dev.dbops.aws.stack;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.rds.WaitTimer;
import java.util.List;
import java.util.function.Consumer;

/** Deletes a stack with its resources. */
public final class StackRemoval {
    private final AwsClients clients;
    private final StackState stack;

    /** @param stack the stack to delete */
    public StackRemoval(AwsClients clients, StackState stack) {
        this.clients = clients;
        this.stack = stack;
    }

    /**
     * Refuses what CloudFormation would refuse.
     *
     * @throws OpsException of kind REFUSED when the stack is protected, FAILED when CloudFormation is working on it
     */
    public void check() {
        if (stack.isProtected()) {
            throw new OpsException(
                    Kind.REFUSED,
                    "%s has termination protection".formatted(stack.description()),
                    "if it is to be deleted: aws cloudformation update-termination-protection"
                            + " --no-enable-termination-protection --stack-name " + stack.name());
        }
        if (stack.isBusy()) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s is busy: %s".formatted(stack.description(), stack.status()),
                    "wait until it is done: db-ops lambda-status " + stack.name());
        }
    }

    /**
     * Asks CloudFormation to delete it.
     *
     * @param retained the resources to leave, by name; possible only after a deletion that failed because of them
     */
    void request(List<String> retained) {
        AwsCall.of(
                "cloudformation:DeleteStack",
                () -> clients.cloudFormation()
                        .deleteStack(request -> request.stackName(stack.id()).retainResources(retained)));
    }

    /**
     * Deletes it, and waits until it is gone.
     *
     * @param listener receives each event once, oldest first
     * @param retained as for {@link #request}
     * @throws OpsException of kind FAILED with the first cause, TIMEOUT, or INTERRUPTED; in the last two cases
     *     CloudFormation continues
     */
    public void run(WaitTimer timer, Consumer<StackEventLine> listener, List<String> retained) {
        var wait = new StackWait(clients, stack, timer, listener);
        var after = wait.untilDone(() -> request(retained));
        if (!after.status().equals("DELETE_COMPLETE")) {
            throw wait.failure(
                    after,
                    "the deletion of " + stack.description(),
                    "%s is %s; remove the cause, and repeat the command, or leave a resource with --retain RESOURCE"
                            .formatted(after.description(), after.status()));
        }
    }
}
