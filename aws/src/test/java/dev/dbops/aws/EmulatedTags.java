package dev.dbops.aws;

import java.util.List;

/** The tags of the resources in the emulator. */
public final class EmulatedTags {
    private final AwsEmulator aws;

    public EmulatedTags(AwsEmulator aws) {
        this.aws = aws;
    }

    /**
     * The tags of a resource in the region of the tests, each as KEY=VALUE.
     *
     * @param type as in its ARN, such as db
     */
    public List<String> of(String type, String name) {
        return of(AwsEmulator.REGION, type, name);
    }

    /** The same in another region. */
    public List<String> of(String region, String type, String name) {
        return ofArn("arn:aws:rds:%s:%s:%s:%s".formatted(region, AwsEmulator.ACCOUNT, type, name), region);
    }

    /** The tags of a resource whose ARN does not end in its name. */
    public List<String> ofArn(String arn, String region) {
        try (var clients = aws.clients();
                var there = clients.inRegion(region)) {
            return there.rds().listTagsForResource(request -> request.resourceName(arn)).tagList().stream()
                    .map(tag -> tag.key() + "=" + tag.value())
                    .sorted()
                    .toList();
        }
    }
}
