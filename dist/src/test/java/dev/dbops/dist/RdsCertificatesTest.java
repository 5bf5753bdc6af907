package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The certificate authorities of Amazon RDS that the distribution contains; dist/src/build/certificates renews them. */
class RdsCertificatesTest {
    private static final Path DIRECTORY = Path.of("src/files/certificates/rds");

    @Test
    void eachIsAnAuthorityAndGoodForYears() throws Exception {
        var inTwoYears = Instant.now().plus(Duration.ofDays(2 * 365));

        for (var file : files()) {
            assertThat(certificates(file)).as(file.toString()).isNotEmpty().allSatisfy(certificate -> {
                assertThat(certificate.getNotBefore().toInstant()).isBefore(Instant.now());
                assertThat(certificate.getNotAfter().toInstant()).isAfter(inTwoYears);
                assertThat(certificate.getBasicConstraints())
                        .as("is an authority")
                        .isNotNegative();
                assertThat(certificate.getIssuerX500Principal()).isEqualTo(certificate.getSubjectX500Principal());
                certificate.verify(certificate.getPublicKey());
            });
        }
    }

    @Test
    void aRegionsFileHoldsTheAuthoritiesOfThatRegion() throws Exception {
        for (var file : files()) {
            var name = file.getFileName().toString().replace(".pem", "");
            if (!Set.of("all", "proxy").contains(name)) {
                assertThat(certificates(file))
                        .hasSizeGreaterThanOrEqualTo(3)
                        .allSatisfy(certificate -> assertThat(
                                        certificate.getSubjectX500Principal().getName())
                                .contains("OU=Amazon RDS", "CN=Amazon RDS " + name + " Root CA"));
            }
        }
        assertThat(files()).extracting(file -> file.getFileName().toString()).contains("us-east-1.pem", "proxy.pem");
    }

    @Test
    void oneFileHoldsThemAll() throws Exception {
        var single = new HashSet<X509Certificate>();
        for (var file : files()) {
            if (!file.endsWith("all.pem")) {
                single.addAll(certificates(file));
            }
        }

        assertThat(certificates(DIRECTORY.resolve("all.pem"))).containsExactlyInAnyOrderElementsOf(single);
    }

    private static List<Path> files() throws IOException {
        try (var files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".pem")).toList();
        }
    }

    private static List<X509Certificate> certificates(Path file) throws IOException, CertificateException {
        try (var in = Files.newInputStream(file)) {
            var certificates = new ArrayList<X509Certificate>();
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                certificates.add((X509Certificate) certificate);
            }
            return certificates;
        }
    }
}
