package dev.dbops.aws.parameter;

import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterParametersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbParametersRequest;
import software.amazon.awssdk.services.rds.model.Filter;
import software.amazon.awssdk.services.rds.model.Parameter;

/** Reads the parameters of parameter groups, and the defaults of their families. */
final class ParameterReader {
    private static final String SET = "user";

    private final AwsClients clients;

    ParameterReader(AwsClients clients) {
        this.clients = clients;
    }

    /** All parameters of a group, by name. */
    Map<String, GroupParameter> all(ParameterGroup group) {
        return read(group, null, List.of());
    }

    /** The parameters that the group's owner has set. */
    Map<String, GroupParameter> set(ParameterGroup group) {
        return read(group, SET, List.of());
    }

    /** The parameters with these names, as far as the group has them. */
    Map<String, GroupParameter> named(ParameterGroup group, Collection<String> names) {
        return read(
                group,
                null,
                List.of(Filter.builder().name("parameter-name").values(names).build()));
    }

    private Map<String, GroupParameter> read(ParameterGroup group, String source, List<Filter> filters) {
        return group.ofClusters()
                ? ofClusters(DescribeDbClusterParametersRequest.builder()
                        .dbClusterParameterGroupName(group.name())
                        .source(source)
                        .filters(filters)
                        .build())
                : ofInstances(DescribeDbParametersRequest.builder()
                        .dbParameterGroupName(group.name())
                        .source(source)
                        .filters(filters)
                        .build());
    }

    private Map<String, GroupParameter> ofClusters(DescribeDbClusterParametersRequest request) {
        return AwsCall.of(
                "rds:DescribeDBClusterParameters",
                () -> byName(clients.rds()
                        .describeDBClusterParametersPaginator(request)
                        .parameters()));
    }

    private Map<String, GroupParameter> ofInstances(DescribeDbParametersRequest request) {
        return AwsCall.of(
                "rds:DescribeDBParameters",
                () -> byName(
                        clients.rds().describeDBParametersPaginator(request).parameters()));
    }

    private static Map<String, GroupParameter> byName(Iterable<Parameter> parameters) {
        var found = new LinkedHashMap<String, GroupParameter>();
        for (var parameter : parameters) {
            found.put(parameter.parameterName(), GroupParameter.of(parameter));
        }
        return found;
    }

    /** The family of a group, such as postgres17. */
    String family(ParameterGroup group) {
        if (group.isDefault()) {
            return group.defaultFamily();
        }
        return group.ofClusters()
                ? AwsCall.of(
                        "rds:DescribeDBClusterParameterGroups",
                        () -> clients.rds()
                                .describeDBClusterParameterGroups(
                                        request -> request.dbClusterParameterGroupName(group.name()))
                                .dbClusterParameterGroups()
                                .getFirst()
                                .dbParameterGroupFamily())
                : AwsCall.of(
                        "rds:DescribeDBParameterGroups",
                        () -> clients.rds()
                                .describeDBParameterGroups(request -> request.dbParameterGroupName(group.name()))
                                .dbParameterGroups()
                                .getFirst()
                                .dbParameterGroupFamily());
    }

    /** The parameters of a new group of the family. */
    Map<String, GroupParameter> defaults(String family, boolean ofClusters) {
        return ofClusters ? clusterDefaults(family) : instanceDefaults(family);
    }

    private Map<String, GroupParameter> instanceDefaults(String family) {
        return AwsCall.of(
                "rds:DescribeEngineDefaultParameters",
                () -> byName(clients
                        .rds()
                        .describeEngineDefaultParametersPaginator(request -> request.dbParameterGroupFamily(family))
                        .stream()
                        .flatMap(page -> page.engineDefaults().parameters().stream())
                        .toList()));
    }

    /** The SDK has no paginator for it. */
    private Map<String, GroupParameter> clusterDefaults(String family) {
        return AwsCall.of("rds:DescribeEngineDefaultClusterParameters", () -> {
            var found = new LinkedHashMap<String, GroupParameter>();
            String marker = null;
            do {
                var from = marker;
                var page = clients.rds()
                        .describeEngineDefaultClusterParameters(request ->
                                request.dbParameterGroupFamily(family).marker(from))
                        .engineDefaults();
                found.putAll(byName(page.parameters()));
                marker = page.marker();
            } while (marker != null && !marker.isEmpty());
            return found;
        });
    }
}
