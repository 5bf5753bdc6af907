package dev.dbops.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.EmulatedBucket;
import java.util.List;
import java.util.regex.Pattern;

/** The events that a reader of a bucket finds. */
final class BucketEvents {
    private static final Pattern ID = Pattern.compile("^\\{\"id\": .*\"key\": \\{\"id\": (\\d+)");

    private BucketEvents() {}

    /** Returns the ids of the rows of all events in all objects, sorted. */
    static List<Long> ids(EmulatedBucket bucket, String prefix) {
        return bucket.objects(prefix).entrySet().stream()
                .filter(object -> !object.getKey().contains("/_db-ops/"))
                .flatMap(object -> object.getValue().lines())
                .map(line -> {
                    var id = ID.matcher(line);
                    assertThat(id.find()).as(line).isTrue();
                    return Long.valueOf(id.group(1));
                })
                .sorted()
                .toList();
    }
}
