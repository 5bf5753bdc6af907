package dev.dbops.aws.snapshot;

import java.util.List;
import java.util.Optional;

/**
 * The placement of a restored database, where it differs from its source.
 *
 * @param instanceClass such as db.t4g.micro
 * @param subnetGroup a DB subnet group
 * @param securityGroups VPC security groups; empty for those of the source
 * @param parameterGroup the parameter group of the instance, or of the cluster; empty for that of the source
 * @param extendedSupport whether to enrol in RDS Extended Support although the source is not, or not known to be
 */
public record RestorePlacement(
        Optional<String> instanceClass,
        Optional<String> subnetGroup,
        List<String> securityGroups,
        Optional<String> parameterGroup,
        boolean extendedSupport) {
    public RestorePlacement {
        securityGroups = List.copyOf(securityGroups);
    }

    /** Completed with the values of the source. */
    RestorePlacement or(String sourceClass, String sourceSubnetGroup, List<String> sourceSecurityGroups) {
        return new RestorePlacement(
                instanceClass.or(() -> Optional.ofNullable(sourceClass)),
                subnetGroup.or(() -> Optional.ofNullable(sourceSubnetGroup).filter(name -> !name.isEmpty())),
                securityGroups.isEmpty() ? sourceSecurityGroups : securityGroups,
                parameterGroup,
                extendedSupport);
    }
}
