package dev.dbops.kafka.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a topic with kcat: another program, with another implementation of Kafka's protocol (librdkafka). */
public final class KcatReader {
    private final int port;

    /** @param port the broker's plain port */
    public KcatReader(int port) {
        this.port = port;
    }

    /**
     * A committed message with an event.
     *
     * @param key its key; empty for none
     * @param seq the event's number in the log
     */
    public record EventMessage(int partition, String key, long seq) {}

    /** The events of a topic in the order of its partitions; without tombstones. */
    public List<EventMessage> events(String topic) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        "kcat",
                        "-b",
                        "127.0.0.1:" + port,
                        "-C",
                        "-t",
                        topic,
                        "-o",
                        "beginning",
                        "-e",
                        "-q",
                        "-X",
                        "isolation.level=read_committed",
                        "-f",
                        "%p\t%k\t%h\t%S\n")
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("kcat: " + output);
        }
        var events = new ArrayList<EventMessage>();
        for (var line : output.lines().toList()) {
            var parts = line.split("\t", -1);
            if (!parts[3].equals("-1")) {
                var seq = Long.parseLong(parts[2].substring(parts[2].lastIndexOf(':') + 1));
                events.add(new EventMessage(Integer.parseInt(parts[0]), parts[1], seq));
            }
        }
        return events;
    }
}
