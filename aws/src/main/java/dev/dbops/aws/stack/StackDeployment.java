package dev.dbops.aws.stack;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.rds.WaitTimer;
import dev.dbops.aws.stack.template.StackParameters;
import dev.dbops.aws.stack.template.StackTemplate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Creates or updates a stack, by a change set that is looked at before it is executed. */
public final class StackDeployment {
    private final AwsClients clients;
    private final String name;
    private final Optional<StackState> existing;
    private Optional<ChangeSet> changeSet = Optional.empty();

    /**
     * Looks at the stack.
     *
     * @throws OpsException of kind FAILED when it is in a state in which CloudFormation accepts no change
     */
    public StackDeployment(AwsClients clients, String name) {
        this.clients = clients;
        this.name = name;
        this.existing = new Stacks(clients).find(name);
        existing.ifPresent(StackDeployment::refuseUnusable);
    }

    private static void refuseUnusable(StackState stack) {
        if (stack.isBusy()) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s is busy: %s".formatted(stack.description(), stack.status()),
                    "wait until it is done: db-ops lambda-status " + stack.name());
        }
        if (stack.status().equals("UPDATE_ROLLBACK_FAILED")) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s is UPDATE_ROLLBACK_FAILED: an update failed, and it could not be taken back"
                            .formatted(stack.description()),
                    "remove the cause, then: aws cloudformation continue-update-rollback --stack-name " + stack.name());
        }
        if (stack.status().endsWith("_FAILED") && !stack.status().startsWith("UPDATE")) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s is %s and cannot be updated%s"
                            .formatted(
                                    stack.description(),
                                    stack.status(),
                                    stack.reason().map(reason -> ": " + reason).orElse("")),
                    "delete what is left of it: db-ops lambda-remove " + stack.name());
        }
    }

    /** The stack before the deployment; empty when there is none. */
    public Optional<StackState> existing() {
        return existing;
    }

    /** Returns whether the deployment creates the stack. */
    public boolean isCreation() {
        return existing.map(stack -> stack.isEmpty() || stack.isTakenBack()).orElse(true);
    }

    /** Returns whether an earlier creation failed, so that its remains have to be deleted first. */
    public boolean hasRemains() {
        return existing.filter(StackState::isTakenBack).isPresent();
    }

    /** Deletes the remains of a failed creation, which have no resources any more. */
    public void deleteRemains(WaitTimer timer) {
        new StackRemoval(clients, existing.orElseThrow()).run(timer, _ -> {}, List.of());
    }

    /**
     * Makes the change set, after the template is uploaded.
     *
     * @return its changes; empty when the stack is already as the template says
     */
    public List<StackChange> plan(
            StackTemplate template, StackParameters values, DigestUpload bucket, WaitTimer timer) {
        var content = template.text().getBytes(StandardCharsets.UTF_8);
        if (content.length > StackTemplate.LARGEST) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s has %d bytes; a template has at most %d"
                            .formatted(template.name(), content.length, StackTemplate.LARGEST),
                    "divide it into several stacks");
        }
        var key = DigestUpload.key("db-ops/", content, ".template");
        bucket.put(key, content);
        var made = ChangeSet.create(clients, name, isCreation(), bucket.url(key), values);
        changeSet = Optional.of(made);
        return made.await(timer);
    }

    /** Deletes the change set, and the empty stack that it may have made. */
    public void discard() {
        changeSet.ifPresent(made -> {
            made.delete();
            if (isCreation()) {
                new Stacks(clients)
                        .find(made.stackId())
                        .filter(StackState::isEmpty)
                        .ifPresent(stack -> new StackRemoval(clients, stack).request(List.of()));
            }
        });
        changeSet = Optional.empty();
    }

    /**
     * Executes the change set, and waits until the stack is deployed.
     *
     * @param listener receives each event once, oldest first
     * @return the stack
     * @throws OpsException of kind FAILED with the first cause, TIMEOUT, or INTERRUPTED; in the last two cases
     *     CloudFormation continues
     */
    public StackState execute(WaitTimer timer, Consumer<StackEventLine> listener) {
        var made = changeSet.orElseThrow();
        var wait = new StackWait(clients, new Stacks(clients).require(made.stackId()), timer, listener);
        var after = wait.untilDone(made::execute);
        changeSet = Optional.empty();
        if (after.isComplete()) {
            return after;
        }
        throw wait.failure(
                after,
                "the deployment of " + after.description(),
                "%s is %s; %s"
                        .formatted(
                                after.description(),
                                after.status(),
                                after.status().endsWith("ROLLBACK_COMPLETE")
                                        ? "correct the cause, and deploy again"
                                        : "what is left of it: db-ops lambda-status " + after.name()));
    }
}
