package dev.dbops.aws.dynamo.messages;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads conversations from lines of JSON: {@code {"conversation": UUID, "start": TIME}}, and its messages, {@code
 * {"minute": 1, "from": "user", "message": "..."}}, in which {@code from} is user or other.
 */
public final class SeedFile {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String OWN = "conversation.jsonl";
    private static final String HINT =
            "see the format in docs/dynamodb.md, or copy the file that --print shows: db-ops ddb-seed --print";

    private final String name;
    private final List<SeedConversation> conversations = new ArrayList<>();
    private final List<SeedConversation.Line> messages = new ArrayList<>();
    private String group = "";
    private Instant start;
    private int number;

    private SeedFile(String name) {
        this.name = name;
    }

    /** The text of the file that comes along: a conversation of two people. */
    public static String ownText() {
        try (var in = SeedFile.class.getResourceAsStream(OWN)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The conversations of the file that comes along. */
    public static List<SeedConversation> own() {
        return read(OWN, ownText());
    }

    /**
     * Reads a file.
     *
     * @param name the file's name, for messages
     * @throws OpsException of kind USAGE when a line is wrong
     */
    public static List<SeedConversation> read(String name, String text) {
        var file = new SeedFile(name);
        text.lines().forEach(file::line);
        file.end();
        if (file.conversations.isEmpty()) {
            throw new OpsException(Kind.USAGE, "%s has no conversation".formatted(name), HINT);
        }
        return file.conversations;
    }

    private void line(String line) {
        number++;
        if (line.isBlank()) {
            return;
        }
        var members = members(line);
        if (members.containsKey("conversation")) {
            end();
            begin(members);
        } else {
            add(members);
        }
    }

    private void begin(Map<String, String> members) {
        requireOnly(members, List.of("conversation", "start"));
        group = members.get("conversation");
        try {
            UUID.fromString(group);
        } catch (IllegalArgumentException _) {
            throw wrong("the conversation is not a UUID: \"%s\"".formatted(group));
        }
        var time = members.getOrDefault("start", "");
        start = MessageTime.instant(time)
                .orElseThrow(() -> wrong("the start is not a time with an offset: \"%s\"".formatted(time)));
    }

    private void add(Map<String, String> members) {
        requireOnly(members, List.of("minute", "from", "message"));
        if (group.isEmpty()) {
            throw wrong("the first line must begin a conversation");
        }
        var minute = minute(members.getOrDefault("minute", ""));
        var from = members.getOrDefault("from", "");
        if (!from.equals("user") && !from.equals("other")) {
            throw wrong("\"from\" is neither user nor other: \"%s\"".formatted(from));
        }
        var message = members.getOrDefault("message", "");
        if (message.isEmpty()) {
            throw wrong("the message is missing or empty");
        }
        messages.add(new SeedConversation.Line(minute, from.equals("other"), message));
    }

    /** The time is the key of a message, so two of one minute would be one. */
    private int minute(String text) {
        try {
            var minute = Integer.parseInt(text);
            if (minute < 0
                    || !messages.isEmpty() && minute <= messages.getLast().minute()) {
                throw wrong("the minute %d does not follow the one before".formatted(minute));
            }
            return minute;
        } catch (NumberFormatException _) {
            throw wrong("the minute is not a whole number: \"%s\"".formatted(text));
        }
    }

    private void end() {
        if (group.isEmpty()) {
            return;
        }
        if (messages.isEmpty()) {
            throw wrong("conversation %s has no messages".formatted(group));
        }
        if (conversations.stream().anyMatch(other -> other.group().equals(group))) {
            throw wrong("conversation %s is twice in the file".formatted(group));
        }
        conversations.add(new SeedConversation(group, start, messages));
        messages.clear();
    }

    private Map<String, String> members(String line) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw wrong("it is not a JSON object");
            }
            var members = new HashMap<String, String>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var member = parser.currentName();
                if (!parser.nextToken().isScalarValue()) {
                    throw wrong("\"%s\" is not a text or a number".formatted(member));
                }
                members.put(member, parser.getString());
            }
            if (parser.nextToken() != null) {
                throw wrong("something follows the JSON object");
            }
            return members;
        } catch (JacksonException e) {
            throw wrong("it is not JSON: " + e.getOriginalMessage());
        }
    }

    private void requireOnly(Map<String, String> members, List<String> known) {
        for (var member : members.keySet()) {
            if (!known.contains(member)) {
                throw wrong("\"%s\" is none of %s".formatted(member, String.join(", ", known)));
            }
        }
    }

    private OpsException wrong(String reason) {
        return new OpsException(Kind.USAGE, "%s:%d: %s".formatted(name, number, reason), HINT);
    }
}
