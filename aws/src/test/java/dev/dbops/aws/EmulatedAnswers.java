package dev.dbops.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The answers that AWS may give by its models: the errors of an action, and answers without an optional member. */
public final class EmulatedAnswers {
    private static final Pattern PAIR = Pattern.compile("\\[\"([^\"]+)\", \"?([^\"\\]]+)\"?\\]");

    private final AwsEmulator aws;

    public EmulatedAnswers(AwsEmulator aws) {
        this.aws = aws;
    }

    /**
     * An error that the model of an action has.
     *
     * @param code its code
     * @param status its HTTP status
     */
    public record Error(String code, int status) {}

    /**
     * An optional member of the answers to an action.
     *
     * @param action the action
     * @param name the member's path, such as DBInstances.Endpoint.Port
     */
    public record Member(String action, String name) {}

    /** The errors of an action, by its model. */
    public List<Error> errors(String action) {
        return pairs(aws.control("errors", "{\"action\": \"%s\"}".formatted(action))).stream()
                .map(pair -> new Error(pair.getFirst(), Integer.parseInt(pair.getLast())))
                .toList();
    }

    /** The optional members of the answers since the last call of this method. */
    public List<Member> members() {
        return pairs(aws.control("members", "{}")).stream()
                .map(pair -> new Member(pair.getFirst(), pair.getLast()))
                .toList();
    }

    /** Leaves the member out of all answers. */
    public void leaveOut(Member member) {
        aws.control("leave-out", "{\"action\": \"%s\", \"member\": \"%s\"}".formatted(member.action(), member.name()));
    }

    /** Leaves out no member. */
    public void leaveOutNothing() {
        leaveOut(new Member("", ""));
    }

    /** Forgets the failures that were planned and did not happen. */
    public void failNoMore() {
        aws.control("fail-no-more", "{}");
    }

    private static List<List<String>> pairs(String json) {
        var pairs = new ArrayList<List<String>>();
        var matcher = PAIR.matcher(json);
        while (matcher.find()) {
            pairs.add(List.of(matcher.group(1), matcher.group(2)));
        }
        return pairs;
    }
}
