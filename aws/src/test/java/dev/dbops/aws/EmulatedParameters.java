package dev.dbops.aws;

import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.Parameter;

/** The parameter groups that tests begin with, and look at afterwards. */
public final class EmulatedParameters {
    private final EmulatedDatabases databases;

    public EmulatedParameters(AwsEmulator aws) {
        this.databases = new EmulatedDatabases(aws);
    }

    /** Makes a group of instances. */
    public EmulatedParameters group(String name, String family) {
        databases.with(rds -> rds.createDBParameterGroup(request -> request.dbParameterGroupName(name)
                .dbParameterGroupFamily(family)
                .description("for tests")));
        return this;
    }

    /** Makes a group of clusters. */
    public EmulatedParameters clusterGroup(String name, String family) {
        databases.with(rds -> rds.createDBClusterParameterGroup(request -> request.dbClusterParameterGroupName(name)
                .dbParameterGroupFamily(family)
                .description("for tests")));
        return this;
    }

    /** Assigns a group to an instance, which is rebooted then. */
    public EmulatedParameters assign(String group, String instance) {
        databases.with(rds -> {
            rds.modifyDBInstance(
                    request -> request.dbInstanceIdentifier(instance).dbParameterGroupName(group));
            return rds.rebootDBInstance(request -> request.dbInstanceIdentifier(instance));
        });
        return this;
    }

    /** Assigns a group to a cluster, without a reboot of its members. */
    public EmulatedParameters assignToCluster(String group, String cluster) {
        databases.with(rds -> rds.modifyDBCluster(
                request -> request.dbClusterIdentifier(cluster).dbClusterParameterGroupName(group)));
        return this;
    }

    /** Sets a parameter, for the next reboot. */
    public EmulatedParameters set(String group, String name, String value) {
        databases.with(rds -> rds.modifyDBParameterGroup(request -> request.dbParameterGroupName(group)
                .parameters(Parameter.builder()
                        .parameterName(name)
                        .parameterValue(value)
                        .applyMethod(ApplyMethod.PENDING_REBOOT)
                        .build())));
        return this;
    }

    /** The value that is set in a group; empty when none is. */
    public String value(String group, String name) {
        return set(group).containsKey(name) ? set(group).get(name).parameterValue() : "";
    }

    /** When the value that is set takes effect. */
    public String applyMethod(String group, String name) {
        return set(group).get(name).applyMethodAsString();
    }

    private Map<String, Parameter> set(String group) {
        return databases.with(
                rds -> rds
                        .describeDBParameters(
                                request -> request.dbParameterGroupName(group).source("user"))
                        .parameters()
                        .stream()
                        .collect(Collectors.toMap(Parameter::parameterName, parameter -> parameter)));
    }

    /** The group of an instance. */
    public String groupOf(String instance) {
        return databases.instance(instance).dbParameterGroups().getFirst().dbParameterGroupName();
    }
}
