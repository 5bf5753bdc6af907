package dev.dbops.aws.lambda.role;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import java.util.List;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;

/** The check of the engine's version, because old ones cannot call Lambda functions. */
final class LambdaFeature {
    /** "Invoking an AWS Lambda function" in the RDS and Aurora user guides. */
    private static final String SINCE =
            "RDS for PostgreSQL can from 12.6, 13.2, 14.1 and all versions of 15 on, Aurora PostgreSQL from 11.9 on";

    private LambdaFeature() {}

    /**
     * Refuses a version that cannot.
     *
     * @throws OpsException of kind FAILED with the versions that can
     */
    static void require(AwsClients clients, CallingDatabase database) {
        var versions = AwsCall.of(
                        "rds:DescribeDBEngineVersions",
                        () -> clients.rds()
                                .describeDBEngineVersions(request ->
                                        request.engine(database.engine()).engineVersion(database.version())))
                .dbEngineVersions();
        var features = versions.stream()
                .filter(version -> database.version().equals(version.engineVersion()))
                .map(DBEngineVersion::supportedFeatureNames)
                .findFirst()
                .orElse(List.of());
        // AWS may not describe a version that it no longer offers; its own refusal would follow
        if (!features.isEmpty() && features.stream().noneMatch(RoleAssociation.FEATURE::equalsIgnoreCase)) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s has version %s, which cannot call Lambda functions"
                            .formatted(database.description(), database.version()),
                    "%s: db-ops rds-upgrade --instance %s"
                            .formatted(SINCE, database.database().name()));
        }
    }
}
