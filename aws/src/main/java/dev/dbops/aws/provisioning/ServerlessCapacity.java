package dev.dbops.aws.provisioning;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import software.amazon.awssdk.services.rds.model.ServerlessV2ScalingConfiguration;

/**
 * The bounds between which an Aurora Serverless v2 cluster may scale, in Aurora capacity units of about 2 GiB of
 * memory.
 *
 * @param minimum 0 (pauses when idle) to 256, in halves
 * @param maximum 1 to 256, in halves
 */
public record ServerlessCapacity(double minimum, double maximum) {
    private static final double LARGEST = 256;
    private static final double SMALLEST_MAXIMUM = 1;

    /**
     * Reads MIN-MAX, as in 0.5-4.
     *
     * @throws OpsException of kind USAGE when it is outside the bounds of ServerlessV2ScalingConfiguration in the RDS
     *     API reference
     */
    public static ServerlessCapacity parse(String text) {
        var hyphen = text.indexOf('-');
        try {
            var capacity = new ServerlessCapacity(
                    Double.parseDouble(text.substring(0, Math.max(0, hyphen))),
                    Double.parseDouble(text.substring(hyphen + 1)));
            if (capacity.isLegal()) {
                return capacity;
            }
        } catch (NumberFormatException _) {
            // the same as numbers that are out of bounds
        }
        throw new OpsException(
                Kind.USAGE,
                "\"%s\" is not a range of Aurora capacity units (from --serverless)".formatted(text),
                "give MIN-MAX in halves, MIN from 0 and MAX from 1 to 256, such as 0.5-4");
    }

    private boolean isLegal() {
        return minimum >= 0
                && minimum <= maximum
                && maximum >= SMALLEST_MAXIMUM
                && maximum <= LARGEST
                && minimum * 2 == Math.rint(minimum * 2)
                && maximum * 2 == Math.rint(maximum * 2);
    }

    ServerlessV2ScalingConfiguration configuration() {
        return ServerlessV2ScalingConfiguration.builder()
                .minCapacity(minimum)
                .maxCapacity(maximum)
                .build();
    }
}
