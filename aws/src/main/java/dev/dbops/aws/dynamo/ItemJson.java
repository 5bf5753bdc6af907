package dev.dbops.aws.dynamo;

import dev.dbops.text.Utf8Buffer;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Writes items as JSON: a number with all its digits, binary data in Base64, a set as an array in order. Attributes are
 * in alphabetical order, because DynamoDB has none.
 */
final class ItemJson {
    private final boolean typed;

    /**
     * @param typed whether each value is in an object that names its type, as in DynamoDB's own JSON
     */
    ItemJson(boolean typed) {
        this.typed = typed;
    }

    /** The item as one line of JSON. */
    byte[] encode(Map<String, AttributeValue> item, Utf8Buffer buffer) {
        buffer.clear();
        map(item, buffer);
        return buffer.toBytes();
    }

    /** A value as JSON. */
    void write(AttributeValue value, Utf8Buffer text) {
        if (typed) {
            text.append('{').appendQuoted(name(value)).append(':');
        }
        switch (value.type()) {
            case S -> text.appendQuoted(value.s());
            case N -> number(value.n(), text);
            case B -> text.appendQuoted(base64(value.b()));
            case BOOL -> text.append(value.bool().toString());
            case NUL -> text.append(typed ? "true" : "null");
            case SS -> strings(value.ss().stream().sorted().toList(), text);
            case NS -> numbers(value.ns(), text);
            case BS ->
                strings(value.bs().stream().map(ItemJson::base64).sorted().toList(), text);
            case L -> list(value.l(), text);
            case M -> map(value.m(), text);
            // a type that DynamoDB has got since
            default -> text.appendQuoted(value.toString());
        }
        if (typed) {
            text.append('}');
        }
    }

    private static String name(AttributeValue value) {
        return value.type() == AttributeValue.Type.NUL ? "NULL" : value.type().name();
    }

    static String base64(SdkBytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
    }

    private void map(Map<String, AttributeValue> members, Utf8Buffer text) {
        var separator = '{';
        for (var member : new TreeMap<>(members).entrySet()) {
            text.append(separator).appendQuoted(member.getKey()).append(':');
            write(member.getValue(), text);
            separator = ',';
        }
        text.append(members.isEmpty() ? "{}" : "}");
    }

    private void list(List<AttributeValue> values, Utf8Buffer text) {
        var separator = '[';
        for (var value : values) {
            text.append(separator);
            write(value, text);
            separator = ',';
        }
        text.append(values.isEmpty() ? "[]" : "]");
    }

    private static void strings(List<String> values, Utf8Buffer text) {
        var separator = '[';
        for (var value : values) {
            text.append(separator).appendQuoted(value);
            separator = ',';
        }
        text.append(']');
    }

    private void numbers(List<String> values, Utf8Buffer text) {
        var separator = '[';
        var sorted = values.stream()
                .sorted((a, b) -> new BigDecimal(a).compareTo(new BigDecimal(b)))
                .toList();
        for (var value : sorted) {
            number(value, text.append(separator));
            separator = ',';
        }
        text.append(']');
    }

    /** DynamoDB's numbers have 38 digits: a program that reads them as floating point loses some, but not here. */
    private void number(String number, Utf8Buffer text) {
        if (typed) {
            text.appendQuoted(number);
        } else {
            text.append(isJson(number) ? number : new BigDecimal(number).toString());
        }
    }

    /** Emulators return numbers as they were written, such as +1 or 007. */
    private static boolean isJson(String number) {
        var start = number.startsWith("-") ? 1 : 0;
        var dots = 0;
        for (var i = start; i < number.length(); i++) {
            var letter = number.charAt(i);
            dots += letter == '.' ? 1 : 0;
            if (letter != '.' && (letter < '0' || letter > '9')) {
                return false;
            }
        }
        var isZero = number.startsWith("0", start) && number.length() > start + 1 && number.charAt(start + 1) != '.';
        return number.length() > start
                && dots <= 1
                && !isZero
                && !number.startsWith(".", start)
                && !number.endsWith(".");
    }
}
