package dev.dbops.aws.parameter;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.RequestPlan;
import java.util.List;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.Parameter;
import software.amazon.awssdk.services.rds.model.ResetDbClusterParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.ResetDbParameterGroupRequest;

/** The requests that set and reset parameters of a group. */
final class ParameterRequests {
    /** The most parameters of one request (ModifyDBParameterGroup in the RDS API reference). */
    private static final int MOST = 20;

    private final AwsClients clients;
    private final RequestPlan plan;

    ParameterRequests(AwsClients clients, RequestPlan plan) {
        this.clients = clients;
        this.plan = plan;
    }

    /** Adds the requests for changes in one group. */
    void add(ParameterGroup group, List<ParameterChange> changes) {
        var set = changes.stream().filter(change -> change.to().isPresent()).toList();
        var reset = changes.stream().filter(change -> change.to().isEmpty()).toList();
        for (var first = 0; first < set.size(); first += MOST) {
            addSet(group, set.subList(first, Math.min(first + MOST, set.size())));
        }
        for (var first = 0; first < reset.size(); first += MOST) {
            addReset(group, reset.subList(first, Math.min(first + MOST, reset.size())));
        }
    }

    private void addSet(ParameterGroup group, List<ParameterChange> changes) {
        var parameters = parameters(changes);
        if (group.ofClusters()) {
            plan.add(
                    "rds:ModifyDBClusterParameterGroup",
                    ModifyDbClusterParameterGroupRequest.builder()
                            .dbClusterParameterGroupName(group.name())
                            .parameters(parameters)
                            .build(),
                    clients.rds()::modifyDBClusterParameterGroup,
                    done(changes, "set", group),
                    "");
        } else {
            plan.add(
                    "rds:ModifyDBParameterGroup",
                    ModifyDbParameterGroupRequest.builder()
                            .dbParameterGroupName(group.name())
                            .parameters(parameters)
                            .build(),
                    clients.rds()::modifyDBParameterGroup,
                    done(changes, "set", group),
                    "");
        }
    }

    /** Without ResetAllParameters=false, RDS resets all of them. */
    private void addReset(ParameterGroup group, List<ParameterChange> changes) {
        var parameters = parameters(changes);
        if (group.ofClusters()) {
            plan.add(
                    "rds:ResetDBClusterParameterGroup",
                    ResetDbClusterParameterGroupRequest.builder()
                            .dbClusterParameterGroupName(group.name())
                            .resetAllParameters(false)
                            .parameters(parameters)
                            .build(),
                    clients.rds()::resetDBClusterParameterGroup,
                    done(changes, "reset", group),
                    "");
        } else {
            plan.add(
                    "rds:ResetDBParameterGroup",
                    ResetDbParameterGroupRequest.builder()
                            .dbParameterGroupName(group.name())
                            .resetAllParameters(false)
                            .parameters(parameters)
                            .build(),
                    clients.rds()::resetDBParameterGroup,
                    done(changes, "reset", group),
                    "");
        }
    }

    private static List<Parameter> parameters(List<ParameterChange> changes) {
        return changes.stream()
                .map(change -> Parameter.builder()
                        .parameterName(change.parameter())
                        .parameterValue(change.to().orElse(null))
                        .applyMethod(change.isDynamic() ? ApplyMethod.IMMEDIATE : ApplyMethod.PENDING_REBOOT)
                        .build())
                .toList();
    }

    private static String done(List<ParameterChange> changes, String verb, ParameterGroup group) {
        var names = changes.stream().map(ParameterChange::parameter).toList();
        return "%s %s %s in %s"
                .formatted(String.join(", ", names), names.size() == 1 ? "was" : "were", verb, group.description());
    }
}
