package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.testing.TestCertificates;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests of each kind go through a proxy that replaces certificates, as companies have them. */
class HttpsProxyTest {
    private static final String RDS = "rds.eu-central-1.amazonaws.com";
    private static final String STS = "sts.eu-central-1.amazonaws.com";
    private static final String SSO = "portal.sso.eu-central-1.amazonaws.com";

    @TempDir
    private static Path certificates;

    @TempDir
    private Path directory;

    private static TestCertificates authority;
    private static Map<String, TestCertificates.Server> signed;

    private RdsFixture rds;
    private ConnectProxy proxy;

    @BeforeAll
    static void signTheServersOfAws() throws IOException, InterruptedException {
        authority = new TestCertificates(certificates);
        signed = Map.of(
                RDS, authority.sign(RDS, "-1d", 30),
                STS, authority.sign(STS, "-1d", 30),
                SSO, authority.sign(SSO, "-1d", 30));
    }

    @BeforeEach
    void onlyTheProxyLeadsToAws() throws IOException {
        rds = new RdsFixture(directory);
        rds.instances.instance("cruddur-db");
        proxy = new ConnectProxy(URI.create(rds.aws.url()), signed);
        rds.cli
                .with("AWS_ENDPOINT_URL", "")
                .with("HTTPS_PROXY", proxy.url())
                .with("AWS_CA_BUNDLE", authority.authority().toString());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        rds.close();
    }

    private String status(int exitCode) {
        return rds.cli
                .run("rds-status", "--instance", "cruddur-db", "--profile", "staging")
                .failed(exitCode)
                .err();
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(directory.resolve(file).getParent());
        Files.writeString(directory.resolve(file), text);
    }

    @Test
    void rolesAreAssumedThroughTheProxy() throws IOException {
        write(".aws/config", """
            [profile base]
            aws_access_key_id = AKIAIOSFODNN7EXAMPLE
            aws_secret_access_key = secret
            [profile staging]
            role_arn = arn:aws:iam::123456789012:role/r
            source_profile = base
            """);

        assertThat(status(0)).isEmpty();
        assertThat(proxy.tunnels()).startsWith(STS, RDS);
    }

    @Test
    void singleSignOnIsReachedThroughTheProxy() throws IOException {
        write(".aws/config", """
            [profile staging]
            sso_account_id = 123456789012
            sso_role_name = r
            sso_region = eu-central-1
            sso_start_url = https://x.awsapps.com/start
            """);
        // the SHA-1 of the URL
        write(".aws/sso/cache/3947de8b16688092197fa616c34e01335f21d256.json", """
            {"accessToken": "token", "expiresAt": "2999-01-01T00:00:00Z"}
            """);

        assertThat(status(0)).isEmpty();
        assertThat(proxy.tunnels()).startsWith(SSO, RDS);
    }

    @Test
    void anAuthorityThatIsNotInTheBundleIsRefused() {
        rds.cli.with("AWS_CA_BUNDLE", "");

        assertThat(rds.cli
                        .run("rds-status", "--instance", "cruddur-db")
                        .failed(4)
                        .err())
                .startsWith("error: the TLS certificate of AWS is not accepted: ")
                .endsWith("\n"
                        + "hint: check whether a proxy replaces certificates: then set AWS_CA_BUNDLE to its"
                        + " authorities\n");
    }

    @Test
    void aMissingBundleIsNamed() {
        rds.cli.with("AWS_CA_BUNDLE", "/no/such/bundle.pem");

        assertThat(rds.cli
                        .run("rds-status", "--instance", "cruddur-db")
                        .failed(2)
                        .err())
                .isEqualTo("""
                    error: AWS_CA_BUNDLE does not give the authorities for AWS: there is no file /no/such/bundle.pem
                    hint: set it to a file of certificates in PEM form, or remove it
                    """);
    }

    @Test
    void aBundleWithoutCertificatesIsNamed() throws IOException {
        write("bundle.pem", "");
        rds.cli.with("AWS_CA_BUNDLE", "bundle.pem");

        assertThat(rds.cli
                        .run("rds-status", "--instance", "cruddur-db")
                        .failed(2)
                        .err())
                .contains("it contains no certificate");
    }
}
