package dev.dbops.aws.provisioning;

import java.util.List;
import java.util.Optional;

/**
 * Where a restored database is placed, as far as it is not to be as its source was.
 *
 * @param instanceClass such as db.t4g.micro
 * @param subnetGroup a DB subnet group
 * @param securityGroups VPC security groups; empty for those of the source
 */
public record RestorePlacement(
        Optional<String> instanceClass, Optional<String> subnetGroup, List<String> securityGroups) {
    public RestorePlacement {
        securityGroups = List.copyOf(securityGroups);
    }

    /** Completed by what the source has. */
    RestorePlacement or(String sourceClass, String sourceSubnetGroup, List<String> sourceSecurityGroups) {
        return new RestorePlacement(
                instanceClass.or(() -> Optional.ofNullable(sourceClass)),
                subnetGroup.or(() -> Optional.ofNullable(sourceSubnetGroup).filter(name -> !name.isEmpty())),
                securityGroups.isEmpty() ? sourceSecurityGroups : securityGroups);
    }
}
