package dev.dbops.tunnel;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.regex.Pattern;

/**
 * The machine that forwards connections to a private database: the parameter {@code via}.
 *
 * <p>Its parts become arguments of other programs, and the client's configuration of ssh may insert them into a shell
 * command. Therefore they consist of a few harmless characters, and never begin with a hyphen.
 */
public sealed interface Via {
    /** The value of the parameter that turns a tunnel of the URL off. */
    String NONE = "none";

    /**
     * A host that OpenSSH logs in to.
     *
     * @param user the user there; empty for the one of ssh's configuration
     * @param host a name, an address, or an alias of ssh's configuration
     * @param port its port; 0 for the one of ssh's configuration
     */
    record Ssh(String user, String host, int port) implements Via {
        private static final Pattern FORM =
                Pattern.compile("(?:([A-Za-z0-9_][A-Za-z0-9._@+-]*)@)?([A-Za-z0-9_][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+])"
                        + "(?::([0-9]{1,5}))?");

        private static Ssh parse(String place, String source) {
            var match = FORM.matcher(place);
            if (!match.matches()) {
                throw refusal(source, "is not a host for ssh", "write ssh:[USER@]HOST[:PORT]");
            }
            var port = match.group(3) == null ? 0 : Integer.parseInt(match.group(3));
            if (match.group(3) != null && (port < 1 || port > 65535)) {
                throw refusal(source, "has a port that is not a number from 1 to 65535", "sshd's own port is 22");
            }
            var host = match.group(2);
            return new Ssh(
                    match.group(1) == null ? "" : match.group(1),
                    host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                    port);
        }

        /** The host, with the user if one is given: the argument by which a person would log in there. */
        public String login() {
            return (user.isEmpty() ? "" : user + "@") + host;
        }

        @Override
        public String toString() {
            var name = host.indexOf(':') < 0 ? host : "[" + host + "]";
            return "ssh:" + (user.isEmpty() ? "" : user + "@") + name + (port == 0 ? "" : ":" + port);
        }
    }

    /**
     * A machine that AWS Systems Manager starts a session on.
     *
     * @param instance the ID of an EC2 instance or a managed node, or the target of an ECS container
     */
    record Ssm(String instance) implements Via {
        private static final Pattern FORM =
                Pattern.compile("(i|mi)-[0-9a-f]{8,17}|ecs:[A-Za-z0-9_-]+_[0-9a-f]+_[0-9a-f]+(-[0-9]+)?");

        private static Ssm parse(String place, String source) {
            if (!FORM.matcher(place).matches()) {
                throw refusal(
                        source,
                        "is not an instance ID",
                        "write ssm:i-0123456789abcdef0; list the instances with: aws ssm"
                                + " describe-instance-information");
            }
            return new Ssm(place);
        }

        @Override
        public String toString() {
            return "ssm:" + instance;
        }
    }

    /**
     * Reads {@code ssh:[USER@]HOST[:PORT]} or {@code ssm:INSTANCE}.
     *
     * @param source where it was found, such as "the connection URL"
     * @throws OpsException of kind USAGE when it is neither
     */
    static Via parse(String text, String source) {
        if (text.startsWith("ssh:")) {
            return Ssh.parse(text.substring(4), source);
        }
        if (text.startsWith("ssm:")) {
            return Ssm.parse(text.substring(4), source);
        }
        throw refusal(
                source, "begins with neither \"ssh:\" nor \"ssm:\"", "write ssh:[USER@]HOST[:PORT] or ssm:INSTANCE-ID");
    }

    private static OpsException refusal(String source, String reason, String hint) {
        var name = source.startsWith("--") ? source : "via in " + source;
        return new OpsException(Kind.USAGE, name + " " + reason, hint);
    }
}
