package dev.dbops.cli.lambda;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.stack.StackRemoval;
import dev.dbops.aws.stack.StackResourceState;
import dev.dbops.aws.stack.StackState;
import dev.dbops.aws.stack.Stacks;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.rds.WaitOptions;
import java.util.List;

/** Deletes a stack after confirmation by name, and shows what goes and what stays. */
final class RemovalRun {
    private static final String ROLE_COMMAND = "LambdaRoleCommand";

    private final Context context;
    private final StackState stack;
    private final StackRemoval removal;
    private final List<StackResourceState> resources;
    private final List<String> retained;

    RemovalRun(Context context, AwsClients clients, StackState stack, List<String> retained) {
        this.context = context;
        this.stack = stack;
        this.removal = new StackRemoval(clients, stack);
        this.resources = new Stacks(clients).resources(stack);
        this.retained = retained;
    }

    /**
     * A resource that is going to be deleted.
     *
     * @param resource its name in the template
     * @param type its type
     * @param id its name or ID in its service
     */
    private record Deleted(String resource, String type, String id) {}

    /**
     * The result.
     *
     * @param stack the deleted stack
     * @param resources the resources that were deleted with it, or were left
     */
    private record Result(String stack, List<Deleted> resources) {}

    void run(WaitOptions waiting) {
        removal.check();
        refuseUnknown();
        var deleted = resources.stream()
                .filter(resource -> !retained.contains(resource.resource()))
                .map(resource -> new Deleted(resource.resource(), resource.type(), resource.id()))
                .toList();
        if (context.output().isForPeople()) {
            context.output().print(deleted, "%s has no resources".formatted(stack.description()));
        }
        if (context.dryRun()) {
            context.confirmation().refuseOtherName("stack", stack.name());
            printForPrograms(deleted);
            return;
        }
        context.confirmation().requireNamed(deed(deleted), "stack", stack.name());
        removal.run(waiting.patience(), event -> context.notes().note(event.line()), retained);
        printForPrograms(deleted);
        if (context.output().isForPeople()) {
            context.notes().note("%s is deleted".formatted(stack.description()));
        }
        roleStays();
    }

    private String deed(List<Deleted> deleted) {
        var databases = deleted.stream()
                .filter(resource -> resource.type().equals("AWS::RDS::DBInstance"))
                .map(Deleted::id)
                .toList();
        return "delete %s with %d resources and the messages in its queues%s"
                .formatted(
                        stack.description(),
                        deleted.size(),
                        databases.isEmpty()
                                ? ""
                                : "; of %s only a final snapshot remains".formatted(String.join(", ", databases)));
    }

    private void refuseUnknown() {
        for (var name : retained) {
            var known =
                    resources.stream().anyMatch(resource -> resource.resource().equals(name));
            if (!known || !stack.status().equals("DELETE_FAILED")) {
                throw new OpsException(
                        Kind.USAGE,
                        known
                                ? "--retain %s is possible only after a deletion that failed: %s is %s"
                                        .formatted(name, stack.description(), stack.status())
                                : "%s has no resource %s".formatted(stack.description(), name),
                        "omit --retain");
            }
        }
    }

    private void printForPrograms(List<Deleted> deleted) {
        if (!context.output().isForPeople()) {
            context.output().print(new Result(stack.name(), deleted), "");
        }
    }

    /** An existing database has its role from lambda-role, which knows what it made. */
    private void roleStays() {
        stack.outputs().stream()
                .filter(output -> output.output().equals(ROLE_COMMAND))
                .forEach(output -> context.notes()
                        .remark(
                                "the database may still call the function, if that was set up; to remove that: %s --remove"
                                        .formatted(output.value())));
    }
}
