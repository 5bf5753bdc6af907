package dev.dbops.aws.pipeline;

import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.stack.StackResourceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** The functions of a stack, each as its alias runs it. */
final class FunctionParts {
    private final AwsClients clients;

    FunctionParts(AwsClients clients) {
        this.clients = clients;
    }

    List<PipelinePart> of(List<StackResourceState> resources) {
        var parts = new ArrayList<PipelinePart>();
        for (var resource : resources) {
            if (resource.type().equals("AWS::Lambda::Function")
                    && !resource.id().isEmpty()) {
                parts.add(part(resource.id(), alias(resource.id(), resources)));
            }
        }
        return parts;
    }

    /** The ID of an alias is its ARN, arn:aws:lambda:REGION:ACCOUNT:function:NAME:ALIAS. */
    private static Optional<String> alias(String function, List<StackResourceState> resources) {
        var start = ":function:" + function + ":";
        return resources.stream()
                .filter(resource -> resource.type().equals("AWS::Lambda::Alias")
                        && resource.id().contains(start))
                .map(resource -> resource.id().substring(resource.id().indexOf(start) + start.length()))
                .findFirst();
    }

    private PipelinePart part(String function, Optional<String> alias) {
        var name = function + alias.map(qualifier -> ":" + qualifier).orElse("");
        return AwsCall.of("lambda:GetFunctionConfiguration", () -> {
            try {
                var found = clients.lambda()
                        .getFunctionConfiguration(
                                request -> request.functionName(function).qualifier(alias.orElse(null)));
                return part(name, found);
            } catch (ResourceNotFoundException _) {
                return PipelinePart.of("function", name, "missing", false, "it was deleted outside the stack");
            }
        });
    }

    private static PipelinePart part(String name, GetFunctionConfigurationResponse found) {
        var state = Optional.ofNullable(found.stateAsString()).orElse("unknown");
        var details = new ArrayList<String>();
        details.add("version " + found.version());
        Optional.ofNullable(found.snapStart())
                .map(snap -> snap.optimizationStatusAsString())
                .ifPresent(snap -> details.add("SnapStart " + snap));
        Optional.ofNullable(found.lastModified()).ifPresent(time -> details.add("updated " + shortened(time)));
        var update = Optional.ofNullable(found.lastUpdateStatusAsString()).orElse("Successful");
        if (!update.equals("Successful")) {
            details.add("last update " + update);
        }
        Optional.ofNullable(found.stateReason()).ifPresent(details::add);
        Optional.ofNullable(found.lastUpdateStatusReason()).ifPresent(details::add);
        // Lambda lets functions sleep that nobody calls ("Lambda function states")
        var healthy = (state.equals("Active") || state.equals("Inactive")) && !update.equals("Failed");
        return PipelinePart.of("function", name, state, healthy, String.join(", ", details));
    }

    /** Lambda writes 2026-11-29T16:33:56.000+0000. */
    private static String shortened(String time) {
        return time.replaceFirst("\\.\\d+\\+0000$", "Z");
    }
}
