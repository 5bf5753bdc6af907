package dev.dbops.aws.dataapi;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The messages of a server (PostgreSQL documentation, section 53.7), which wait until the driver reads them. */
final class BackendMessages {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Takes what has been written. */
    byte[] take() {
        var bytes = out.toByteArray();
        out.reset();
        return bytes;
    }

    /** The content of a message. */
    private static final class Body {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Body number(int value) {
            bytes.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
            return this;
        }

        Body small(int value) {
            bytes.writeBytes(ByteBuffer.allocate(2).putShort((short) value).array());
            return this;
        }

        Body letter(char value) {
            bytes.write(value);
            return this;
        }

        Body text(String value) {
            bytes.writeBytes(value.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
            return this;
        }

        Body value(byte[] value) {
            number(value.length);
            bytes.writeBytes(value);
            return this;
        }
    }

    private BackendMessages send(char type, Body body) {
        out.write(type);
        out.writeBytes(ByteBuffer.allocate(4).putInt(body.bytes.size() + 4).array());
        out.writeBytes(body.bytes.toByteArray());
        return this;
    }

    /** The answer to a request for encryption: no. */
    void noEncryption() {
        out.write('N');
    }

    /** AuthenticationOk: the secret is the login. */
    void authenticated() {
        send('R', new Body().number(0));
    }

    void parameter(String name, String value) {
        send('S', new Body().text(name).text(value));
    }

    void key(int session) {
        send('K', new Body().number(session).number(session));
    }

    /** ReadyForQuery, with I, T or E for the state of the transaction. */
    void ready(char state) {
        send('Z', new Body().letter(state));
    }

    void parsed() {
        send('1', new Body());
    }

    void bound() {
        send('2', new Body());
    }

    void closed() {
        send('3', new Body());
    }

    void noData() {
        send('n', new Body());
    }

    void suspended() {
        send('s', new Body());
    }

    void empty() {
        send('I', new Body());
    }

    void complete(String tag) {
        send('C', new Body().text(tag));
    }

    void parameters(int[] types) {
        var body = new Body().small(types.length);
        for (var type : types) {
            body.number(type);
        }
        send('t', body);
    }

    void columns(List<ResultRows.Column> columns) {
        var body = new Body().small(columns.size());
        for (var column : columns) {
            // neither table nor column of it; variable length, no modifier, text
            body.text(column.name())
                    .number(0)
                    .small(0)
                    .number(column.type())
                    .small(-1)
                    .number(-1)
                    .small(0);
        }
        send('T', body);
    }

    void row(List<Optional<String>> values) {
        var body = new Body().small(values.size());
        for (var value : values) {
            if (value.isPresent()) {
                body.value(value.get().getBytes(StandardCharsets.UTF_8));
            } else {
                body.number(-1);
            }
        }
        send('D', body);
    }

    void error(Map<Character, String> fields) {
        var body = new Body();
        fields.forEach((letter, value) -> body.letter(letter).text(value));
        send('E', body.letter('\0'));
    }
}
