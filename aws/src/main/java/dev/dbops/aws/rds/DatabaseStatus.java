package dev.dbops.aws.rds;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The status of an instance, a cluster or a proxy.
 *
 * @param type which of the three
 * @param name its identifier
 * @param state RDS's word for its state
 * @param engine such as postgres
 * @param engineVersion such as 17.4
 * @param instanceClass such as db.t4g.micro; empty for a cluster whose members have their own
 * @param endpoint the host to connect to
 * @param port the port to connect to
 * @param readerEndpoint the host of a cluster's readers
 * @param url the master user's connection URL, without a password
 * @param secret the ARN of the secret with the master user's password, when RDS keeps it
 * @param storageGib the storage that is allocated, in GiB; empty where it grows by itself
 * @param storageType such as gp3
 * @param encrypted whether the storage is encrypted
 * @param multiAz whether a standby or members are in another availability zone
 * @param availabilityZone where an instance is
 * @param publiclyAccessible whether its name leads to a public address
 * @param tlsForced whether connections without TLS are refused
 * @param iamAuthentication whether IAM tokens are accepted as passwords
 * @param backupRetentionDays how long automated backups are kept; 0 when there are none
 * @param backupWindow when they are made, in UTC
 * @param maintenanceWindow when AWS may change it, in UTC
 * @param deletionProtection whether AWS refuses to delete it
 * @param securityGroups the ids of the VPC security groups that guard it
 * @param cluster the cluster that an instance is a member of
 * @param replicaOf the instance that a read replica follows
 * @param readReplicas the read replicas that follow an instance
 * @param startsItselfAt when AWS will start a stopped one by itself
 * @param members the instances of a cluster
 */
public record DatabaseStatus(
        DatabaseInstance.Type type,
        String name,
        String state,
        Optional<String> engine,
        Optional<String> engineVersion,
        Optional<String> instanceClass,
        Optional<String> endpoint,
        int port,
        Optional<String> readerEndpoint,
        Optional<String> url,
        Optional<String> secret,
        Optional<Integer> storageGib,
        Optional<String> storageType,
        Optional<Boolean> encrypted,
        Optional<Boolean> multiAz,
        Optional<String> availabilityZone,
        Optional<Boolean> publiclyAccessible,
        Optional<Boolean> tlsForced,
        Optional<Boolean> iamAuthentication,
        Optional<Integer> backupRetentionDays,
        Optional<String> backupWindow,
        Optional<String> maintenanceWindow,
        Optional<Boolean> deletionProtection,
        List<String> securityGroups,
        Optional<String> cluster,
        Optional<String> replicaOf,
        List<String> readReplicas,
        Optional<Instant> startsItselfAt,
        List<Member> members) {

    public DatabaseStatus {
        securityGroups = List.copyOf(securityGroups);
        readReplicas = List.copyOf(readReplicas);
        members = List.copyOf(members);
    }

    /**
     * An instance of a cluster.
     *
     * @param instance its identifier
     * @param role writer or reader
     * @param state RDS's word for its state
     * @param instanceClass such as db.r8g.large, or db.serverless
     * @param availabilityZone where it is
     */
    public record Member(String instance, Role role, String state, String instanceClass, String availabilityZone) {
        public Member {
            // RDS reports no zone while an instance is being created
            availabilityZone = availabilityZone == null ? "" : availabilityZone;
        }
    }

    /** The role of a member of a cluster. */
    public enum Role {
        WRITER,
        READER
    }
}
