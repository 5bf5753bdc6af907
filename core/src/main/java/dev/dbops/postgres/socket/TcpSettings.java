package dev.dbops.postgres.socket;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.DeadServerLimits;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;

/**
 * The settings by which a connection detects that its peer is gone: libpq's keepalives, and its limit for
 * unacknowledged data. Without either, a command whose server or network died would wait for two hours.
 *
 * @param keepAlive whether the system probes an idle connection
 * @param idleSeconds how long a connection is idle before the first probe; 0 for the system's own setting
 * @param intervalSeconds the time between two probes; 0 for the system's own setting
 * @param count how many probes without an answer end the connection; 0 for the system's own setting
 * @param userTimeoutMillis how long sent data may stay unacknowledged; 0 leaves that to the system
 * @param endsFullPeers whether the connection to a peer that is alive but accepts no more data ends after that time, as
 *     with the kernel's TCP_USER_TIMEOUT. The default is false: a server that waits for a lock accepts no COPY data
 */
record TcpSettings(
        boolean keepAlive,
        int idleSeconds,
        int intervalSeconds,
        int count,
        int userTimeoutMillis,
        boolean endsFullPeers) {
    /** The default: a dead peer is detected within a minute, whether the connection was idle or had sent data. */
    static final TcpSettings DEFAULT = new TcpSettings(
            true,
            DeadServerLimits.KEEPALIVES_IDLE_SECONDS,
            DeadServerLimits.KEEPALIVES_INTERVAL_SECONDS,
            DeadServerLimits.KEEPALIVES_COUNT,
            DeadServerLimits.TCP_USER_TIMEOUT_MILLIS,
            false);

    private static final String USER_TIMEOUT = "tcp_user_timeout";

    /**
     * The settings of the target's libpq parameters; in libpq, zero and negative values mean the system's own setting.
     */
    static TcpSettings of(ConnectionTarget target) {
        var parameters = target.parameters();
        return new TcpSettings(
                !"0".equals(parameters.get("keepalives")),
                number(parameters, "keepalives_idle", DEFAULT.idleSeconds),
                number(parameters, "keepalives_interval", DEFAULT.intervalSeconds),
                number(parameters, "keepalives_count", DEFAULT.count),
                number(parameters, USER_TIMEOUT, DEFAULT.userTimeoutMillis),
                parameters.containsKey(USER_TIMEOUT));
    }

    private static int number(Map<String, String> parameters, String name, int otherwise) {
        var value = parameters.get(name);
        return value == null ? otherwise : Math.max(0, Integer.parseInt(value));
    }

    /** The settings as one word, for the driver, which creates the socket factory by its class name with one text. */
    String word() {
        return keepAlive + "," + idleSeconds + "," + intervalSeconds + "," + count + "," + userTimeoutMillis + ","
                + endsFullPeers;
    }

    /** The settings of a {@link #word}. */
    static TcpSettings parse(String word) {
        var parts = word.split(",");
        return new TcpSettings(
                Boolean.parseBoolean(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]),
                Integer.parseInt(parts[4]),
                Boolean.parseBoolean(parts[5]));
    }

    /** Sets the options of a socket that is not connected yet. */
    void applyTo(Socket socket) throws IOException {
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, keepAlive);
        if (!keepAlive) {
            return;
        }
        set(socket, ExtendedSocketOptions.TCP_KEEPIDLE, idleSeconds);
        set(socket, ExtendedSocketOptions.TCP_KEEPINTERVAL, intervalSeconds);
        set(socket, ExtendedSocketOptions.TCP_KEEPCOUNT, count);
    }

    private static void set(Socket socket, SocketOption<Integer> option, int value) throws IOException {
        if (value > 0 && socket.supportedOptions().contains(option)) {
            socket.setOption(option, value);
        }
    }
}
