package dev.dbops.aws;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** A name server that knows what some names stand for (CNAME records), and nothing else. See RFC 1035, section 4. */
public final class NameServer implements AutoCloseable {
    private static final int HEADER = 12;
    private static final int CNAME = 5;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Map<String, String> names;

    /**
     * @param names from each name to the one that it stands for
     */
    public NameServer(Map<String, String> names) throws IOException {
        this.names = Map.copyOf(names);
        Thread.ofVirtual().start(this::serve);
    }

    /** The server as JNDI names it. */
    public String url() {
        return "dns://127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                var packet = new DatagramPacket(new byte[512], 512);
                socket.receive(packet);
                var answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private byte[] answer(byte... query) throws IOException {
        var end = HEADER;
        var name = new StringBuilder();
        while (query[end] != 0) {
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(query, end + 1, query[end], StandardCharsets.US_ASCII));
            end += query[end] + 1;
        }
        end += 5; // the root label, type and class
        var target = names.get(name.toString());
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.write(query, 0, 2);
        out.writeShort(0x8180); // an answer, with recursion
        out.writeShort(1);
        out.writeShort(target == null ? 0 : 1);
        out.writeInt(0);
        out.write(query, HEADER, end - HEADER);
        if (target != null) {
            out.writeShort(0xC000 | HEADER); // the name of the question
            out.writeShort(CNAME);
            out.writeShort(1);
            out.writeInt(60);
            writeName(out, target);
        }
        return bytes.toByteArray();
    }

    private static void writeName(DataOutputStream out, String name) throws IOException {
        out.writeShort(name.length() + 2);
        for (var label : name.split("\\.")) {
            out.writeByte(label.length());
            out.writeBytes(label);
        }
        out.writeByte(0);
    }

    @Override
    public void close() {
        socket.close();
    }
}
