package dev.dbops.aws;

import java.time.Instant;
import java.util.function.Consumer;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DbParameterGroupAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.Parameter;

/** Prepares the emulator for the daily work with RDS: other regions, events, changes that wait. */
public final class EmulatedOperations {
    private final AwsEmulator aws;

    public EmulatedOperations(AwsEmulator aws) {
        this.aws = aws;
    }

    /** Lets a region refuse every call with this error. */
    public EmulatedOperations deny(String region, String code) {
        aws.control("deny", """
            {"region": "%s", "code": "%s"}\
            """.formatted(region, code));
        return this;
    }

    /** Lets an event have happened to a resource. */
    public EmulatedOperations event(Instant time, String type, String source, String category, String message) {
        aws.control(
                "event", """
                    {"time": "%s", "type": "%s", "source": "%s", "categories": [%s], "message": "%s"}\
                    """.formatted(time, type, source, category.isEmpty() ? "" : "\"" + category + "\"", message));
        return this;
    }

    /** An instance of PostgreSQL 17.4 in a region, with these settings besides. */
    public EmulatedOperations instance(String region, String name, Consumer<CreateDbInstanceRequest.Builder> more) {
        try (var clients = aws.clients();
                var there = clients.inRegion(region)) {
            there.rds()
                    .createDBInstance(request -> request.dbInstanceIdentifier(name)
                            .engine("postgres")
                            .engineVersion("17.4")
                            .dbInstanceClass("db.t4g.micro")
                            .allocatedStorage(20)
                            .storageType("gp3")
                            .masterUsername("postgres")
                            .masterUserPassword("secret99")
                            .applyMutation(more));
        }
        return this;
    }

    /** The same in the region of the tests. */
    public EmulatedOperations instance(String name, Consumer<CreateDbInstanceRequest.Builder> more) {
        return instance(AwsEmulator.REGION, name, more);
    }

    /** A Multi-AZ cluster, which is not of Aurora. */
    public EmulatedOperations multiAzCluster(String name) {
        try (var clients = aws.clients()) {
            clients.rds()
                    .createDBCluster(request -> request.dbClusterIdentifier(name)
                            .engine("postgres")
                            .engineVersion("17.4")
                            .dbClusterInstanceClass("db.m6gd.large")
                            .allocatedStorage(100)
                            .storageType("io1")
                            .iops(1000)
                            .masterUsername("postgres")
                            .masterUserPassword("secret99"));
        }
        return this;
    }

    /** A group for clusters of Aurora PostgreSQL 17 with a parameter that takes effect at a reboot. */
    public EmulatedOperations clusterParameterGroup(String group, String parameter, String value) {
        try (var clients = aws.clients()) {
            clients.rds()
                    .createDBClusterParameterGroup(request -> request.dbClusterParameterGroupName(group)
                            .dbParameterGroupFamily("aurora-postgresql17")
                            .description("for tests"));
            clients.rds()
                    .modifyDBClusterParameterGroup(request -> request.dbClusterParameterGroupName(group)
                            .parameters(Parameter.builder()
                                    .parameterName(parameter)
                                    .parameterValue(value)
                                    .applyMethod(ApplyMethod.PENDING_REBOOT)
                                    .build()));
        }
        return this;
    }

    /** Assigns a parameter group to a cluster, whose members then wait for a reboot. */
    public EmulatedOperations assign(String cluster, String group) {
        try (var clients = aws.clients()) {
            clients.rds()
                    .modifyDBCluster(request -> request.dbClusterIdentifier(cluster)
                            .dbClusterParameterGroupName(group)
                            .applyImmediately(true));
        }
        return this;
    }

    /** Sets a parameter in a group for PostgreSQL 17, which is created first where it is missing. */
    public EmulatedOperations parameterGroup(String group, String parameter, String value) {
        try (var clients = aws.clients()) {
            try {
                clients.rds()
                        .createDBParameterGroup(request -> request.dbParameterGroupName(group)
                                .dbParameterGroupFamily("postgres17")
                                .description("for tests"));
            } catch (DbParameterGroupAlreadyExistsException _) {
                // another parameter of the same group
            }
            clients.rds()
                    .modifyDBParameterGroup(request -> request.dbParameterGroupName(group)
                            .parameters(Parameter.builder()
                                    .parameterName(parameter)
                                    .parameterValue(value)
                                    .applyMethod(
                                            parameter.equals("work_mem")
                                                    ? ApplyMethod.IMMEDIATE
                                                    : ApplyMethod.PENDING_REBOOT)
                                    .build()));
        }
        return this;
    }
}
