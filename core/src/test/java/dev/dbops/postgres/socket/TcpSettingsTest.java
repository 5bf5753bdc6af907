package dev.dbops.postgres.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TcpSettingsTest {
    static Stream<Arguments> parameters() {
        return Stream.of(
                Arguments.of(Map.of(), TcpSettings.DEFAULT),
                Arguments.of(Map.of("keepalives", "0"), new TcpSettings(false, 20, 10, 3, 50_000, false)),
                Arguments.of(Map.of("keepalives", "-1"), new TcpSettings(true, 20, 10, 3, 50_000, false)),
                Arguments.of(
                        Map.of("keepalives_idle", "7", "keepalives_interval", "2", "keepalives_count", "4"),
                        new TcpSettings(true, 7, 2, 4, 50_000, false)),
                Arguments.of(
                        Map.of("keepalives_idle", "0", "keepalives_interval", "-3", "keepalives_count", "0"),
                        new TcpSettings(true, 0, 0, 0, 50_000, false)),
                Arguments.of(Map.of("tcp_user_timeout", "1500"), new TcpSettings(true, 20, 10, 3, 1500, true)),
                Arguments.of(Map.of("tcp_user_timeout", "0"), new TcpSettings(true, 20, 10, 3, 0, true)),
                Arguments.of(Map.of("tcp_user_timeout", "-5"), new TcpSettings(true, 20, 10, 3, 0, true)));
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void theParametersMeanTheSameAsInLibpq(Map<String, String> parameters, TcpSettings settings) {
        assertThat(TcpSettings.of(target(parameters))).isEqualTo(settings);
        assertThat(TcpSettings.parse(settings.word())).isEqualTo(settings);
    }

    @Test
    void theSocketOfAConnectionHasTheSettings() throws IOException {
        try (var socket = new Socket()) {
            new TcpSettings(true, 7, 2, 4, 0, false).applyTo(socket);

            assertThat(socket.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(7);
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL)).isEqualTo(2);
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(4);
        }
    }

    @Test
    void zeroKeepsTheSystemsOwnSetting() throws IOException {
        try (var socket = new Socket();
                var untouched = new Socket()) {
            new TcpSettings(true, 0, 0, 0, 0, false).applyTo(socket);

            for (var option : new java.net.SocketOption<?>[] {
                ExtendedSocketOptions.TCP_KEEPIDLE,
                ExtendedSocketOptions.TCP_KEEPINTERVAL,
                ExtendedSocketOptions.TCP_KEEPCOUNT
            }) {
                assertThat(socket.getOption(option)).as(option.name()).isEqualTo(untouched.getOption(option));
            }
        }
    }

    @Test
    void aConnectionByHostaddrHasTheSettingsToo() {
        var parameters = Map.of("hostaddr", "127.0.0.1", "keepalives_idle", "7");

        var factory = new KnownAddresses(KnownAddresses.argument(target(parameters)));

        assertThat(factory.settings()).isEqualTo(new TcpSettings(true, 7, 10, 3, 50_000, false));
    }

    private static ConnectionTarget target(Map<String, String> parameters) {
        var server = TestServer.carried().target("postgres");
        var all = new HashMap<>(server.parameters());
        all.putAll(parameters);
        return new ConnectionTarget(
                server.hosts(), server.database(), server.user(), server.password(), all, server.origin());
    }
}
