package dev.dbops.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.tunnel.Via;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parameter via of a target. */
class ViaTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh:bastion",
                "ssh:ada@bastion",
                "ssh:ada@example.com@bastion.example.com:2222",
                "ssh:[2001:db8::1]",
                "ssh:ada@[2001:db8::1]:2222",
                "ssm:i-0123456789abcdef0",
                "ssm:i-01234567",
                "ssm:mi-0123456789abcdef0",
                "ssm:ecs:web_0123abcd_0123abcd-265927825"
            })
    void waysAreReadAndWritten(String text) {
        assertThat(Via.parse(text, "the connection URL")).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh:",
                "ssh:-oProxyCommand=touch",
                "ssh:-l@bastion",
                "ssh:ada@-oX",
                "ssh:bastion:0",
                "ssh:bastion:65536",
                "ssh:bastion:x",
                "ssh:ba stion",
                "ssh:bastion;id",
                "ssh:$(id)",
                "ssh:`id`@bastion",
                "ssh:bastion\n",
                "ssh:b\u0007",
                "ssh://bastion",
                "ssm:bastion",
                "ssm:--debug",
                "ssm:i-0123456789abcdef0 --debug",
                "ssm:i-XYZ",
                "bastion",
                "tcp:bastion"
            })
    void nothingBecomesAnOptionOrACommand(String text) {
        assertThatThrownBy(() -> Via.parse(text, "the connection URL"))
                .isInstanceOfSatisfying(
                        OpsException.class, e -> assertThat(e.kind()).isEqualTo(OpsException.Kind.USAGE))
                .hasMessageStartingWith("via in the connection URL ");
    }

    @Test
    void theOptionIsNamedInErrors() {
        assertThatThrownBy(() -> resolved("postgres://u@h/d", "bastion"))
                .hasMessage("--via begins with neither \"ssh:\" nor \"ssm:\"");
        assertThatThrownBy(() -> resolved("postgres://u@h/d", "")).hasMessage("--via is empty");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
        postgres://u@h/d?via=ssh:b,              -,     db "d" on h:5432 via ssh:b as u
        postgres://u@h/d?via=ssh%3Aada@b%3A22,   -,     db "d" on h:5432 via ssh:ada@b:22 as u
        postgres://u@h/d?via=ssh:b,              ssh:c, db "d" on h:5432 via ssh:c as u
        postgres://u@h/d,                        ssh:c, db "d" on h:5432 via ssh:c as u
        postgres://u@h/d?via=ssh:b,              none,  db "d" on h:5432 as u
        postgres://u@h/d?via=none,               -,     db "d" on h:5432 as u
        postgres://u@/d?via=ssh:b,               -,     db "d" on localhost:5432 via ssh:b as u
        """)
    void theOptionWinsOverTheUrl(String url, String option, String description) {
        assertThat(resolved(url, option).description()).isEqualTo(description);
    }

    @Test
    void aTunnelLeadsToOneHost() {
        assertThatThrownBy(() -> resolved("postgres://u@a,b/d?via=ssh:b", null))
                .hasMessageContaining("via needs one host, but there are 2");
        assertThatThrownBy(() -> resolved("postgres://u@/d?host=/run/postgresql&via=ssh:b", null))
                .hasMessageContaining("is a Unix-domain socket");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        postgres://u@db/d?via=ssh:b,      postgres://u@db/d,                                true
        postgres://u@db/d,                postgres://u@db/d?via=ssh:b,                      true
        postgres://u@db/d?via=ssh:b,      postgres://u@db:40123/d?hostaddr=127.0.0.1,       true
        postgres://u@db/d?via=ssh:b,      postgres://u@db:40123/other?hostaddr=127.0.0.1,   false
        postgres://u@db/d?via=ssh:b,      postgres://u@other:40123/d?hostaddr=127.0.0.1,    false
        postgres://u@localhost/d?via=ssh:b, postgres://u@localhost/d,                       false
        postgres://u@localhost/d,         postgres://u@localhost/d?via=ssh:b,               false
        postgres://u@localhost/d?via=ssh:b, postgres://u@127.0.0.1/d?via=ssh:ada@b,         true
        postgres://u@localhost/d?via=ssh:b, postgres://u@localhost:4/d?hostaddr=127.0.0.1,  true
        """)
    void theProductionDatabaseIsProtectedThroughATunnelToo(String production, String url, boolean isProtected) {
        var target = resolved(Map.of("PROD_CONNECTION_URL", production), url, null);

        assertThat(Protection.of(target) instanceof Protection.Protected).isEqualTo(isProtected);
    }

    private static ConnectionTarget resolved(String url, String option) {
        return resolved(Map.of(), url, option);
    }

    private static ConnectionTarget resolved(Map<String, String> variables, String url, String option) {
        var choice = new TargetChoice(
                Optional.of(url),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(option));
        var resolver = new TargetResolver(TestEnvironment.with(new HashMap<>(variables)));
        return ((Resolution.Remote) resolver.resolve(choice)).target();
    }
}
