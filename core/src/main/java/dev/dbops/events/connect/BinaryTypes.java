package dev.dbops.events.connect;

import dev.dbops.text.Utf8Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The types whose values are bytes: bytea, strings of bits, and points. */
final class BinaryTypes {
    private static final String POINT_FIELDS = "[{\"type\": \"double\", \"optional\": false, \"field\": \"x\"},"
            + " {\"type\": \"double\", \"optional\": false, \"field\": \"y\"},"
            + " {\"type\": \"bytes\", \"optional\": true, \"field\": \"wkb\"},"
            + " {\"type\": \"int32\", \"optional\": true, \"field\": \"srid\"}]";

    private static final Pattern POINT = Pattern.compile("\\((.+),(.+)\\)");

    /** A point in well-known binary: the byte order, the type, x and y. */
    private static final int POINT_BYTES = 21;

    private BinaryTypes() {}

    static ConnectType bytea() {
        return SemanticType.of("bytes", (text, out) -> {
            if (!text.startsWith("\\x")) {
                throw new IllegalArgumentException(text);
            }
            appendBytes(HexFormat.of().parseHex(text, 2, text.length()), out);
        });
    }

    /**
     * The type of a bit or varbit.
     *
     * @param length its length; negative for any
     */
    static ConnectType bits(int length) {
        if (length == 1) {
            return SemanticType.of("boolean", (text, out) -> out.append("1".equals(text) ? "true" : "false"));
        }
        var most = length < 0 ? Integer.MAX_VALUE : length;
        var parameters = "{\"length\": \"%d\"}".formatted(most);
        return SemanticType.of("bytes", "io.debezium.data.Bits", parameters, (text, out) -> {
            var bits = new BitSet(text.length());
            for (var i = 0; i < text.length(); i++) {
                bits.set(i, text.charAt(text.length() - 1 - i) == '1');
            }
            appendBytes(bits.toByteArray(), out);
        });
    }

    static ConnectType point() {
        return SemanticType.struct(
                POINT_FIELDS, "io.debezium.data.geometry.Point", "Geometry (POINT)", BinaryTypes::appendPoint);
    }

    private static void appendPoint(String text, Utf8Buffer out) {
        var matcher = POINT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        var x = finite(matcher.group(1));
        var y = finite(matcher.group(2));
        var wkb = ByteBuffer.allocate(POINT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        wkb.put((byte) 1).putInt(1).putDouble(x).putDouble(y);
        out.append("{\"x\": ").append(Double.toString(x)).append(", \"y\": ").append(Double.toString(y));
        out.append(", \"wkb\": ");
        appendBytes(wkb.array(), out);
        out.append(", \"srid\": null}");
    }

    private static double finite(String text) {
        var number = Double.parseDouble(text);
        if (!Double.isFinite(number)) {
            throw new NumberFormatException(text);
        }
        return number;
    }

    private static void appendBytes(byte[] bytes, Utf8Buffer out) {
        out.append('"').append(Base64.getEncoder().encode(bytes)).append('"');
    }
}
