package dev.dbops.aws.secret;

import dev.dbops.aws.rds.DatabaseInstance;
import java.time.Instant;
import java.util.Optional;

/**
 * The secret of a master user, without its content.
 *
 * @param type instance or cluster
 * @param name its identifier
 * @param user the master user
 * @param secret the secret's ARN
 * @param status RDS's word: creating, active, rotating or impaired
 * @param kmsKey the key that encrypts it
 * @param rotation the schedule of its rotation, such as "every 7 days" or rate(30 days); empty when it is not rotated
 * @param lastRotatedAt empty before the first rotation
 * @param nextRotationAt the end of the next rotation window
 */
public record SecretStatus(
        DatabaseInstance.Type type,
        String name,
        String user,
        String secret,
        String status,
        Optional<String> kmsKey,
        Optional<String> rotation,
        Optional<Instant> lastRotatedAt,
        Optional<Instant> nextRotationAt) {}
