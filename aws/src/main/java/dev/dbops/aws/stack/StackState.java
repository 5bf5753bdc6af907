package dev.dbops.aws.stack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/**
 * A stack as CloudFormation describes it.
 *
 * @param name its name
 * @param id its ARN
 * @param status CloudFormation's word for its status, such as UPDATE_COMPLETE
 * @param reason why it has this status
 * @param parameters its values by name; a hidden one is a row of asterisks
 * @param outputs its outputs, in CloudFormation's order
 * @param isProtected whether its termination protection is on
 */
public record StackState(
        String name,
        String id,
        String status,
        Optional<String> reason,
        Map<String, String> parameters,
        List<StackOutput> outputs,
        boolean isProtected) {
    /** A stack that has a change set and nothing else. */
    static final String EMPTY = "REVIEW_IN_PROGRESS";

    /** A stack whose creation failed and was taken back. */
    static final String TAKEN_BACK = "ROLLBACK_COMPLETE";

    static StackState of(Stack stack) {
        Map<String, String> parameters = new LinkedHashMap<>();
        stack.parameters()
                .forEach(parameter -> parameters.put(
                        parameter.parameterKey(),
                        Optional.ofNullable(parameter.parameterValue()).orElse("")));
        return new StackState(
                stack.stackName(),
                stack.stackId(),
                stack.stackStatusAsString(),
                Optional.ofNullable(stack.stackStatusReason()),
                parameters,
                stack.outputs().stream()
                        .map(output -> new StackOutput(
                                output.outputKey(),
                                output.outputValue(),
                                Optional.ofNullable(output.description()).orElse("")))
                        .toList(),
                Boolean.TRUE.equals(stack.enableTerminationProtection()));
    }

    /** The stack, for messages. */
    public String description() {
        return "stack \"%s\"".formatted(name);
    }

    /** Returns whether it has never had a resource: only its first change set was made. */
    public boolean isEmpty() {
        return status.equals(EMPTY);
    }

    /** Returns whether its creation failed and CloudFormation deleted what it had made. */
    public boolean isTakenBack() {
        return status.equals(TAKEN_BACK);
    }

    /** Returns whether CloudFormation is working on it. */
    public boolean isBusy() {
        return status.endsWith("_IN_PROGRESS") && !isEmpty();
    }

    /** Returns whether its last operation succeeded. */
    public boolean isComplete() {
        return status.equals("CREATE_COMPLETE") || status.equals("UPDATE_COMPLETE") || status.equals("IMPORT_COMPLETE");
    }
}
