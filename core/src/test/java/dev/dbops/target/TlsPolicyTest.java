package dev.dbops.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verification by a target's TLS settings and the authorities in the home directory. */
class TlsPolicyTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                              | false | false | false | false
                                              | true  | false | false | false
        sslmode=prefer                        | true  | false | false | false
        sslmode=allow                         | true  | false | false | false
        sslmode=disable                       | true  | false | false | false
        sslmode=require                       | false | true  | false | false
        sslmode=require                       | true  | true  | true  | false
        sslmode=require&sslrootcert=mine.crt  | true  | true  | false | false
        sslmode=require&sslrootcert=.postgresql/root.crt | true | true | true | false
        sslmode=verify-ca                     | false | true  | true  | false
        sslmode=verify-ca                     | true  | true  | true  | false
        sslmode=verify-full                   | false | true  | true  | true
        sslrootcert=system                    | false | true  | true  | true
        """)
    void theModeAndTheAuthoritiesDecide(
            String said, boolean hasRoot, boolean demandsTls, boolean verifiesAuthority, boolean verifiesHost)
            throws IOException {
        if (hasRoot) {
            Files.writeString(Files.createDirectory(home.resolve(".postgresql")).resolve("root.crt"), "");
        }

        var policy = TlsPolicy.of(ConnectionUrl.parse("postgresql://app@db.example.com/d?" + (said == null ? "" : said))
                .resolve(new Origin.UrlOption(), TestEnvironment.with(Map.of(), home))
                .target());

        assertThat(policy.demandsTls()).isEqualTo(demandsTls);
        assertThat(policy.verifiesAuthority()).isEqualTo(verifiesAuthority);
        assertThat(policy.verifiesHost()).isEqualTo(verifiesHost);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        db.example.com |                      | true
        db.example.com | sslmode=disable      | false
        db.example.com | sslmode=allow        | false
        localhost      |                      | false
        127.0.0.2      |                      | false
        [::1]          |                      | false
        localhost      | sslmode=verify-full  | true
        """)
    void tlsIsExpectedWhereItIsDemandedOrTheServerIsElsewhere(String host, String said, boolean expected) {
        var target = ConnectionUrl.parse("postgresql://app@%s/d?%s".formatted(host, said == null ? "" : said))
                .resolve(new Origin.UrlOption(), TestEnvironment.with(Map.of(), home))
                .target();

        assertThat(TlsPolicy.of(target).expectsTls(target.hosts().getFirst())).isEqualTo(expected);
    }
}
