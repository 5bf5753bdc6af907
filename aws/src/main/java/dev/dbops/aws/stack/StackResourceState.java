package dev.dbops.aws.stack;

import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;

/**
 * A resource of a stack.
 *
 * @param resource its name in the template
 * @param type such as AWS::SQS::Queue
 * @param id its name or ID in its service; empty before it is made
 * @param status CloudFormation's word for its status
 * @param reason why it has this status; may be empty
 */
public record StackResourceState(String resource, String type, String id, String status, String reason) {
    static StackResourceState of(StackResourceSummary summary) {
        return new StackResourceState(
                summary.logicalResourceId(),
                summary.resourceType(),
                Optional.ofNullable(summary.physicalResourceId()).orElse(""),
                summary.resourceStatusAsString(),
                Optional.ofNullable(summary.resourceStatusReason()).orElse(""));
    }
}
