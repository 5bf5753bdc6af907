package dev.dbops.aws.pipeline;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.stack.StackState;
import dev.dbops.aws.stack.Stacks;
import java.util.ArrayList;
import java.util.List;

/** Looks at each part of a deployed pipeline. */
public final class PipelineStatus {
    private final AwsClients clients;

    public PipelineStatus(AwsClients clients) {
        this.clients = clients;
    }

    /**
     * The parts of a stack: itself, functions, mappings, proxies, queues and alarms, in this order.
     *
     * @throws dev.dbops.OpsException of kind USAGE when there is no such stack
     */
    public List<PipelinePart> of(String stack) {
        var stacks = new Stacks(clients);
        var state = stacks.require(stack);
        var resources = stacks.resources(state);
        var parts = new ArrayList<PipelinePart>();
        parts.add(part(state));
        resources.stream()
                .filter(resource -> resource.status().endsWith("_FAILED"))
                .forEach(resource -> parts.add(
                        PipelinePart.of("resource", resource.resource(), resource.status(), false, resource.reason())));
        parts.addAll(new FunctionParts(clients).of(resources));
        parts.addAll(new MappingParts(clients).of(resources));
        parts.addAll(new ProxyParts(clients).of(resources));
        parts.addAll(new QueueParts(clients).of(resources));
        parts.addAll(new AlarmParts(clients).of(resources));
        return parts;
    }

    /** An update that was taken back leaves a pipeline that works. */
    private static PipelinePart part(StackState state) {
        var works = state.isComplete() || state.isBusy() || state.status().equals("UPDATE_ROLLBACK_COMPLETE");
        return PipelinePart.of(
                "stack", state.name(), state.status(), works, state.reason().orElse(""));
    }
}
