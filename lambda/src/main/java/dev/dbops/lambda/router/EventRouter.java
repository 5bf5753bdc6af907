package dev.dbops.lambda.router;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.received.ReceivedEvent.Content;
import dev.dbops.lambda.runtime.FunctionCall;
import dev.dbops.lambda.runtime.FunctionEnvironment;
import dev.dbops.lambda.runtime.FunctionWork;
import dev.dbops.lambda.source.SourceDelivery;
import dev.dbops.lambda.source.SourceEvent;
import dev.dbops.lambda.source.SourceItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes events from triggers, replays, queues, streams and topics, and delivers each to where its table leads. Events
 * that fail come again, as their source allows; the others do not. Used by one thread at a time.
 */
public final class EventRouter implements FunctionWork {
    private final RouterSettings settings;

    /**
     * Reads the configuration. No connection is opened.
     *
     * @throws OpsException of kind USAGE when it is wrong
     */
    public EventRouter(FunctionEnvironment environment) {
        this(environment, InboxDestination.NAME);
    }

    private EventRouter(FunctionEnvironment environment, String defaultDestination) {
        this.settings = RouterSettings.of(environment, defaultDestination);
    }

    /**
     * A router that delivers to a warehouse, if there are no other routes. No connection is opened.
     *
     * @throws OpsException of kind USAGE when the configuration is wrong
     */
    public static EventRouter toWarehouse(FunctionEnvironment environment) {
        return new EventRouter(environment, WarehouseInboxDestination.NAME);
    }

    /**
     * Delivers the events.
     *
     * @return what the source of the events expects: the messages that must come again
     * @throws OpsException when the event is none of those that are handled, or the source can learn of a failure in no
     *     other way
     */
    @Override
    public byte[] answer(byte[] event, FunctionCall call) {
        var delivery = settings.reader(call).read(event);
        var routing = new Routing(call, settings.deadLetters());
        var events = whole(readable(delivery, routing), call, routing);
        for (var share : shares(events, routing).entrySet()) {
            deliver(settings.destination(share.getKey()), share.getValue(), call, routing);
        }
        return delivery.answer(routing.failed());
    }

    private static List<RoutedEvent> readable(SourceDelivery delivery, Routing routing) {
        var events = new ArrayList<RoutedEvent>();
        for (var item : delivery.items()) {
            for (var source : item.events()) {
                source.fault().ifPresent(fault -> fail(item, source, fault, routing));
                source.event().ifPresent(event -> events.add(new RoutedEvent(item, source, event)));
            }
        }
        return events;
    }

    /** An object that cannot be reached may be read when its notification comes again. */
    private static void fail(SourceItem item, SourceEvent event, OpsException fault, Routing routing) {
        if (fault.kind() == Kind.UNREACHABLE) {
            routing.failed(item, event, fault);
        } else {
            routing.refused(item, event, fault);
        }
    }

    /** Fetches the events that were too large for their messages. */
    private List<RoutedEvent> whole(List<RoutedEvent> events, FunctionCall call, Routing routing) {
        var references = events.stream()
                .filter(event -> event.event().content() == Content.REFERENCE)
                .toList();
        if (references.isEmpty()) {
            return events;
        }
        try {
            return settings.references().resolve(events, references, call, routing);
        } catch (OpsException e) {
            routing.failed(references, "source", e);
            return events.stream().filter(event -> !references.contains(event)).toList();
        }
    }

    private Map<String, List<RoutedEvent>> shares(List<RoutedEvent> events, Routing routing) {
        Map<String, List<RoutedEvent>> shares = new LinkedHashMap<>();
        for (var event : events) {
            var names = settings.routes().of(event.event().event());
            if (names.isEmpty()) {
                routing.refused(event.item(), event.source(), withoutRoute(event.item(), event.source()));
            } else {
                names.get()
                        .forEach(name -> shares.computeIfAbsent(name, _ -> new ArrayList<>())
                                .add(event));
            }
        }
        return shares;
    }

    private static OpsException withoutRoute(SourceItem item, SourceEvent event) {
        return new OpsException(
                Kind.FAILED,
                "no route is for event %s".formatted(event.id().isEmpty() ? item.name() : event.id()),
                "add one to DB_OPS_ROUTES; \"* -> drop\" at the end ignores all other events");
    }

    private static void deliver(
            RouteDestination destination, List<RoutedEvent> events, FunctionCall call, Routing routing) {
        try {
            destination.deliver(events, call, routing);
        } catch (OpsException e) {
            routing.failed(events, destination.name(), e);
        }
    }
}
