package dev.dbops.postgres.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The state of the data that a connection has sent, as Linux reports it: a row of /proc/net/tcp (the kernel's
 * Documentation/networking/proc_net_tcp.rst). Java offers neither TCP_USER_TIMEOUT nor TCP_INFO.
 *
 * @param unacknowledged bytes that were written and not acknowledged by the peer
 * @param timer what the kernel waits for: 1 is an acknowledgement, 4 is buffer space at the peer
 * @param retransmissions the number of times the same data was sent again, since the peer's last acknowledgement
 * @param probes the number of probes for buffer space at the peer, since its last answer to one
 */
record TcpState(long unacknowledged, int timer, int retransmissions, int probes) {
    private static final List<Path> TABLES = List.of(Path.of("/proc/self/net/tcp6"), Path.of("/proc/self/net/tcp"));
    private static final int RETRANSMISSION_TIMER = 1;
    private static final int PROBE_TIMER = 4;
    private static final String ESTABLISHED = "01";

    /** The state of a connection; empty when the system does not report it. */
    static Optional<TcpState> of(Socket socket) {
        var local = ":%04X".formatted(socket.getLocalPort());
        var remote = address(socket.getInetAddress()) + ":%04X".formatted(socket.getPort());
        for (var table : TABLES) {
            try (var rows = Files.lines(table, StandardCharsets.ISO_8859_1)) {
                var found = rows.map(row -> row.strip().split("\\s+"))
                        .filter(fields -> isRow(fields, local, remote))
                        .findFirst();
                if (found.isPresent()) {
                    return found.map(TcpState::of);
                }
            } catch (IOException e) {
                // The system is not Linux, or has no IPv6: there is no such table.
                continue;
            }
        }
        return Optional.empty();
    }

    /** Returns whether the peer, or the network before it, does not acknowledge sent data. */
    boolean isUnanswered() {
        return unacknowledged > 0 && (timer == RETRANSMISSION_TIMER && retransmissions > 0 || isFull() && probes > 0);
    }

    /** Returns whether the peer has no buffer space for more data. */
    boolean isFull() {
        return unacknowledged > 0 && timer == PROBE_TIMER;
    }

    private static boolean isRow(String[] fields, String local, String remote) {
        return fields.length > 8
                && fields[1].endsWith(local)
                && fields[2].endsWith(remote)
                && fields[3].equals(ESTABLISHED);
    }

    private static TcpState of(String... fields) {
        return new TcpState(
                Long.parseLong(fields[4].substring(0, fields[4].indexOf(':')), 16),
                Integer.parseInt(fields[5].substring(0, fields[5].indexOf(':')), 16),
                Integer.parseInt(fields[6], 16),
                Integer.parseInt(fields[8]));
    }

    /**
     * The address in the kernel's format: each 32 bits as a number in the machine's byte order. An IPv4 address is also
     * the end of a mapped address.
     */
    private static String address(InetAddress address) {
        var bytes = ByteBuffer.wrap(address.getAddress()).order(ByteOrder.nativeOrder());
        var text = new StringBuilder();
        while (bytes.hasRemaining()) {
            text.append(HexFormat.of().toHexDigits(bytes.getInt()));
        }
        return text.toString().toUpperCase(Locale.ROOT);
    }
}
