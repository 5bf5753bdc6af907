package dev.dbops.aws.provisioning;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.rds.model.RdsRequest;
import software.amazon.awssdk.services.rds.model.Tag;

/** The tags of new resources, within the limits of AWS ("Tagging Amazon RDS resources" in the RDS user guide). */
public final class ResourceTags {
    /** No tags. */
    public static final ResourceTags NONE = new ResourceTags(Map.of());

    private static final int MOST = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;
    private static final String MEMBER = "Tags";
    private static final List<String> RESERVED = List.of("aws:", "rds:");

    /** The pattern in the RDS API reference (Tag). */
    private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    private final Map<String, String> tags;

    private ResourceTags(Map<String, String> tags) {
        this.tags = tags;
    }

    /**
     * Reads tags.
     *
     * @param texts each KEY=VALUE; the value may be empty, and may contain an equals sign
     * @throws OpsException of kind USAGE when AWS would not accept them
     */
    public static ResourceTags parse(List<String> texts) {
        var tags = new LinkedHashMap<String, String>();
        for (var text : texts) {
            var equals = text.indexOf('=');
            refuse(
                    equals <= 0,
                    "\"%s\" is not a tag (from --tag)".formatted(text),
                    "write it as KEY=VALUE, such as --tag team=payments");
            var key = text.substring(0, equals);
            var value = text.substring(equals + 1);
            check(key, value);
            refuse(
                    tags.put(key, value) != null,
                    "the tag \"%s\" is given twice".formatted(key),
                    "a resource has one value for a key");
        }
        refuse(tags.size() > MOST, "%d tags are given, and AWS allows %d".formatted(tags.size(), MOST), "pass fewer");
        return new ResourceTags(tags);
    }

    private static void check(String key, String value) {
        checkText("key", key, LONGEST_KEY);
        checkText("value", value, LONGEST_VALUE);
        for (var prefix : RESERVED) {
            refuse(
                    key.toLowerCase(Locale.ROOT).startsWith(prefix)
                            || value.toLowerCase(Locale.ROOT).startsWith(prefix),
                    "the tag \"%s=%s\" begins with \"%s\", which AWS reserves for itself".formatted(key, value, prefix),
                    "choose another key or value");
        }
    }

    private static void checkText(String what, String text, int longest) {
        var length = text.codePointCount(0, text.length());
        refuse(
                length > longest,
                "the %s of a tag has %d characters, and AWS allows %d: \"%s\"".formatted(what, length, longest, text),
                "shorten it");
        refuse(
                !ALLOWED.matcher(text).matches(),
                "the %s of a tag has a character that AWS does not allow: \"%s\"".formatted(what, text),
                "allowed are letters, digits, spaces and _ . : / = + - @");
    }

    private static void refuse(boolean wrong, String message, String hint) {
        if (wrong) {
            throw new OpsException(Kind.USAGE, message, hint);
        }
    }

    /** The request with the tags, if it creates a resource that has tags; else the same request. */
    @SuppressWarnings("unchecked")
    <R extends RdsRequest> R on(R request) {
        if (tags.isEmpty()) {
            return request;
        }
        for (var field : request.sdkFields()) {
            if (field.memberName().equals(MEMBER)) {
                var builder = request.toBuilder();
                ((SdkField<Object>) field).set(builder, list());
                return (R) builder.build();
            }
        }
        return request;
    }

    private List<Tag> list() {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
