package dev.dbops.aws.dataapi;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;

/**
 * The ARN of a cluster: {@code arn:aws:rds:REGION:ACCOUNT:cluster:NAME}.
 *
 * @param text the ARN
 * @param region its region
 */
record ClusterArn(String text, String region) {
    private static final int PARTS = 7;

    /**
     * Reads an ARN.
     *
     * @throws OpsException of kind USAGE when it is not one of a cluster
     */
    static ClusterArn parse(String text) {
        var parts = text.split(":", -1);
        if (parts.length != PARTS
                || !parts[0].equals("arn")
                || !parts[2].equals("rds")
                || !parts[3].matches("[a-z0-9-]+")
                || !parts[4].matches("[0-9]{12}")
                || !parts[5].equals("cluster")
                || !parts[6].matches("[A-Za-z0-9-]+")) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not the ARN of a cluster".formatted(text),
                    "write arn:aws:rds:REGION:ACCOUNT:cluster:NAME");
        }
        return new ClusterArn(text, parts[3]);
    }
}
