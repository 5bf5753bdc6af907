package dev.dbops.cli.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.cli.command.Context;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.RdsEndpoint;
import java.util.List;
import java.util.Optional;

/** The database of the connection URL, for a command that works on an instance and looks into a database of it. */
public final class InstanceDatabase {
    /** The endpoints whose names are those of instances and clusters. */
    private static final List<RdsEndpoint.Kind> NAMED =
            List.of(RdsEndpoint.Kind.INSTANCE, RdsEndpoint.Kind.CLUSTER, RdsEndpoint.Kind.CLUSTER_READER);

    private final Context context;
    private final InstanceOptions instance;

    public InstanceDatabase(Context context, InstanceOptions instance) {
        this.context = context;
        this.instance = instance;
    }

    /**
     * The database; empty when no connection URL is set. The host of a tunnel is accepted, because its name says nothing.
     *
     * @throws OpsException of kind USAGE when the URL leads to another instance
     */
    public Optional<ConnectionTarget> of(DatabaseInstance found) {
        var known = instance.target();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        InstanceOptions.ofHost(known.get())
                .filter(host -> host.kind().filter(NAMED::contains).isPresent())
                .filter(host -> !isOf(host, found))
                .ifPresent(host -> {
                    throw new OpsException(
                            Kind.USAGE,
                            "the connection URL leads to \"%s\" (from %s), and not to %s"
                                    .formatted(host.name(), host.source(), found.description()),
                            "pass the URL of a database of it: --url, or the environment's name");
                });
        return Optional.of(context.targets().target());
    }

    private static boolean isOf(InstanceReference host, DatabaseInstance found) {
        return host.name().equalsIgnoreCase(found.name())
                || found.cluster().filter(host.name()::equalsIgnoreCase).isPresent()
                || host.kind().equals(Optional.of(RdsEndpoint.Kind.INSTANCE))
                        && found.type() == DatabaseInstance.Type.CLUSTER;
    }
}
