package dev.dbops.aws.pipeline;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.proxy.DatabaseProxies;
import dev.dbops.aws.proxy.ProxyTarget;
import dev.dbops.aws.stack.StackResourceState;
import java.util.List;
import java.util.stream.Stream;

/** The RDS proxies of a stack, with their target databases. */
final class ProxyParts {
    private final AwsClients clients;

    ProxyParts(AwsClients clients) {
        this.clients = clients;
    }

    List<PipelinePart> of(List<StackResourceState> resources) {
        return resources.stream()
                .filter(resource -> resource.type().equals("AWS::RDS::DBProxy")
                        && !resource.id().isEmpty())
                .flatMap(this::parts)
                .toList();
    }

    private Stream<PipelinePart> parts(StackResourceState resource) {
        try {
            return new DatabaseProxies(clients).named(resource.id()).stream().map(ProxyParts::part);
        } catch (OpsException e) {
            if (e.kind() != Kind.USAGE) {
                throw e;
            }
            return Stream.of(
                    PipelinePart.of("proxy", resource.id(), "missing", false, "it was deleted outside the stack"));
        }
    }

    private static PipelinePart part(ProxyTarget target) {
        // a new proxy is REGISTERING for some minutes
        var reaches =
                target.targetState().equals("AVAILABLE") || target.targetState().equals("REGISTERING");
        return PipelinePart.of(
                "proxy",
                target.proxy(),
                target.target().isEmpty() ? target.state() : target.targetState(),
                reaches,
                (target.target().isEmpty() ? "no target" : "to " + target.target())
                        + (target.reason().isEmpty() ? "" : ": " + target.reason()));
    }
}
