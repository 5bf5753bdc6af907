package dev.dbops.doctor.connection;

import dev.dbops.doctor.Finding;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Checks the validity of a server's certificate, and its host name. */
final class CertificateRule {
    /** Enough time for an unhurried renewal, in days. */
    private static final long SOON = 30;

    private static final String RENEW = "renew it on the server, and let the server read it: SELECT pg_reload_conf()";
    private static final String RENEW_ON_RDS = "give the instance a newer one: db-ops rds-modify --ca NAME, and aws rds"
            + " describe-certificates lists the authorities";

    private final Instant now;
    private final boolean isRds;

    CertificateRule(Instant now, boolean isRds) {
        this.now = now;
        this.isRds = isRds;
    }

    /** The finding, for a server where the login did not fail because of its certificate. */
    Finding judge(TlsAnswer answer, String host) {
        return answer instanceof TlsAnswer.Offered offered
                ? judge(offered, host)
                : ConnectionSteps.CERTIFICATE.skipped("the server has shown none");
    }

    private Finding judge(TlsAnswer.Offered offered, String host) {
        var certificate = offered.certificate();
        var start = certificate.getNotBefore().toInstant();
        var end = certificate.getNotAfter().toInstant();
        if (start.isAfter(now)) {
            return ConnectionSteps.CERTIFICATE.warning(
                    "is not valid before %s: sslmode=verify-full would refuse it".formatted(date(start)),
                    "check the clock of this machine");
        }
        if (end.isBefore(now)) {
            return ConnectionSteps.CERTIFICATE.warning(
                    "has expired on %s: sslmode=verify-full would refuse it".formatted(date(end)), renew());
        }
        var days = Duration.between(now, end).toDays();
        var message = "is valid until %s (%d days)%s".formatted(date(end), days, name(certificate, offered, host));
        return days < SOON
                ? ConnectionSteps.CERTIFICATE.warning(message, renew())
                : ConnectionSteps.CERTIFICATE.ok(message);
    }

    private String renew() {
        return isRds ? RENEW_ON_RDS : RENEW;
    }

    private static String name(X509Certificate certificate, TlsAnswer.Offered offered, String host) {
        var subject = certificate.getSubjectX500Principal();
        var issuer = subject.equals(certificate.getIssuerX500Principal())
                ? "self-signed"
                : "signed by " + certificate.getIssuerX500Principal().getName();
        return ", %s; it is %sfor %s (%s)"
                .formatted(issuer, offered.isForHost() ? "" : "not ", host, subject.getName());
    }

    private static LocalDate date(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
