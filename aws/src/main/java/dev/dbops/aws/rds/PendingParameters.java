package dev.dbops.aws.rds;

import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Parameter;

/**
 * Finds the parameters that wait for a restart. RDS reports only that a group has some, so these are the static
 * parameters that a user has set in it.
 */
final class PendingParameters {
    private static final String PENDING = "pending-reboot";

    /** The parameters that a user has set, as the request for parameters names them. */
    private static final String SET_BY_USER = "user";

    private final AwsClients clients;

    PendingParameters(AwsClients clients) {
        this.clients = clients;
    }

    /** Those of an instance. */
    List<PendingParameter> of(DBInstance instance) {
        var pending = new ArrayList<PendingParameter>();
        for (var group : instance.dbParameterGroups()) {
            if (PENDING.equals(group.parameterApplyStatus())) {
                pending.addAll(ofGroup(group.dbParameterGroupName()));
            }
        }
        return pending;
    }

    /** Those of the cluster, for one of its members. */
    List<PendingParameter> of(DBCluster cluster, String member) {
        var pending = cluster.dbClusterMembers().stream()
                .filter(known -> member.equals(known.dbInstanceIdentifier()))
                .anyMatch(known -> PENDING.equals(known.dbClusterParameterGroupStatus()));
        return pending ? ofClusterGroup(cluster.dbClusterParameterGroup()) : List.of();
    }

    private List<PendingParameter> ofGroup(String group) {
        return AwsCall.of(
                "rds:DescribeDBParameters",
                () -> clients
                        .rds()
                        .describeDBParametersPaginator(
                                request -> request.dbParameterGroupName(group).source(SET_BY_USER))
                        .parameters()
                        .stream()
                        .filter(PendingParameters::isStatic)
                        .map(parameter ->
                                new PendingParameter(parameter.parameterName(), parameter.parameterValue(), group))
                        .toList());
    }

    private List<PendingParameter> ofClusterGroup(String group) {
        return AwsCall.of(
                "rds:DescribeDBClusterParameters",
                () -> clients
                        .rds()
                        .describeDBClusterParametersPaginator(request ->
                                request.dbClusterParameterGroupName(group).source(SET_BY_USER))
                        .parameters()
                        .stream()
                        .filter(PendingParameters::isStatic)
                        .map(parameter ->
                                new PendingParameter(parameter.parameterName(), parameter.parameterValue(), group))
                        .toList());
    }

    private static boolean isStatic(Parameter parameter) {
        return parameter.parameterValue() != null
                && ("static".equals(parameter.applyType()) || parameter.applyMethod() == ApplyMethod.PENDING_REBOOT);
    }
}
