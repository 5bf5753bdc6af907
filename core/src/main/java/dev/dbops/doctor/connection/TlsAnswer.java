package dev.dbops.doctor.connection;

import java.security.cert.X509Certificate;
import java.time.Duration;

/** What a server answers to the question for TLS. */
sealed interface TlsAnswer {
    /**
     * It shook hands.
     *
     * @param protocol such as TLSv1.3
     * @param certificate the server's own
     * @param isForHost whether the certificate is for the host's name, as sslmode=verify-full wants it
     */
    record Offered(String protocol, X509Certificate certificate, boolean isForHost) implements TlsAnswer {}

    /** It is a PostgreSQL server without TLS. */
    record NotOffered() implements TlsAnswer {}

    /**
     * It offered TLS, and no handshake came about.
     *
     * @param reason the last words of it
     */
    record Broken(String reason) implements TlsAnswer {}

    /**
     * It does not speak PostgreSQL's protocol.
     *
     * @param reason what it did instead
     */
    record NotPostgres(String reason) implements TlsAnswer {}

    /**
     * It accepted the connection, and said nothing.
     *
     * @param waited how long that was waited for
     */
    record Silent(Duration waited) implements TlsAnswer {}
}
