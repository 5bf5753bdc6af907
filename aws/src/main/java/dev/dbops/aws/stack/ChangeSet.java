package dev.dbops.aws.stack;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsFailure;
import dev.dbops.aws.rds.WaitTimer;
import dev.dbops.aws.stack.template.StackParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.InsufficientCapabilitiesException;
import software.amazon.awssdk.services.cloudformation.model.Parameter;

/** A change set of a stack: what CloudFormation would do, before it does it. */
public final class ChangeSet {
    private final AwsClients clients;
    private final String stackName;
    private final String stackId;
    private final String id;

    private ChangeSet(AwsClients clients, String stackName, String stackId, String id) {
        this.clients = clients;
        this.stackName = stackName;
        this.stackId = stackId;
        this.id = id;
    }

    /**
     * Asks CloudFormation for a change set.
     *
     * @param isNew whether there is no stack yet, or an empty one
     * @param templateUrl where the template is in S3
     */
    static ChangeSet create(
            AwsClients clients, String stack, boolean isNew, String templateUrl, StackParameters values) {
        var request = CreateChangeSetRequest.builder()
                .stackName(stack)
                .changeSetName("db-ops-" + UUID.randomUUID())
                .changeSetType(isNew ? ChangeSetType.CREATE : ChangeSetType.UPDATE)
                .templateURL(templateUrl)
                .parameters(parameters(values))
                .capabilities(Capability.CAPABILITY_IAM, Capability.CAPABILITY_AUTO_EXPAND)
                .build();
        var made = AwsCall.of("cloudformation:CreateChangeSet", () -> {
            try {
                return clients.cloudFormation().createChangeSet(request);
            } catch (InsufficientCapabilitiesException e) {
                throw new OpsException(
                        Kind.REFUSED,
                        "the template needs more than db-ops acknowledges: " + AwsFailure.message(e),
                        "db-ops acknowledges IAM resources without names (CAPABILITY_IAM) and transforms; remove the"
                                + " names of roles and policies",
                        e);
            }
        });
        return new ChangeSet(clients, stack, made.stackId(), made.id());
    }

    private static List<Parameter> parameters(StackParameters values) {
        var parameters = new ArrayList<Parameter>();
        values.given()
                .forEach((name, value) -> parameters.add(Parameter.builder()
                        .parameterKey(name)
                        .parameterValue(value)
                        .build()));
        values.kept()
                .forEach(name -> parameters.add(Parameter.builder()
                        .parameterKey(name)
                        .usePreviousValue(true)
                        .build()));
        return parameters;
    }

    /** The ID of its stack. */
    String stackId() {
        return stackId;
    }

    /**
     * Waits until it is complete, and reads its changes, all pages.
     *
     * @return the changes; empty when the stack is already as the template says
     * @throws OpsException of kind FAILED with CloudFormation's reason, TIMEOUT, or INTERRUPTED
     */
    List<StackChange> await(WaitTimer timer) {
        try {
            while (true) {
                var now = page(null);
                switch (now.statusAsString()) {
                    case "CREATE_COMPLETE" -> {
                        return changes(now);
                    }
                    case "FAILED" -> {
                        refuseFailed(Optional.ofNullable(now.statusReason()).orElse("without a reason"));
                        return List.of();
                    }
                    default ->
                        timer.pause(
                                "the change set of stack \"%s\"".formatted(stackName),
                                "the change set of stack \"%s\" is still %s".formatted(stackName, now.statusAsString()),
                                "aws cloudformation describe-change-set --change-set-name " + id);
                }
            }
        } finally {
            timer.over();
        }
    }

    private DescribeChangeSetResponse page(String token) {
        return AwsCall.of(
                "cloudformation:DescribeChangeSet",
                () -> clients.cloudFormation()
                        .describeChangeSet(request -> request.changeSetName(id).nextToken(token)));
    }

    private List<StackChange> changes(DescribeChangeSetResponse first) {
        var changes = new ArrayList<StackChange>();
        for (var page = first; true; page = page(page.nextToken())) {
            page.changes().stream()
                    .filter(change -> change.resourceChange() != null)
                    .map(change -> StackChange.of(change.resourceChange()))
                    .forEach(changes::add);
            if (page.nextToken() == null) {
                return changes;
            }
        }
    }

    /** A change set without changes fails, and only its reason tells that from a failure. */
    private void refuseFailed(String reason) {
        if (!reason.contains("didn't contain changes") && !reason.contains("No updates are to be performed")) {
            throw new OpsException(
                    Kind.FAILED,
                    "CloudFormation cannot make the changes of stack \"%s\": %s".formatted(stackName, reason),
                    "correct the template or the parameters; nothing was changed");
        }
    }

    /** Starts to make the changes. The token lets CloudFormation recognize a request that the SDK repeats. */
    void execute() {
        var token = UUID.randomUUID().toString();
        AwsCall.of(
                "cloudformation:ExecuteChangeSet",
                () -> clients.cloudFormation()
                        .executeChangeSet(request -> request.changeSetName(id).clientRequestToken(token)));
    }

    /** Deletes it, and changes nothing. */
    void delete() {
        AwsCall.of(
                "cloudformation:DeleteChangeSet",
                () -> clients.cloudFormation().deleteChangeSet(request -> request.changeSetName(id)));
    }
}
