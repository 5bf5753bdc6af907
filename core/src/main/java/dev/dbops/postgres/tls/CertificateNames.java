package dev.dbops.postgres.tls;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.NamingException;
import javax.naming.ldap.LdapName;

/**
 * The names that a server's certificate is for, compared as libpq does (fe-secure-common.c and
 * pgtls_verify_peer_name_matches_certificate_guts): the common name counts only without an alternative name of the
 * host's kind, and a wildcard stands for one label at the front.
 */
public final class CertificateNames {
    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    private final List<String> dnsNames = new ArrayList<>();
    private final List<InetAddress> addresses = new ArrayList<>();
    private final X509Certificate certificate;

    private CertificateNames(X509Certificate certificate) {
        for (var entry : alternativeNames(certificate)) {
            switch ((int) entry.get(0)) {
                case DNS -> dnsNames.add((String) entry.get(1));
                case ADDRESS -> addresses.add(InetAddress.ofLiteral((String) entry.get(1)));
                default -> {}
            }
        }
        this.certificate = certificate;
    }

    public static CertificateNames of(X509Certificate certificate) {
        return new CertificateNames(certificate);
    }

    private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException _) {
            // names that cannot be read match no host
            return List.of();
        }
    }

    /** The first common name, as in libpq; empty when there is none. */
    private String commonName() {
        try {
            for (var part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                var value = part.toAttributes().get("CN");
                if (value != null && value.size() > 0) {
                    return String.valueOf(value.get(0));
                }
            }
        } catch (NamingException _) {
            // a subject that cannot be read matches no host
        }
        return "";
    }

    /** Returns whether the certificate is for the host, which is a name or an address. */
    public boolean isFor(String host) {
        var address = address(host);
        if (address != null && addresses.contains(address)) {
            return true;
        }
        for (var name : dnsNames) {
            if (matches(name, host)) {
                return true;
            }
        }
        var hasOwnKind = address == null ? !dnsNames.isEmpty() : !addresses.isEmpty();
        return !hasOwnKind && matches(commonName(), host);
    }

    /** The names, for messages. */
    @Override
    public String toString() {
        var all = new ArrayList<>(dnsNames);
        for (var address : addresses) {
            all.add(address.getHostAddress());
        }
        if (all.isEmpty() && !commonName().isEmpty()) {
            all.add(commonName());
        }
        return all.isEmpty() ? "no host" : String.join(", ", all);
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException _) {
            // it is a name, not an address
            return null;
        }
    }

    private static boolean matches(String pattern, String host) {
        if (pattern.equalsIgnoreCase(host)) {
            return !host.isEmpty();
        }
        if (!pattern.startsWith("*.") || pattern.length() < 3 || pattern.length() > host.length()) {
            return false;
        }
        var end = host.length() - (pattern.length() - 1);
        return host.toLowerCase(Locale.ROOT).endsWith(pattern.substring(1).toLowerCase(Locale.ROOT))
                && host.indexOf('.') >= end;
    }
}
