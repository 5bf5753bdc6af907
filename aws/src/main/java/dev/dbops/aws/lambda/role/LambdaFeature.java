package dev.dbops.aws.lambda.role;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;

/** The check of the engine's version, because old ones cannot call Lambda functions. */
final class LambdaFeature {
    /** "Invoking an AWS Lambda function" in the RDS and Aurora user guides. */
    private static final String SINCE =
            "RDS for PostgreSQL can from 12.6, 13.2, 14.1 and all versions of 15 on, Aurora PostgreSQL from 11.9 on";

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");

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
        // AWS no longer describes old versions
        var can = features.isEmpty()
                ? isNewEnough(database)
                : features.stream().anyMatch(RoleAssociation.FEATURE::equalsIgnoreCase);
        if (!can) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s has version %s, which cannot call Lambda functions"
                            .formatted(database.description(), database.version()),
                    "%s: db-ops rds-upgrade --instance %s"
                            .formatted(SINCE, database.database().name()));
        }
    }

    private static boolean isNewEnough(CallingDatabase database) {
        var numbers = NUMBERS.matcher(database.version());
        if (!numbers.matches()) {
            return true;
        }
        var major = Integer.parseInt(numbers.group(1));
        var minor = Integer.parseInt(numbers.group(2));
        return switch (major) {
            case 11 -> database.engine().startsWith("aurora") && minor >= 9;
            case 12 -> database.engine().startsWith("aurora") || minor >= 6;
            case 13 -> database.engine().startsWith("aurora") || minor >= 2;
            case 14 -> database.engine().startsWith("aurora") || minor >= 1;
            default -> major > 14;
        };
    }
}
