package dev.dbops.dist.install;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.dbops.testing.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Serves a folder over TLS, with a certificate of a private authority; it can break a download in the middle. */
final class DownloadServer implements AutoCloseable {
    /** A fault in the middle of an archive. */
    enum Fault {
        NONE,
        /** The connection ends. */
        CUT,
        /** Nothing more arrives, until the server closes. */
        STALL
    }

    private final Path folder;
    private final HttpsServer server;
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Fault fault = Fault.NONE;

    /**
     * Starts on a free port.
     *
     * @param folder the files, by their names
     */
    DownloadServer(Path folder, TestCertificates.Server certificate) throws IOException {
        this.folder = folder;
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(certificate)));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private static SSLContext context(TestCertificates.Server certificate) throws IOException {
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(certificate.store(), certificate.password());
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "https://localhost:" + port() + "/files";
    }

    void breakWith(Fault next) {
        fault = next;
    }

    /** Waits until half of an archive was sent. */
    void awaitStall() throws InterruptedException {
        stalled.await();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var file = folder.resolve(path.substring(path.lastIndexOf('/') + 1));
            if (!Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            var bytes = Files.readAllBytes(file);
            var length = fault == Fault.NONE || !path.endsWith(".gz") ? bytes.length : bytes.length / 2;
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes, 0, length);
            exchange.getResponseBody().flush();
            if (length < bytes.length && fault == Fault.STALL) {
                stalled.countDown();
                awaitClose();
            }
        }
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
