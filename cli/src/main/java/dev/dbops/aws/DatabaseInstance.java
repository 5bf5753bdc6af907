package dev.dbops.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.List;
import java.util.Optional;

/**
 * An instance, a cluster or a proxy, as far as commands need it to reach and to change it.
 *
 * @param type which of the three
 * @param name its identifier
 * @param arn its Amazon Resource Name
 * @param state RDS's word for its state, such as available
 * @param endpoint the host to connect to; empty while it is being created
 * @param port the port to connect to
 * @param securityGroups the ids of the VPC security groups that guard it
 * @param cluster the cluster that an instance is a member of; empty otherwise
 */
public record DatabaseInstance(
        Type type,
        String name,
        String arn,
        String state,
        Optional<String> endpoint,
        int port,
        List<String> securityGroups,
        Optional<String> cluster) {

    /** What RDS calls it. */
    public enum Type {
        INSTANCE,
        CLUSTER,
        PROXY;

        /** As in "there is no instance ...". */
        @Override
        public String toString() {
            return switch (this) {
                case INSTANCE -> "instance";
                case CLUSTER -> "cluster";
                case PROXY -> "proxy";
            };
        }
    }

    public DatabaseInstance {
        securityGroups = List.copyOf(securityGroups);
    }

    /** {@code instance "cruddur-db"}. */
    public String description() {
        return type + " \"" + name + "\"";
    }

    /** The failure when it was there a moment ago. */
    OpsException gone() {
        return new OpsException(Kind.FAILED, description() + " is not there any more", "was it deleted?");
    }
}
