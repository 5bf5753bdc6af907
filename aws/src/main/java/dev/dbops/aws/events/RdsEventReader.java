package dev.dbops.aws.events;

import dev.dbops.Polling;
import dev.dbops.Polling.Pace;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.rds.model.DescribeEventsRequest;

/** Reads the events of some resources, or of a whole region, oldest first. */
public final class RdsEventReader {
    /** RDS keeps events for 14 days (DescribeEvents in the RDS API reference). */
    public static final Duration KEPT = Duration.ofDays(14);

    private static final Duration FOR_EVER = Duration.ofDays(10_000);

    /** An event is listed some time after it has happened. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private final AwsClients clients;
    private final List<RdsEventSource> sources;
    private final List<String> categories;

    /**
     * @param sources the resources; all of the region when there are none
     * @param categories the categories, of which an event has at least one; all when there are none
     */
    public RdsEventReader(AwsClients clients, List<RdsEventSource> sources, List<String> categories) {
        this.clients = clients;
        this.sources = List.copyOf(sources);
        this.categories = List.copyOf(categories);
    }

    /**
     * The events since that time.
     *
     * @param since at most {@link #KEPT} ago
     */
    public List<RdsEvent> since(Instant since) {
        var events = new ArrayList<RdsEvent>();
        if (sources.isEmpty()) {
            read(request(since).build(), events);
        }
        for (var source : sources) {
            read(
                    request(since)
                            .sourceType(source.type())
                            .sourceIdentifier(source.name())
                            .build(),
                    events);
        }
        events.removeIf(event -> event.time().isBefore(since));
        events.sort(Comparator.comparing(RdsEvent::time));
        return events;
    }

    /**
     * Passes on the events since that time, and then new ones until the thread is interrupted.
     *
     * @param sink receives each event once
     */
    public void follow(Instant since, Pace pace, Consumer<RdsEvent> sink) throws InterruptedException {
        var seen = new HashSet<RdsEvent>();
        var from = since;
        var polling = new Polling(FOR_EVER, pace);
        while (true) {
            var start = Instant.now();
            var any = false;
            for (var event : since(from)) {
                if (seen.add(event)) {
                    sink.accept(event);
                    any = true;
                }
            }
            from = start.minus(LATE).isAfter(since) ? start.minus(LATE) : since;
            var oldest = from;
            seen.removeIf(event -> event.time().isBefore(oldest));
            polling = any ? new Polling(FOR_EVER, pace) : polling;
            polling.again();
        }
    }

    /** By the age and not by a start: a start alone gives the events of the hour after it only. */
    private DescribeEventsRequest.Builder request(Instant since) {
        var age = Duration.between(since, Instant.now()).toMinutes() + 1;
        var request = DescribeEventsRequest.builder().duration((int) Math.clamp(age, 1, KEPT.toMinutes()));
        return categories.isEmpty() ? request : request.eventCategories(categories);
    }

    private void read(DescribeEventsRequest request, List<RdsEvent> events) {
        AwsCall.of("rds:DescribeEvents", () -> {
            clients.rds().describeEventsPaginator(request).events().forEach(event -> events.add(RdsEvent.of(event)));
            return events;
        });
    }
}
