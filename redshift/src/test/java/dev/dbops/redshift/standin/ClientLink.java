package dev.dbops.redshift.standin;

import dev.dbops.testing.TestCertificates;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The connection of a client: its start, and its messages. */
final class ClientLink {
    private static final int SSL_REQUEST = 80_877_103;
    private static final int CANCEL_REQUEST = 80_877_102;
    private static final int CLEARTEXT_PASSWORD = 3;
    private static final int BUFFER = 64 * 1024;

    private final Socket plain;
    private Socket socket;
    private DataInputStream in;
    private DataOutputStream out;

    ClientLink(Socket socket) throws IOException {
        plain = socket;
        plain.setTcpNoDelay(true);
        // not buffered before the TLS handshake, which reads from the socket itself
        use(socket, 1);
    }

    private void use(Socket next, int buffer) throws IOException {
        socket = next;
        in = new DataInputStream(new BufferedInputStream(next.getInputStream(), buffer));
        out = new DataOutputStream(new BufferedOutputStream(next.getOutputStream()));
    }

    /**
     * Reads the start-up message, after a TLS handshake if the client asks for one.
     *
     * @return its body: the version and the settings, or a request to cancel
     */
    ByteBuffer startUp(Optional<TestCertificates.Server> certificate) throws IOException {
        var body = ByteBuffer.wrap(in.readNBytes(in.readInt() - Integer.BYTES));
        if (body.getInt(0) != SSL_REQUEST) {
            use(socket, BUFFER);
            return body;
        }
        out.writeByte(certificate.isPresent() ? 'S' : 'N');
        out.flush();
        if (certificate.isPresent()) {
            use(encrypted(certificate.get()), BUFFER);
        }
        return startUp(certificate);
    }

    boolean isEncrypted() {
        return socket != plain;
    }

    static boolean isCancel(ByteBuffer startUp) {
        return startUp.getInt(0) == CANCEL_REQUEST;
    }

    /** The settings of a start-up message. */
    static Map<String, String> settings(ByteBuffer startUp) {
        var texts = new String(
                        startUp.array(), Integer.BYTES, startUp.capacity() - Integer.BYTES, StandardCharsets.UTF_8)
                .split("\0", -1);
        var settings = new LinkedHashMap<String, String>();
        for (var i = 0; i + 1 < texts.length && !texts[i].isEmpty(); i += 2) {
            settings.put(texts[i], texts[i + 1]);
        }
        return settings;
    }

    /** Asks for the password. */
    String password() throws IOException {
        send(new WireMessage(
                'R',
                ByteBuffer.allocate(Integer.BYTES).putInt(CLEARTEXT_PASSWORD).array()));
        out.flush();
        return read().text(0);
    }

    WireMessage read() throws IOException {
        return WireMessage.read(in);
    }

    void send(WireMessage message) throws IOException {
        message.write(out);
    }

    void flush() throws IOException {
        out.flush();
    }

    /** Resets the connection: a client that waits for an answer gets an error at once. */
    void reset() throws IOException {
        plain.setSoLinger(true, 0);
        plain.close();
    }

    void close() throws IOException {
        socket.close();
    }

    private SSLSocket encrypted(TestCertificates.Server certificate) throws IOException {
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(certificate.store(), certificate.password());
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            var encrypted = (SSLSocket) context.getSocketFactory()
                    .createSocket(plain, plain.getInetAddress().getHostAddress(), plain.getPort(), true);
            encrypted.setUseClientMode(false);
            encrypted.startHandshake();
            return encrypted;
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate cannot be used", e);
        }
    }
}
