package dev.dbops.doctor.connection;

import java.security.cert.X509Certificate;
import java.time.Duration;

/** A server's answer to the request for TLS. */
sealed interface TlsAnswer {
    /**
     * The handshake succeeded.
     *
     * @param protocol such as TLSv1.3
     * @param certificate the server's own
     * @param isForHost whether the certificate is for the host's name, as sslmode=verify-full requires
     */
    record Offered(String protocol, X509Certificate certificate, boolean isForHost) implements TlsAnswer {}

    /** It is a PostgreSQL server without TLS. */
    record NotOffered() implements TlsAnswer {}

    /**
     * It offered TLS, but the handshake failed.
     *
     * @param reason the innermost error message
     */
    record Broken(String reason) implements TlsAnswer {}

    /**
     * It does not speak PostgreSQL's protocol.
     *
     * @param reason what it did instead
     */
    record NotPostgres(String reason) implements TlsAnswer {}

    /**
     * It accepted the connection, but did not answer.
     *
     * @param waited how long the probe waited
     */
    record Silent(Duration waited) implements TlsAnswer {}
}
