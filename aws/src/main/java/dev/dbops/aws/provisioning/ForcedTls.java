package dev.dbops.aws.provisioning;

import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.CreateDbClusterParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.CreateDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.DbParameterGroupNotFoundException;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.Parameter;

/**
 * The parameter group that makes an older PostgreSQL refuse connections without TLS; current versions do so by default.
 *
 * <p>All databases of a family share one group, because a separate group for each database would remain after its
 * deletion.
 */
final class ForcedTls {
    private static final String DESCRIPTION = "Refuses connections without TLS (rds.force_ssl)";

    private final AwsClients clients;
    private final EngineVersion version;

    ForcedTls(AwsClients clients, EngineVersion version) {
        this.clients = clients;
        this.version = version;
    }

    /** The group's name, such as db-ops-postgres14. */
    String group() {
        return "db-ops-" + version.family();
    }

    /** Adds the requests that create the group of an instance, unless it exists. */
    void addForInstance(RequestPlan plan) {
        if (!instanceGroupExists()) {
            plan.add(
                    "rds:CreateDBParameterGroup",
                    CreateDbParameterGroupRequest.builder()
                            .dbParameterGroupName(group())
                            .dbParameterGroupFamily(version.family())
                            .description(DESCRIPTION)
                            .build(),
                    clients.rds()::createDBParameterGroup,
                    made(),
                    remove("aws rds delete-db-parameter-group --db-parameter-group-name"));
        }
        plan.add(
                "rds:ModifyDBParameterGroup",
                ModifyDbParameterGroupRequest.builder()
                        .dbParameterGroupName(group())
                        .parameters(parameter())
                        .build(),
                clients.rds()::modifyDBParameterGroup,
                set(),
                "");
    }

    /** Adds the requests that create the group of an Aurora cluster, unless it exists. */
    void addForCluster(RequestPlan plan) {
        if (!clusterGroupExists()) {
            plan.add(
                    "rds:CreateDBClusterParameterGroup",
                    CreateDbClusterParameterGroupRequest.builder()
                            .dbClusterParameterGroupName(group())
                            .dbParameterGroupFamily(version.family())
                            .description(DESCRIPTION)
                            .build(),
                    clients.rds()::createDBClusterParameterGroup,
                    made(),
                    remove("aws rds delete-db-cluster-parameter-group --db-cluster-parameter-group-name"));
        }
        plan.add(
                "rds:ModifyDBClusterParameterGroup",
                ModifyDbClusterParameterGroupRequest.builder()
                        .dbClusterParameterGroupName(group())
                        .parameters(parameter())
                        .build(),
                clients.rds()::modifyDBClusterParameterGroup,
                set(),
                "");
    }

    private boolean instanceGroupExists() {
        return AwsCall.of("rds:DescribeDBParameterGroups", () -> {
            try {
                return clients.rds()
                        .describeDBParameterGroups(request -> request.dbParameterGroupName(group()))
                        .hasDbParameterGroups();
            } catch (DbParameterGroupNotFoundException _) {
                return false;
            }
        });
    }

    /** The error code of a missing group is the same for clusters (DescribeDBClusterParameterGroups). */
    private boolean clusterGroupExists() {
        return AwsCall.of("rds:DescribeDBClusterParameterGroups", () -> {
            try {
                return clients.rds()
                        .describeDBClusterParameterGroups(request -> request.dbClusterParameterGroupName(group()))
                        .hasDbClusterParameterGroups();
            } catch (DbParameterGroupNotFoundException _) {
                return false;
            }
        });
    }

    private static Parameter parameter() {
        return Parameter.builder()
                .parameterName("rds.force_ssl")
                .parameterValue("1")
                .applyMethod(ApplyMethod.IMMEDIATE)
                .build();
    }

    private String made() {
        return "parameter group \"%s\" was created".formatted(group());
    }

    private String remove(String command) {
        return "%s %s --region %s".formatted(command, group(), clients.region());
    }

    private String set() {
        return "rds.force_ssl was set in parameter group \"%s\"".formatted(group());
    }
}
