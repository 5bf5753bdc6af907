package dev.dbops.aws.stack;

import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** The events of one operation on a stack and on the stacks inside it, each once, oldest first. */
public final class StackEvents {
    private final AwsClients clients;
    private final Set<String> stacks = new LinkedHashSet<>();
    private final Set<String> seen = new HashSet<>();
    private final List<StackEventLine> all = new ArrayList<>();

    /**
     * Begins after the events that are there now.
     *
     * @param stack its ID: a deleted stack is not found by its name
     */
    public StackEvents(AwsClients clients, String stack) {
        this.clients = clients;
        stacks.add(stack);
        unseen(stack);
    }

    /** The events since the last call, or since this object was made. */
    public List<StackEventLine> fresh() {
        var fresh = new ArrayList<StackEventLine>();
        var asked = new HashSet<String>();
        // an event may name another stack, whose events are asked for as well
        while (!asked.containsAll(stacks)) {
            for (var stack : List.copyOf(stacks)) {
                if (asked.add(stack)) {
                    fresh.addAll(read(stack));
                }
            }
        }
        fresh.sort(Comparator.comparing(StackEventLine::time));
        all.addAll(fresh);
        return fresh;
    }

    private List<StackEventLine> read(String stack) {
        var lines = unseen(stack).stream().map(StackEventLine::of).toList();
        lines.stream()
                .filter(line -> line.isNestedStack(stack))
                .map(StackEventLine::id)
                .forEach(stacks::add);
        return lines;
    }

    /** Oldest first. CloudFormation answers the newest first: pages after one with a known event have only known ones. */
    private List<StackEvent> unseen(String stack) {
        var unseen = new ArrayList<StackEvent>();
        AwsCall.of("cloudformation:DescribeStackEvents", () -> {
            var pages = clients.cloudFormation().describeStackEventsPaginator(request -> request.stackName(stack));
            for (var page : pages) {
                for (var event : page.stackEvents()) {
                    if (!seen.add(event.eventId())) {
                        return unseen;
                    }
                    unseen.add(event);
                }
            }
            return unseen;
        });
        return unseen.reversed();
    }

    /** The first failure that no other one caused; empty when there is none. */
    public Optional<StackEventLine> firstCause() {
        return all.stream().filter(StackEventLine::isCause).findFirst();
    }
}
