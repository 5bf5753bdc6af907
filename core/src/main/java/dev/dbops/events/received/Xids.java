package dev.dbops.events.received;

import java.util.regex.Pattern;
import tools.jackson.core.JsonToken;

/** Reads the IDs of transactions. */
final class Xids {
    private static final Pattern XID = Pattern.compile("0|[1-9][0-9]{0,19}");

    /** No transaction has this ID. */
    private static final String NONE = "0";

    private Xids() {}

    /** Returns the ID as text; 0 for null, which Debezium has for rows that it has read from the table. */
    static String read(JsonPart part, String path) {
        if (part.isNull()) {
            return NONE;
        }
        var isText = part.token() == JsonToken.VALUE_STRING || part.token() == JsonToken.VALUE_NUMBER_INT;
        try {
            if (isText && XID.matcher(part.text()).matches()) {
                return Long.toUnsignedString(Long.parseUnsignedLong(part.text()));
            }
        } catch (NumberFormatException _) {
            // larger than 64 bits
        }
        throw MalformedEvent.wrong(path, "the ID of a transaction");
    }
}
