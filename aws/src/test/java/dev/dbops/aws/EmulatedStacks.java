package dev.dbops.aws;

import java.util.Arrays;
import java.util.List;

/** The stacks of the emulator: what fails in them, and their states. */
public final class EmulatedStacks {
    private final AwsEmulator aws;

    public EmulatedStacks(AwsEmulator aws) {
        this.aws = aws;
    }

    /** Creates a bucket for packages and templates. */
    public EmulatedStacks bucket(String name) {
        try (var clients = aws.clients()) {
            clients.s3()
                    .createBucket(request -> request.bucket(name)
                            .createBucketConfiguration(
                                    configuration -> configuration.locationConstraint(AwsEmulator.REGION)));
        }
        return this;
    }

    /** Creates a stream of Kinesis. */
    public EmulatedStacks stream(String name) {
        aws.control("stream", "{\"name\": \"%s\"}".formatted(name));
        return this;
    }

    /** The keys in a bucket, sorted. */
    public List<String> keys(String bucket) {
        try (var clients = aws.clients()) {
            return clients.s3().listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                    .map(object -> object.key())
                    .toList();
        }
    }

    /**
     * Lets the next operation on a resource fail.
     *
     * @param operation CREATE, UPDATE or DELETE
     */
    public EmulatedStacks fail(String resource, String operation, String reason) {
        aws.control(
                "stack-failure",
                "{\"resource\": \"%s\", \"operation\": \"%s\", \"reason\": \"%s\"}"
                        .formatted(resource, operation, reason));
        return this;
    }

    /** Sets the status of a stack. */
    public EmulatedStacks status(String stack, String status) {
        aws.control("stack-status", "{\"stack\": \"%s\", \"status\": \"%s\"}".formatted(stack, status));
        return this;
    }

    /** Turns termination protection on. */
    public EmulatedStacks protect(String stack) {
        aws.control("protect-stack", "{\"stack\": \"%s\"}".formatted(stack));
        return this;
    }

    /** The template of a stack without its transform, as JSON. */
    public String template(String stack) {
        return aws.control("stack-template", "{\"stack\": \"%s\"}".formatted(stack));
    }

    /** The types of resources that stacks really make. */
    public List<String> madeTypes() {
        var array = aws.control("stack-types", "{}");
        return Arrays.asList(array.substring(2, array.length() - 2).split("\", \""));
    }

    /** Lets a function of a stack have these members, as JSON. */
    public EmulatedStacks function(String name, String members) {
        aws.control("function-state", "{\"name\": \"%s\", \"members\": %s}".formatted(name, members));
        return this;
    }

    /** Lets all event source mappings of stacks have these members, as JSON. */
    public EmulatedStacks mappings(String members) {
        aws.control("mapping", "{\"members\": %s}".formatted(members));
        return this;
    }

    /** Sets the state of the alarms of a resource. */
    public EmulatedStacks alarm(String resource, String state) {
        aws.control("alarm", "{\"resource\": \"%s\", \"state\": \"%s\"}".formatted(resource, state));
        return this;
    }

    /** Deletes a function of a stack, without the knowledge of the stack. */
    public void deleteFunction(String name) {
        aws.control("delete-function", "{\"name\": \"%s\"}".formatted(name));
    }

    /** Measures a metric of a queue or a function. */
    public EmulatedStacks metric(String metric, String of, long value) {
        aws.control("metric", "{\"metric\": \"%s\", \"of\": \"%s\", \"value\": %d}".formatted(metric, of, value));
        return this;
    }

    /** The status of a stack; empty when there is none. */
    public String status(String stack) {
        try (var clients = aws.clients()) {
            return new dev.dbops.aws.stack.Stacks(clients)
                    .find(stack)
                    .map(found -> found.status())
                    .orElse("");
        }
    }
}
