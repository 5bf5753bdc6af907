package dev.dbops.aws.lambda.role;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** The names and documents of the role and its policies. All values in them are ARNs, which need no escapes in JSON. */
final class RoleDocuments {
    /** The beginning of all names that db-ops gives. */
    static final String PREFIX = "db-ops-";

    /** A role's name has at most 64 characters (IAM quotas), of which the beginning and the hash take 23. */
    private static final int LONGEST_IN_NAME = 41;

    /** Only RDS may assume the role, and only for this database: see "confused deputy" in the RDS user guide. */
    private static final String TRUST = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Effect": "Allow",
              "Principal": {"Service": "rds.amazonaws.com"},
              "Action": "sts:AssumeRole",
              "Condition": {"StringEquals": {"aws:SourceAccount": "%s"}, "ArnEquals": {"aws:SourceArn": "%s"}}
            }
          ]
        }
        """;

    private static final String POLICY = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Effect": "Allow",
              "Action": "lambda:InvokeFunction",
              "Resource": [%s]
            }
          ]
        }
        """;

    private RoleDocuments() {}

    static String trust(CallingDatabase database) {
        return TRUST.formatted(database.account(), database.arn());
    }

    static String policy(FunctionArn function) {
        return POLICY.formatted(
                function.resources().stream().map(arn -> '"' + arn + '"').collect(Collectors.joining(", ")));
    }

    /** One role for a database, because a database can have one for the feature. IAM has one space of names for all regions. */
    static String roleName(CallingDatabase database) {
        var name = database.database().name();
        return PREFIX + "lambda-" + name.substring(0, Math.min(name.length(), LONGEST_IN_NAME)) + "-"
                + hash(database.arn());
    }

    /** One policy for a function, or for a version or alias of it. */
    static String policyName(FunctionArn function) {
        return PREFIX + function.name() + "-" + hash(function.toString());
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
