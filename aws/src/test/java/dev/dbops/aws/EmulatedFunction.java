package dev.dbops.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A function of the emulator's Lambda: how it behaves, and what it received. */
public final class EmulatedFunction {
    private static final Pattern LIST = Pattern.compile("\\[([\\d, ]*)]");

    private final AwsEmulator aws;
    private final String name;

    /** Makes a function that takes all that it is given, with the alias "live". */
    public EmulatedFunction(AwsEmulator aws, String name) {
        this.aws = aws;
        this.name = name;
        behave("\"answer\": null");
    }

    /** Fails as a whole when one of these events is among those that it is given. */
    public EmulatedFunction failingWith(long seq, String errorType, String errorMessage) {
        return behave("\"poison\": [%d], \"error\": {\"errorType\": \"%s\", \"errorMessage\": \"%s\"}"
                .formatted(seq, errorType, errorMessage));
    }

    /** Fails with this document, whatever it is given. */
    public EmulatedFunction broken(String document) {
        return behave("\"poison\": null, \"error\": " + document);
    }

    /** Reports these events as failed: it has not taken them. */
    public EmulatedFunction reporting(String... ids) {
        return behave("\"reports\": [\"" + String.join("\", \"", ids) + "\"]");
    }

    /** Takes all, and answers this. */
    public EmulatedFunction answering(String json) {
        return behave("\"answer\": " + json);
    }

    /** Answers this, logs that, and has a log group of its own. */
    public EmulatedFunction logging(String json, String log, String group) {
        return behave("\"answer\": %s, \"log\": \"%s\", \"group\": \"%s\"".formatted(json, escaped(log), group));
    }

    /** Fails with this document, and logs that. */
    public EmulatedFunction broken(String document, String log) {
        return behave("\"poison\": null, \"error\": %s, \"log\": \"%s\"".formatted(document, escaped(log)));
    }

    static String escaped(String text) {
        var escaped = new StringBuilder();
        for (var letter : text.toCharArray()) {
            escaped.append(
                    letter < ' ' || letter == '"' || letter == '\\' ? "\\u%04x".formatted((int) letter) : letter);
        }
        return escaped.toString();
    }

    /** Gives each payload to a server at this address; the header X-Failed of its answer says that the function failed. */
    public EmulatedFunction at(String address) {
        return behave("\"forward\": \"" + address + "\"");
    }

    private EmulatedFunction behave(String how) {
        aws.control("function", "{\"name\": \"%s\", \"qualifiers\": [\"live\"], %s}".formatted(name, how));
        return this;
    }

    /** The seqs of the events that it took, a list an invocation. */
    public List<List<Long>> received() {
        return lists("received");
    }

    /** The seqs of the events that it was given, a list an invocation. */
    public List<List<Long>> attempts() {
        return lists("attempts");
    }

    /** The last event that it was given, and by which name it was called, as JSON. */
    public String lastEvent() {
        return ask("last-event");
    }

    /** The last payload that it was given, as it is. */
    public String payload() {
        return ask("payload");
    }

    private List<List<Long>> lists(String what) {
        var lists = new ArrayList<List<Long>>();
        var found = LIST.matcher(ask(what).replaceAll("^\\[|]$", ""));
        while (found.find()) {
            var list = new ArrayList<Long>();
            for (var number : found.group(1).split(", ")) {
                if (!number.isEmpty()) {
                    list.add(Long.valueOf(number));
                }
            }
            lists.add(list);
        }
        return lists;
    }

    private String ask(String what) {
        return aws.control(what, "{\"name\": \"%s\"}".formatted(name));
    }
}
