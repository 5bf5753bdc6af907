package dev.dbops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.output.TextStream;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Credentials;
import dev.dbops.target.HiddenLogin;
import dev.dbops.target.HostPort;
import dev.dbops.target.Login;
import dev.dbops.target.Origin;
import dev.dbops.target.Password;
import dev.dbops.text.Redactor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A password that was fetched is known to standard error as soon as to the driver. */
class HiddenLoginTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TextStream err = TextStream.forLog(new PrintStream(bytes, true, StandardCharsets.UTF_8))
            .hiding(Redactor.byPlace());
    private final ConnectionTarget target = new ConnectionTarget(
            List.of(new HostPort("h", 5432)), "d", "", Optional.empty(), Map.of(), new Origin.UrlOption());

    /** Gives one password, and another one when it was refused. */
    private static final class Rotated implements Credentials {
        @Override
        public String description() {
            return "the password of the secret";
        }

        @Override
        public Login login(ConnectionTarget target) {
            return new Login("app", new Password("f1rst-password"));
        }

        @Override
        public Optional<Login> renewed(ConnectionTarget target, Login refused) {
            return Optional.of(new Login("app", new Password("s3cond-password")));
        }

        @Override
        public String hint(ConnectionTarget target, Refusal refusal) {
            return "";
        }
    }

    @Test
    void bothPasswordsOfARotationAreHidden() {
        var credentials = new HiddenLogin(new Rotated(), err::hide);

        var first = credentials.login(target);
        var second = credentials.renewed(target, first).orElseThrow();
        err.println("app: " + first.password().value() + " " + second.password().value());

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("app: **** ****\n");
    }
}
