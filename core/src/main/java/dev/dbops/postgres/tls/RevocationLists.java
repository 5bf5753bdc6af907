package dev.dbops.postgres.tls;

import dev.dbops.BoundedFile;
import dev.dbops.postgres.tls.CertificateProblem.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * The lists of sslcrl and sslcrldir. As in libpq, each authority of a chain, including the last one, must then have a
 * current list; and a file that is missing or has no list turns off the check.
 */
final class RevocationLists {
    private static final int CRL_SIGN = 6;

    /** The file names that {@code openssl rehash} gives: a hash of the authority's name, and a number. */
    private static final String HASHED = "*.r[0-9]*";

    private final List<X509CRL> lists;

    private RevocationLists(List<X509CRL> lists) {
        this.lists = lists;
    }

    /**
     * Reads the lists; empty when revocation is not to be checked.
     *
     * @param file the value of sslcrl
     * @param directory the value of sslcrldir
     * @throws TlsSetupException when one of the files is too large, so that its content is not known
     */
    static Optional<RevocationLists> read(Optional<Path> file, Optional<Path> directory) throws TlsSetupException {
        var lists = new ArrayList<X509CRL>();
        if (file.isPresent()) {
            addFrom(file.get(), lists);
            if (lists.isEmpty()) {
                return Optional.empty();
            }
        }
        if (directory.isPresent()) {
            addAll(directory.get(), lists);
        }
        return file.isPresent() || directory.isPresent() ? Optional.of(new RevocationLists(lists)) : Optional.empty();
    }

    private static void addAll(Path directory, List<X509CRL> lists) throws TlsSetupException {
        try (var files = Files.newDirectoryStream(directory, HASHED)) {
            for (var file : files) {
                addFrom(file, lists);
            }
        } catch (IOException | DirectoryIteratorException _) {
            // without lists, no certificate passes
        }
    }

    private static void addFrom(Path file, List<X509CRL> lists) throws TlsSetupException {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            for (var block : PemBlock.read(new String(BoundedFile.read(file), StandardCharsets.ISO_8859_1))) {
                if (block.label().equals("X509 CRL")) {
                    lists.add((X509CRL) factory.generateCRL(new ByteArrayInputStream(block.content())));
                }
            }
        } catch (BoundedFile.TooLargeException e) {
            throw new TlsSetupException(
                    "the revocation list \"%s\" cannot be used: %s".formatted(file, e.getMessage()),
                    "check that it is the right file",
                    e);
        } catch (IOException | GeneralSecurityException _) {
            // libpq reads the files that it can, and requires none of them
        }
    }

    /**
     * Refuses certificates that are revoked or that no list covers.
     *
     * @param chain the chain from the server's certificate to the self-signed one
     */
    void check(List<X509Certificate> chain) throws CertificateProblem {
        for (int i = 0; i < chain.size(); i++) {
            var certificate = chain.get(i);
            var issuer = chain.get(Math.min(i + 1, chain.size() - 1));
            if (list(issuer).isRevoked(certificate)) {
                throw new CertificateProblem(Reason.REVOKED, ChainRules.name(certificate));
            }
        }
    }

    /** The newest list of the authority, which must be current. */
    private X509CRL list(X509Certificate issuer) throws CertificateProblem {
        X509CRL newest = null;
        for (var list : lists) {
            if (isOf(issuer, list) && (newest == null || newest.getThisUpdate().before(list.getThisUpdate()))) {
                newest = list;
            }
        }
        if (newest == null) {
            throw new CertificateProblem(
                    Reason.NOT_ON_LISTS, "there is no revocation list from " + ChainRules.name(issuer));
        }
        var now = Date.from(Instant.now());
        if (newest.getThisUpdate().after(now)
                || newest.getNextUpdate() != null && newest.getNextUpdate().before(now)) {
            throw new CertificateProblem(
                    Reason.NOT_ON_LISTS, "the revocation list of " + ChainRules.name(issuer) + " is out of date");
        }
        return newest;
    }

    private static boolean isOf(X509Certificate issuer, X509CRL list) {
        var usage = issuer.getKeyUsage();
        if (!list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                || list.hasUnsupportedCriticalExtension()
                || usage != null && !usage[CRL_SIGN]) {
            return false;
        }
        try {
            list.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException _) {
            // the list is signed with another key
            return false;
        }
    }
}
