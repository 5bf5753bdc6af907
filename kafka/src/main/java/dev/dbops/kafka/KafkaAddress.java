package dev.dbops.kafka;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.target.HostPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a cluster, and the prefix of the topics in it: {@code kafka://BROKER[:PORT][,BROKER...]/PREFIX}.
 *
 * @param brokers some brokers of the cluster, which know the others
 * @param prefix the first part of the names of topics, as Debezium's {@code topic.prefix}
 */
public record KafkaAddress(List<HostPort> brokers, String prefix) {
    private static final String SCHEME = "kafka://";
    private static final int DEFAULT_PORT = 9092;
    private static final int LAST_PORT = 65535;

    /** A topic has at most 249 characters, of which two names of PostgreSQL and two dots may need 128. */
    private static final int LONGEST_PREFIX = 120;

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");
    private static final Pattern BROKER = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^\\[\\]:]+)(?::(\\d{1,5}))?");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[.*");

    private static final Pattern MSK =
            Pattern.compile("\\.kafka(?:-serverless)?\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?$");

    private static final String HINT = "write kafka://BROKER[:PORT][,BROKER...]/PREFIX, such as"
            + " kafka://localhost:9092/shop for topics like shop.public.users";

    public KafkaAddress {
        brokers = List.copyOf(brokers);
    }

    /** Returns whether the text is meant to be such an address. */
    public static boolean isMeant(String text) {
        return text.startsWith("kafka:");
    }

    /**
     * Parses the address. No message repeats what may be a password.
     *
     * @throws OpsException of kind USAGE when it is not valid
     */
    public static KafkaAddress parse(String text) {
        if (text.indexOf('@') >= 0) {
            throw new OpsException(
                    Kind.USAGE,
                    "the address of Kafka has a user or a password",
                    "put them into a file that only you can read, as sasl.username and sasl.password, and pass it"
                            + " with --kafka-config");
        }
        if (!text.startsWith(SCHEME)) {
            throw fault("it does not begin with kafka://");
        }
        var rest = text.substring(SCHEME.length());
        if (rest.indexOf('?') >= 0 || rest.indexOf('#') >= 0) {
            throw new OpsException(
                    Kind.USAGE,
                    "the address of Kafka has parameters",
                    "put the settings of the client into a file, and pass it with --kafka-config");
        }
        var slash = rest.indexOf('/');
        if (slash < 0 || slash == rest.length() - 1) {
            throw fault("the prefix of the topics is missing");
        }
        return new KafkaAddress(brokers(rest.substring(0, slash)), prefix(rest.substring(slash + 1)));
    }

    private static List<HostPort> brokers(String text) {
        var brokers = new ArrayList<HostPort>();
        for (var part : text.split(",", -1)) {
            var matcher = BROKER.matcher(part);
            if (!matcher.matches() || !HOST.matcher(matcher.group(1)).matches()) {
                throw fault(part.isEmpty() ? "a broker is missing" : "\"%s\" is not a broker".formatted(part));
            }
            var port = matcher.group(2) == null ? DEFAULT_PORT : Integer.parseInt(matcher.group(2));
            if (port < 1 || port > LAST_PORT) {
                throw fault("\"%s\" is not a port".formatted(matcher.group(2)));
            }
            var host = matcher.group(1);
            brokers.add(new HostPort(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port));
        }
        return brokers;
    }

    private static String prefix(String text) {
        if (text.length() > LONGEST_PREFIX) {
            throw fault("the prefix of the topics has more than %d characters".formatted(LONGEST_PREFIX));
        }
        if (!PREFIX.matcher(text).matches()) {
            throw fault("\"%s\" is not a prefix of topics, which have letters, digits, dots, - and _".formatted(text));
        }
        return text;
    }

    private static OpsException fault(String reason) {
        return new OpsException(Kind.USAGE, "not a valid address of Kafka: " + reason, HINT);
    }

    /** The AWS region in the name of a broker of Amazon MSK; empty for other brokers. */
    public Optional<String> region() {
        return brokers.stream()
                .map(broker -> MSK.matcher(broker.host()))
                .filter(Matcher::find)
                .map(name -> name.group(1))
                .findFirst();
    }

    /** The brokers as Kafka's {@code bootstrap.servers}. */
    public String bootstrap() {
        return String.join(",", brokers.stream().map(HostPort::toString).toList());
    }

    /** The address again, with all ports. */
    @Override
    public String toString() {
        return SCHEME + bootstrap() + "/" + prefix;
    }
}
