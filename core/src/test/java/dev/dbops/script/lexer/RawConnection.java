package dev.dbops.script.lexer;

import dev.dbops.target.ConnectionTarget;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Speaks the server's protocol without a driver, which would split the text itself (PostgreSQL documentation,
 * section 53.2, "Message Flow"). For servers with trust authentication.
 */
final class RawConnection implements AutoCloseable {
    private static final int PROTOCOL = 3 << 16;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    /**
     * The server's answer to one message.
     *
     * @param statements for each statement its rows, columns separated by {@code |}, and its command tag
     * @param error the error that ended it, empty when there is none
     */
    record Answer(List<String> statements, String error) {}

    RawConnection(ConnectionTarget target) {
        var host = target.hosts().getFirst();
        try {
            socket = new Socket(host.host(), host.port());
            socket.setTcpNoDelay(true);
            in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
            out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
            var startup =
                    "user\0%s\0database\0%s\0client_encoding\0UTF8\0\0".formatted(target.user(), target.database());
            var bytes = startup.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length + 8);
            out.writeInt(PROTOCOL);
            out.write(bytes);
            out.flush();
            var answer = answer();
            if (!answer.error().isEmpty()) {
                throw new AssertionError(answer.error());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the text as one message of the simple protocol: the server splits it. */
    Answer query(String text) {
        try {
            message('Q', text + "\0");
            out.flush();
            return answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the server parse the text, which must be a single statement. */
    Answer parse(String text) {
        try {
            message('P', "\0" + text + "\0\0\0");
            message('S', "");
            out.flush();
            return answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void message(char type, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        out.writeByte(type);
        out.writeInt(bytes.length + 4);
        out.write(bytes);
    }

    private Answer answer() throws IOException {
        var statements = new ArrayList<String>();
        var rows = new StringBuilder();
        var error = "";
        while (true) {
            var type = in.readByte();
            var body = new byte[in.readInt() - 4];
            in.readFully(body);
            switch (type) {
                case 'D' -> rows.append(row(body)).append('\n');
                case 'C' -> {
                    statements.add(rows + text(body));
                    rows.setLength(0);
                }
                case 'E' -> error = text(body).replace('\0', ' ');
                case 'Z' -> {
                    return new Answer(statements, error);
                }
                default -> {
                    // Descriptions, notices and settings do not show where a statement ends.
                }
            }
        }
    }

    private static String row(byte[] body) throws IOException {
        var in = new DataInputStream(new java.io.ByteArrayInputStream(body));
        var columns = in.readShort();
        var row = new ByteArrayOutputStream();
        for (var i = 0; i < columns; i++) {
            var length = in.readInt();
            row.write(length < 0 ? new byte[] {0} : in.readNBytes(length));
            row.write('|');
        }
        return row.toString(StandardCharsets.UTF_8);
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
