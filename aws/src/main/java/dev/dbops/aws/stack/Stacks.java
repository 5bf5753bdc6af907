package dev.dbops.aws.stack;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsFailure;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;

/** Finds stacks and their resources. */
public final class Stacks {
    /** StackName in CreateStack of the CloudFormation API reference. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z][-a-zA-Z0-9]{0,127}");

    private final AwsClients clients;

    public Stacks(AwsClients clients) {
        this.clients = clients;
    }

    /**
     * Checks a name.
     *
     * @throws OpsException of kind USAGE when a stack cannot have it
     */
    public static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not the name of a stack".formatted(name),
                    "use letters, digits and hyphens, a letter first, at most 128 characters");
        }
        return name;
    }

    /**
     * The stack of this name; empty when there is none.
     *
     * @param nameOrId the name, or the ID, by which a deleted stack is found too
     */
    public Optional<StackState> find(String nameOrId) {
        return AwsCall.of("cloudformation:DescribeStacks", () -> {
            try {
                return clients.cloudFormation().describeStacks(request -> request.stackName(nameOrId)).stacks().stream()
                        .findFirst()
                        .map(StackState::of);
            } catch (CloudFormationException e) {
                if (isMissing(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /** It has no error code of its own: "If the stack doesn't exist, a ValidationError is returned" (DescribeStacks). */
    static boolean isMissing(CloudFormationException failure) {
        return AwsFailure.message(failure).contains("does not exist");
    }

    /**
     * The stack of this name.
     *
     * @throws OpsException of kind USAGE when there is none
     */
    public StackState require(String name) {
        return find(name)
                .orElseThrow(() -> new OpsException(
                        Kind.USAGE,
                        "there is no stack \"%s\" in %s".formatted(name, clients.region()),
                        "check its name and --region; to list stacks: aws cloudformation list-stacks; to make it:"
                                + " db-ops lambda-deploy " + name));
    }

    /** The resources of a stack that were not deleted. */
    public List<StackResourceState> resources(StackState stack) {
        return AwsCall.of(
                "cloudformation:ListStackResources",
                () -> clients
                        .cloudFormation()
                        .listStackResourcesPaginator(request -> request.stackName(stack.id()))
                        .stackResourceSummaries()
                        .stream()
                        .filter(resource -> !resource.resourceStatusAsString().equals("DELETE_COMPLETE"))
                        .map(StackResourceState::of)
                        .toList());
    }
}
