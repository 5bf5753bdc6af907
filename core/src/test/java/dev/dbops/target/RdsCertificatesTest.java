package dev.dbops.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The authorities that a target trusts, by default and by the user's settings. */
class RdsCertificatesTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        db.abc.eu-central-1.rds.amazonaws.com                | verify-full | eu-central-1
        DB.abc.EU-central-1.rds.amazonaws.com.               | verify-full | eu-central-1
        app.cluster-abc.eu-central-1.rds.amazonaws.com       | verify-full | eu-central-1
        app.cluster-ro-abc.eu-central-1.rds.amazonaws.com    | verify-full | eu-central-1
        app.proxy-abc.eu-central-1.rds.amazonaws.com         | verify-full | proxy
        app.endpoint.proxy-abc.us-east-1.rds.amazonaws.com   | verify-full | proxy
        app.global-abc.global.rds.amazonaws.com              | verify-full | all
        db.abc.mars-north-1.rds.amazonaws.com                | verify-full | all
        db.abc.rds.cn-north-1.amazonaws.com.cn               | verify-full | all
        db.abc.eusc-de-east-1.rds.amazonaws.eu               | verify-full | all
        db.abc.eu-central-1.rds.amazonaws.com,db.abc.eu-central-1.rds.amazonaws.com | verify-full | eu-central-1
        db.abc.eu-central-1.rds.amazonaws.com,db.abc.us-east-1.rds.amazonaws.com    | verify-full | all
        db.abc.eu-central-1.rds.amazonaws.com,db.example.com |             |
        db.example.com                                       |             |
        127.0.0.1                                            |             |
        """)
    void theHostDecides(String host, String mode, String file) throws IOException {
        var parameters = parameters(host, "");

        assertThat(parameters.get("sslmode")).isEqualTo(mode);
        assertThat(parameters.get("sslrootcert")).isEqualTo(file == null ? null : certificate(file));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        sslmode=disable                     | disable     |
        sslmode=require                     | require     |
        sslmode=verify-ca                   | verify-ca   | own
        sslrootcert=/mine.pem               | verify-full | /mine.pem
        sslmode=require&sslrootcert=/m.pem  | require     | /m.pem
        sslrootcert=system                  | verify-full | system
        sslnegotiation=direct               | verify-full | own
        iam_auth=true                       | verify-full | own
        iam_auth=false                      | verify-full | own
        """)
    void theUsersSettingsWin(String said, String mode, String file) throws IOException {
        var parameters = parameters("db.abc.eu-central-1.rds.amazonaws.com", said);

        assertThat(parameters.get("sslmode")).isEqualTo(mode);
        assertThat(parameters.get("sslrootcert")).isEqualTo("own".equals(file) ? certificate("eu-central-1") : file);
    }

    @Test
    void aTokenForAnAliasRequiresACertificateOfRds() throws IOException {
        assertThat(parameters("db.example.com", "iam_auth=true"))
                .containsOnly(
                        Map.entry("sslmode", "verify-full"),
                        Map.entry("sslrootcert", certificate("all")),
                        Map.entry("iam_auth", "true"));
    }

    private String certificate(String name) {
        return home.resolve("rds").resolve(name + ".pem").toString();
    }

    private Map<String, String> parameters(String host, String said) throws IOException {
        Files.createDirectories(home.resolve("rds"));
        Files.writeString(Path.of(certificate("eu-central-1")), "");
        Files.writeString(Path.of(certificate("proxy")), "");
        return ConnectionUrl.parse("postgresql://app@" + host + "/d?" + said)
                .resolve(new Origin.UrlOption(), TestEnvironment.with(Map.of(), home))
                .target()
                .parameters();
    }
}
