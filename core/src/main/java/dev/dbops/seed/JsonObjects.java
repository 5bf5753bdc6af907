package dev.dbops.seed;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * The objects of a file, one by one: the elements of an array, or consecutive objects, one a line or not.
 *
 * <p>The parser only finds where an object begins and ends, and its keys. The bytes are passed on unchanged, so that
 * numbers keep their digits and nested values their format.
 */
final class JsonObjects implements AutoCloseable {
    /** Depth and length are limited only by the server. */
    private static final StreamReadConstraints UNLIMITED = StreamReadConstraints.builder()
            .maxNestingDepth(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build();

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(UNLIMITED)
            // JSON is UTF-8 (RFC 8259, section 8.1).
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    /** Such as ": enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow", which no user of db-ops can do. */
    private static final Pattern PARSER_SETTING = Pattern.compile(
            ":? *\\(?(?:enable|not recognized as one since|consider enabling)[^)\\n]*(?:Feature|ALLOW_)[^)\\n]*\\)?");

    private final InputFile file;
    private final RecentBytes bytes;
    private final JsonParser parser;
    private boolean begun;
    private boolean inArray;
    private final Set<String> keys = new LinkedHashSet<>();
    private TokenStreamLocation start;
    private long end;

    JsonObjects(InputFile file) throws IOException {
        this.file = file;
        this.bytes = new RecentBytes(file.open());
        this.parser = FACTORY.createParser(ObjectReadContext.empty(), bytes);
    }

    /**
     * Moves to the next object.
     *
     * @return false after the last one
     * @throws OpsException of kind USAGE, with the line, where the file is malformed
     */
    boolean next() {
        try {
            bytes.forget(end);
            var token = parser.nextToken();
            if (!begun) {
                begun = true;
                inArray = token == JsonToken.START_ARRAY;
                token = inArray ? parser.nextToken() : token;
            }
            if (token == null || inArray && token == JsonToken.END_ARRAY) {
                requireEnd(token);
                return false;
            }
            start = parser.currentTokenLocation();
            if (token != JsonToken.START_OBJECT) {
                throw fault("expected an object, found %s".formatted(name(token)), start);
            }
            readKeys();
            end = parser.currentLocation().getByteOffset();
            return true;
        } catch (JacksonException e) {
            throw translate(e);
        }
    }

    private void readKeys() {
        keys.clear();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var key = parser.currentName();
            if (key.isEmpty() || key.indexOf('\0') >= 0) {
                throw fault("a key is empty or contains NUL, which no column name can", parser.currentTokenLocation());
            }
            keys.add(key);
            parser.nextToken();
            parser.skipChildren();
        }
    }

    private void requireEnd(JsonToken last) {
        if (last != null && parser.nextToken() != null) {
            throw fault("there is text after the end of the array", parser.currentTokenLocation());
        }
    }

    /** The line where the object begins, counted from 1. */
    int line() {
        return start.getLineNr();
    }

    /** The object's keys in order, without duplicates; valid until the next step. */
    Set<String> keys() {
        return keys;
    }

    /** Writes the object's bytes, unchanged from the file. */
    void writeTo(OutputStream out) throws IOException {
        bytes.write(start.getByteOffset(), end, out);
    }

    private static String name(JsonToken token) {
        return switch (token) {
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            default -> token.asString();
        };
    }

    private OpsException translate(JacksonException e) {
        if (e instanceof JacksonIOException && e.getCause() instanceof RecentBytes.TooLargeException tooLarge) {
            return fault(tooLarge.getMessage(), parser.currentLocation());
        }
        if (e instanceof JacksonIOException && e.getCause() instanceof IOException cause) {
            return file.unreadable(cause);
        }
        if (e instanceof UnexpectedEndOfInputException) {
            return fault("the file ends in the middle of a JSON value", e.getLocation());
        }
        return fault("this is not JSON: " + reason(e), e.getLocation());
    }

    /** The parser's message, without its description of the source and the names of its own settings. */
    private static String reason(JacksonException e) {
        var message = PARSER_SETTING.matcher(e.getOriginalMessage()).replaceAll("");
        var source = message.indexOf("[Source");
        var end = source < 0 ? message.length() : Math.max(0, message.lastIndexOf(" (", source));
        return message.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + message.substring(1, Math.max(1, end));
    }

    private OpsException fault(String message, TokenStreamLocation place) {
        return new OpsException(
                        Kind.USAGE,
                        message,
                        "the file must contain an array of objects, or one object per line, in UTF-8")
                .at(new ScriptPosition(file.name(), place.getLineNr(), 0, ""));
    }

    @Override
    public void close() {
        parser.close();
    }
}
