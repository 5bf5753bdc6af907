package dev.dbops.aws.parameter;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.RequestPlan;
import dev.dbops.aws.rds.DatabaseInstance;
import software.amazon.awssdk.services.rds.model.CopyDbClusterParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.CopyDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.CreateDbClusterParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.CreateDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/**
 * The requests that create a parameter group and assign it. It has the parameters of the group that it replaces; AWS does
 * not copy the groups that it made itself.
 */
final class NewGroup {
    private final AwsClients clients;
    private final RequestPlan plan;
    private final ParameterGroup group;
    private final String description;

    NewGroup(AwsClients clients, RequestPlan plan, ParameterGroup group, DatabaseInstance owner) {
        this.clients = clients;
        this.plan = plan;
        this.group = group;
        this.description = "Parameters of " + owner.type() + " " + owner.name();
    }

    void addCreation(ParameterGroup replaced, String family) {
        if (replaced.isDefault()) {
            addCreation(family);
        } else {
            addCopy(replaced);
        }
    }

    private void addCreation(String family) {
        if (group.ofClusters()) {
            plan.add(
                    "rds:CreateDBClusterParameterGroup",
                    CreateDbClusterParameterGroupRequest.builder()
                            .dbClusterParameterGroupName(group.name())
                            .dbParameterGroupFamily(family)
                            .description(description)
                            .build(),
                    clients.rds()::createDBClusterParameterGroup,
                    created(),
                    remedy());
        } else {
            plan.add(
                    "rds:CreateDBParameterGroup",
                    CreateDbParameterGroupRequest.builder()
                            .dbParameterGroupName(group.name())
                            .dbParameterGroupFamily(family)
                            .description(description)
                            .build(),
                    clients.rds()::createDBParameterGroup,
                    created(),
                    remedy());
        }
    }

    private void addCopy(ParameterGroup source) {
        if (group.ofClusters()) {
            plan.add(
                    "rds:CopyDBClusterParameterGroup",
                    CopyDbClusterParameterGroupRequest.builder()
                            .sourceDBClusterParameterGroupIdentifier(source.name())
                            .targetDBClusterParameterGroupIdentifier(group.name())
                            .targetDBClusterParameterGroupDescription(description)
                            .build(),
                    clients.rds()::copyDBClusterParameterGroup,
                    created(),
                    remedy());
        } else {
            plan.add(
                    "rds:CopyDBParameterGroup",
                    CopyDbParameterGroupRequest.builder()
                            .sourceDBParameterGroupIdentifier(source.name())
                            .targetDBParameterGroupIdentifier(group.name())
                            .targetDBParameterGroupDescription(description)
                            .build(),
                    clients.rds()::copyDBParameterGroup,
                    created(),
                    remedy());
        }
    }

    /** Adds the request that assigns the group to a database. */
    void addAssignment(String database) {
        if (group.ofClusters()) {
            plan.add(
                    "rds:ModifyDBCluster",
                    ModifyDbClusterRequest.builder()
                            .dbClusterIdentifier(database)
                            .dbClusterParameterGroupName(group.name())
                            .applyImmediately(true)
                            .build(),
                    clients.rds()::modifyDBCluster,
                    "",
                    "");
        } else {
            plan.add(
                    "rds:ModifyDBInstance",
                    ModifyDbInstanceRequest.builder()
                            .dbInstanceIdentifier(database)
                            .dbParameterGroupName(group.name())
                            .applyImmediately(true)
                            .build(),
                    clients.rds()::modifyDBInstance,
                    "",
                    "");
        }
    }

    private String created() {
        return group.description() + " was created";
    }

    private String remedy() {
        return (group.ofClusters()
                        ? "aws rds delete-db-cluster-parameter-group --db-cluster-parameter-group-name %s --region %s"
                        : "aws rds delete-db-parameter-group --db-parameter-group-name %s --region %s")
                .formatted(group.name(), clients.region());
    }
}
