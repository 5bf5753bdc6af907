package dev.dbops.aws.dataapi;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A message of the driver (PostgreSQL documentation, section 53.7).
 *
 * @param type its letter; 0 for those at the start, which have none
 * @param body its content
 */
record FrontendMessage(char type, ByteBuffer body) {
    /** The driver asks for binary values only with this format. */
    private static final short BINARY = 1;

    /** The next text that ends in a zero byte. */
    String text() {
        var start = body.position();
        while (body.get() != 0) {
            // to the end
        }
        var bytes = new byte[body.position() - start - 1];
        body.get(start, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The types after the text of a statement; 0 for those that the server infers. */
    int[] types() {
        var types = new int[body.getShort()];
        for (var i = 0; i < types.length; i++) {
            types[i] = body.getInt();
        }
        return types;
    }

    /** The values of the parameters, all of them text. */
    List<Optional<String>> values() throws ServerRefusal {
        for (var formats = body.getShort(); formats > 0; formats--) {
            if (body.getShort() == BINARY) {
                throw new ServerRefusal(ServerRefusal.NOT_SUPPORTED, "a binary value cannot be sent", "");
            }
        }
        var values = new ArrayList<Optional<String>>();
        for (var count = Short.toUnsignedInt(body.getShort()); count > 0; count--) {
            var length = body.getInt();
            if (length < 0) {
                values.add(Optional.empty());
            } else {
                var bytes = new byte[length];
                body.get(bytes);
                values.add(Optional.of(new String(bytes, StandardCharsets.UTF_8)));
            }
        }
        return values;
    }
}
