package dev.dbops.aws.provisioning;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsFailure;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.rds.model.RdsException;

/** A request that creates, changes or deletes a resource of RDS, with hints for its refusals. */
public final class RdsCall {
    private RdsCall() {}

    /** As {@link AwsCall#of}, with a message and a hint for failures specific to RDS. */
    public static <T> T of(String action, Supplier<T> request) {
        return AwsCall.of(action, () -> {
            try {
                return request.get();
            } catch (RdsException e) {
                throw refusal(e, action).map(RuntimeException.class::cast).orElse(e);
            }
        });
    }

    private static Optional<OpsException> refusal(RdsException failure, String action) {
        var code = AwsFailure.code(failure);
        var kind = kind(code);
        return hint(code)
                .map(hint -> new OpsException(
                        kind,
                        "AWS refuses %s: %s".formatted(action, AwsFailure.message(failure)),
                        "%s (AWS calls this %s)".formatted(hint, code),
                        failure));
    }

    /** A failure that another option would fix is wrong usage; all others depend on the account. */
    private static Kind kind(String code) {
        return hint(code).isPresent() && !isOfTheAccount(code) ? Kind.USAGE : Kind.FAILED;
    }

    private static boolean isOfTheAccount(String code) {
        return code.contains("Quota")
                || code.contains("Insufficient")
                || code.contains("State")
                || code.startsWith("KMS")
                || code.startsWith("DBSubnetGroupDoesNotCover");
    }

    /** See "Errors" of the actions in the RDS API reference. */
    private static Optional<String> hint(String code) {
        return Optional.ofNullable(
                switch (code) {
                    case "DBInstanceAlreadyExists", "DBClusterAlreadyExistsFault", "DBProxyAlreadyExistsFault" ->
                        "choose another name, or look at the existing one: db-ops rds-status --instance NAME";
                    case "DBSnapshotAlreadyExists", "DBClusterSnapshotAlreadyExistsFault" ->
                        "choose another name: db-ops rds-snapshots lists the existing ones";
                    case "DBSubnetGroupNotFoundFault" ->
                        "check --subnet-group and --region: aws rds describe-db-subnet-groups lists the groups";
                    case "DBSubnetGroupDoesNotCoverEnoughAZs", "InvalidSubnet", "InvalidVPCNetworkStateFault" ->
                        "the subnets must be in one VPC, in at least two availability zones";
                    case "DBInstanceNotFound", "DBClusterNotFoundFault", "DBProxyNotFoundFault" ->
                        "it existed a moment ago: is it being deleted?";
                    case "InvalidParameterValue", "InvalidParameterCombination", "ValidationError" ->
                        "--dry-run shows the request";
                    case "InstanceQuotaExceeded",
                            "DBClusterQuotaExceededFault",
                            "DBProxyQuotaExceededFault",
                            "SnapshotQuotaExceeded",
                            "SharedSnapshotQuotaExceeded",
                            "StorageQuotaExceeded" ->
                        "delete unused resources, or request a higher quota in the console's Service Quotas";
                    case "InsufficientDBInstanceCapacity",
                            "InsufficientDBClusterCapacityFault",
                            "InsufficientStorageClusterCapacity" -> "try another --class, or try again later";
                    case "InvalidDBInstanceState",
                            "InvalidDBClusterStateFault",
                            "InvalidDBSnapshotState",
                            "InvalidDBClusterSnapshotStateFault",
                            "InvalidDBProxyStateFault" ->
                        "wait until it is available: db-ops rds-status shows its state";
                    case "KMSKeyNotAccessibleFault" ->
                        "is the KMS key in this region, enabled, and usable by these credentials?";
                    case "StorageTypeNotSupported", "StorageTypeNotAvailableFault" -> "try another --class";
                    case "PointInTimeRestoreNotEnabled" -> "restore one of its snapshots: db-ops rds-snapshots";
                    default -> null;
                });
    }
}
