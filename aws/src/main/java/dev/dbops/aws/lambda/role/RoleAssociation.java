package dev.dbops.aws.lambda.role;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBClusterRole;
import software.amazon.awssdk.services.rds.model.DBInstanceRole;

/**
 * The role that a database uses for a feature.
 *
 * @param role the role's ARN
 * @param status RDS's word: ACTIVE, PENDING, or INVALID when RDS cannot assume the role
 */
public record RoleAssociation(String role, String status) {
    /** RDS's name of the feature; see SupportedFeatureNames of DescribeDBEngineVersions. */
    static final String FEATURE = "Lambda";

    private static final String ACTIVE = "ACTIVE";
    private static final String INVALID = "INVALID";

    /** The role of an instance for Lambda, if there is one; it has one at most. */
    public static Optional<RoleAssociation> ofInstance(List<DBInstanceRole> roles) {
        return roles.stream()
                .filter(role -> FEATURE.equalsIgnoreCase(role.featureName()) && role.roleArn() != null)
                .map(role -> of(role.roleArn(), role.status()))
                .findFirst();
    }

    /** The role of a cluster for Lambda, if there is one. */
    public static Optional<RoleAssociation> ofCluster(List<DBClusterRole> roles) {
        return roles.stream()
                .filter(role -> FEATURE.equalsIgnoreCase(role.featureName()) && role.roleArn() != null)
                .map(role -> of(role.roleArn(), role.status()))
                .findFirst();
    }

    private static RoleAssociation of(String role, String status) {
        return new RoleAssociation(role, Optional.ofNullable(status).orElse("unknown"));
    }

    /** Returns whether the database can use the role. */
    public boolean isActive() {
        return status.equals(ACTIVE);
    }

    /** Returns whether RDS cannot assume the role. */
    public boolean isInvalid() {
        return status.equals(INVALID);
    }

    /** The role's name, without the path. */
    public String roleName() {
        return role.substring(role.lastIndexOf('/') + 1);
    }
}
