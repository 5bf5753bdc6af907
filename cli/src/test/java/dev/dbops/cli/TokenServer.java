package dev.dbops.cli;

import dev.dbops.testing.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The proxy of an RDS instance with IAM authentication, for a PostgreSQL server that trusts all users: it requires TLS,
 * asks for a clear-text password, and relays the session if it accepts the password.
 *
 * <p>See "Message flow" in the PostgreSQL documentation, 54.2.
 */
final class TokenServer implements AutoCloseable {
    private static final int SSL_REQUEST = 80877103;
    private static final int CLEARTEXT_PASSWORD = 3;

    /** The answers to a password. */
    interface Judge {
        /** The SQLSTATE and the message of the refusal, with a space between; empty to accept it. */
        String refusal(String user, String password);
    }

    private final ServerSocket door;
    private final int server;
    private final SSLSocketFactory tls;
    private final Judge judge;
    private final List<String> passwords = new CopyOnWriteArrayList<>();

    /**
     * Opens the door on a free port.
     *
     * @param server the port of the PostgreSQL server
     */
    TokenServer(int server, TestCertificates.Server certificate, Judge judge) throws IOException {
        this.server = server;
        this.judge = judge;
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(certificate.store(), certificate.password());
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            tls = context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return door.getLocalPort();
    }

    /** The passwords that it was given, in order. */
    List<String> passwords() {
        return List.copyOf(passwords);
    }

    private void serve() {
        while (!door.isClosed()) {
            try {
                var client = door.accept();
                Thread.ofVirtual().start(() -> open(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void open(Socket client) {
        try (client) {
            var plain = new DataInputStream(client.getInputStream());
            plain.readInt();
            if (plain.readInt() != SSL_REQUEST) {
                refuse(new DataOutputStream(client.getOutputStream()), "28000 no pg_hba.conf entry, no encryption");
                return;
            }
            client.getOutputStream().write('S');
            try (var secure = (SSLSocket) tls.createSocket(client, null, true)) {
                secure.setUseClientMode(false);
                answer(secure);
            }
        } catch (IOException gone) {
            // the client left, as it may
            return;
        }
    }

    private void answer(SSLSocket client) throws IOException {
        var in = new DataInputStream(client.getInputStream());
        var out = new DataOutputStream(client.getOutputStream());
        var startup = new byte[in.readInt() - 4];
        in.readFully(startup);
        out.writeByte('R');
        out.writeInt(8);
        out.writeInt(CLEARTEXT_PASSWORD);
        out.flush();
        in.readByte();
        var password = new byte[in.readInt() - 4];
        in.readFully(password);
        var text = new String(password, 0, password.length - 1, StandardCharsets.UTF_8);
        passwords.add(text);
        var refusal = judge.refusal(user(startup), text);
        if (refusal.isEmpty()) {
            relay(client, startup);
        } else {
            refuse(out, refusal);
        }
    }

    /** The value that follows the name in the startup message. */
    private static String user(byte... startup) {
        var words = new String(startup, 4, startup.length - 4, StandardCharsets.UTF_8).split("\0");
        for (var i = 0; i + 1 < words.length; i += 2) {
            if (words[i].equals("user")) {
                return words[i + 1];
            }
        }
        return "";
    }

    private static void refuse(DataOutputStream out, String refusal) throws IOException {
        var body = new ByteArrayOutputStream();
        var message = refusal.substring(6);
        for (var field : List.of("SFATAL", "VFATAL", "C" + refusal.substring(0, 5), "M" + message)) {
            body.write(field.getBytes(StandardCharsets.UTF_8));
            body.write(0);
        }
        body.write(0);
        out.writeByte('E');
        out.writeInt(body.size() + 4);
        body.writeTo(out);
        out.flush();
    }

    private void relay(SSLSocket client, byte... startup) throws IOException {
        try (var behind = new Socket(InetAddress.getLoopbackAddress(), server)) {
            var out = new DataOutputStream(behind.getOutputStream());
            out.writeInt(startup.length + 4);
            out.write(startup);
            out.flush();
            var back = Thread.ofVirtual().start(() -> copy(behind, client));
            copy(client, behind);
            behind.shutdownOutput();
            back.join();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException gone) {
            // either side may leave
            return;
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
