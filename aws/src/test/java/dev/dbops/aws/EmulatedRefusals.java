package dev.dbops.aws;

import java.util.Arrays;
import java.util.List;

/** Lets streams and queues of the emulator refuse some messages of a call. */
public final class EmulatedRefusals {
    private final AwsEmulator aws;

    public EmulatedRefusals(AwsEmulator aws) {
        this.aws = aws;
    }

    /** Refuses the next messages with this text. */
    public EmulatedRefusals refuse(String containing, String code, int times) {
        return plan("\"containing\": \"%s\", \"code\": \"%s\", \"times\": %d"
                .formatted(EmulatedFunction.escaped(containing), code, times));
    }

    /** Refuses the next messages with this text, as the fault of the sender. */
    public EmulatedRefusals refuseFinally(String containing, String code) {
        return plan("\"containing\": \"%s\", \"code\": \"%s\", \"times\": 1000, \"final\": true"
                .formatted(EmulatedFunction.escaped(containing), code));
    }

    /** Refuses a random share of the next messages, until so many were refused. */
    public EmulatedRefusals refuseShare(double share, long seed, String code, int times) {
        return plan("\"share\": %s, \"seed\": %d, \"code\": \"%s\", \"times\": %d"
                .formatted(Double.toString(share), seed, code, times));
    }

    private EmulatedRefusals plan(String members) {
        aws.control("refuse", "{" + members + "}");
        return this;
    }

    /** Returns the number of messages of each call since the reset. */
    public List<Integer> calls() {
        var array = aws.control("put-calls", "{}");
        return array.equals("[]")
                ? List.of()
                : Arrays.stream(array.substring(1, array.length() - 1).split(", "))
                        .map(Integer::valueOf)
                        .toList();
    }
}
