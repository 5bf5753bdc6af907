package dev.dbops.redshift.standin;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The connection to PostgreSQL: one message at a time, each answered before the next is sent. */
final class ServerLink implements AutoCloseable {
    /** The messages that the server may send at any time: notices, settings, notifications. */
    private static final String UNREQUESTED = "NSA";

    private static final int VERSION_3 = 196_608;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    /** Gets each message of the server. */
    @FunctionalInterface
    interface Relay {
        void message(WireMessage message) throws IOException;
    }

    ServerLink(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    /** Cancels a statement of another connection. */
    static void cancel(int port, ByteBuffer request) throws IOException {
        try (var link = new ServerLink(port)) {
            link.startUp(request.array());
            link.in.readAllBytes();
        }
    }

    /** Opens a session with these settings, and relays messages until the server is ready. */
    WireMessage open(Map<String, String> settings, Relay relay) throws IOException {
        var request = new ByteArrayOutputStream();
        request.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(VERSION_3).array());
        settings.forEach(
                (name, value) -> request.writeBytes((name + "\0" + value + "\0").getBytes(StandardCharsets.UTF_8)));
        request.write(0);
        startUp(request.toByteArray());
        return until("Z", relay);
    }

    private void startUp(byte[] body) throws IOException {
        out.writeInt(body.length + Integer.BYTES);
        out.write(body);
        out.flush();
    }

    /** Sends a message, with no request for an answer. */
    void send(WireMessage message) throws IOException {
        message.write(out);
    }

    /**
     * Sends a message, and relays the answers.
     *
     * @param ends the types of the last message of the answer; an error ends it too
     * @return the last message of the answer
     */
    WireMessage exchange(WireMessage message, String ends, Relay relay) throws IOException {
        send(message);
        if (message.type() != 'S') {
            send(WireMessage.of('H'));
        }
        out.flush();
        return until(ends, relay);
    }

    private WireMessage until(String ends, Relay relay) throws IOException {
        while (true) {
            var message = WireMessage.read(in);
            relay.message(message);
            var ended = message.type() == 'E' || ends.indexOf(message.type()) >= 0;
            if (ended && UNREQUESTED.indexOf(message.type()) < 0) {
                return message;
            }
        }
    }

    /** Executes a statement of the stand-in's own, which has no parameters. */
    void execute(String sql) throws IOException {
        var nothing = new byte[2];
        send(WireMessage.of('P', nothing, "", sql));
        send(WireMessage.of('B', new byte[6], "", ""));
        exchange(WireMessage.of('E', new byte[4], ""), "CI", _ -> {});
    }

    /** Lets the open transaction fail, as an error of the server's own does. */
    void fail() throws IOException {
        exchange(WireMessage.of('P', new byte[2], "", "refused by the stand-in"), "1", _ -> {});
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
