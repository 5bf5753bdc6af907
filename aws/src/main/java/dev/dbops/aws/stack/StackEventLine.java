package dev.dbops.aws.stack;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/**
 * An event of a stack.
 *
 * @param time when it was
 * @param resource the name of its resource in the template, or the name of the stack
 * @param type such as AWS::SQS::Queue
 * @param status CloudFormation's word for the status of the resource
 * @param reason why it has this status; may be empty
 * @param id the name or ID of the resource in its service; may be empty
 */
public record StackEventLine(Instant time, String resource, String type, String status, String reason, String id) {
    /** A word in the reason of a resource that CloudFormation gave up because of another one. */
    private static final String GIVEN_UP = "cancelled";

    static StackEventLine of(StackEvent event) {
        return new StackEventLine(
                event.timestamp(),
                text(event.logicalResourceId()),
                text(event.resourceType()),
                text(event.resourceStatusAsString()),
                text(event.resourceStatusReason()),
                text(event.physicalResourceId()));
    }

    private static String text(String value) {
        return Optional.ofNullable(value).orElse("");
    }

    /** Returns whether it is a failure that no other one caused. */
    boolean isCause() {
        return status.endsWith("_FAILED")
                && !reason.toLowerCase(java.util.Locale.ROOT).contains(GIVEN_UP);
    }

    /** Returns whether it is the event of a stack inside a stack. */
    boolean isNestedStack(String ofStack) {
        return type.equals("AWS::CloudFormation::Stack") && !id.isEmpty() && !id.equals(ofStack);
    }

    /** The event as a line of progress. */
    public String line() {
        return "%s %s (%s)%s".formatted(resource, status, type, reason.isEmpty() ? "" : ": " + reason);
    }
}
