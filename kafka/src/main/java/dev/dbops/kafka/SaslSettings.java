package dev.dbops.kafka;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The login of a client: turns names that users know from other clients into those of Kafka's own. */
final class SaslSettings {
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";

    private static final String OAUTH = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule";

    /** The name that Amazon's own library gives its mechanism. */
    private static final String MSK = "AWS_MSK_IAM";

    private static final Set<String> PROTOCOLS = Set.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");
    private static final List<String> MECHANISMS = List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");

    private static final Pattern JAAS_PASSWORD =
            Pattern.compile("password\\s*=\\s*(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^\"\\s;]+))");

    private final Map<String, String> file;

    SaslSettings(Map<String, String> file) {
        this.file = file;
    }

    /**
     * Returns the settings, complete: the protocol, and the login module with user and password.
     *
     * @throws OpsException of kind USAGE when a part is missing or not valid
     */
    Map<String, String> settings() {
        var protocol = protocol();
        if (!protocol.startsWith("SASL_")) {
            requireNoLogin(protocol);
            return Map.of(ClientProperty.PROTOCOL, protocol);
        }
        if (isIam()) {
            return iam(protocol);
        }
        var mechanism = mechanism();
        return Map.of(
                ClientProperty.PROTOCOL, protocol,
                ClientProperty.MECHANISM, mechanism,
                ClientProperty.JAAS, jaas(mechanism));
    }

    /** Returns whether the login is one with IAM. */
    boolean isIam() {
        return MSK.equals(file.get(ClientProperty.MECHANISM));
    }

    private Map<String, String> iam(String protocol) {
        if (!protocol.equals("SASL_SSL")) {
            throw fault("AWS_MSK_IAM needs encryption", "write security.protocol=SASL_SSL");
        }
        for (var name : List.of(ClientProperty.JAAS, ClientProperty.USER, ClientProperty.PASSWORD)) {
            if (file.containsKey(name)) {
                throw fault(
                        "%s has no effect with AWS_MSK_IAM".formatted(name),
                        "remove it: the login is that of your AWS credentials (--profile)");
            }
        }
        return Map.of(
                ClientProperty.PROTOCOL,
                protocol,
                ClientProperty.MECHANISM,
                "OAUTHBEARER",
                ClientProperty.JAAS,
                OAUTH + " required;",
                "sasl.login.callback.handler.class",
                MskLoginHandler.class.getName());
    }

    /** The default is the safest that the rest of the file can mean. */
    private String protocol() {
        var given = file.get(ClientProperty.PROTOCOL);
        if (given == null) {
            var login = List.of(ClientProperty.MECHANISM, ClientProperty.JAAS, ClientProperty.USER);
            return login.stream().anyMatch(file::containsKey)
                    ? "SASL_SSL"
                    : file.keySet().stream().anyMatch(name -> name.startsWith("ssl.")) ? "SSL" : "PLAINTEXT";
        }
        if (!PROTOCOLS.contains(given)) {
            throw fault(
                    "security.protocol is \"%s\"".formatted(given), "write SSL, SASL_SSL, PLAINTEXT or SASL_PLAINTEXT");
        }
        return given;
    }

    private void requireNoLogin(String protocol) {
        for (var name :
                List.of(ClientProperty.MECHANISM, ClientProperty.JAAS, ClientProperty.USER, ClientProperty.PASSWORD)) {
            if (file.containsKey(name)) {
                throw fault(
                        "%s has no effect with security.protocol %s".formatted(name, protocol),
                        "write security.protocol=SASL_SSL");
            }
        }
    }

    private String mechanism() {
        var mechanism = file.get(ClientProperty.MECHANISM);
        if (mechanism == null) {
            throw fault(
                    "sasl.mechanism is missing",
                    "write sasl.mechanism=SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN, as the" + " broker has it");
        }
        if (!MECHANISMS.contains(mechanism)) {
            throw fault(
                    "sasl.mechanism \"%s\" is not supported".formatted(mechanism),
                    "db-ops logs in with PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or AWS_MSK_IAM, or with a certificate"
                            + " (security.protocol=SSL)");
        }
        return mechanism;
    }

    private String jaas(String mechanism) {
        var given = file.get(ClientProperty.JAAS);
        var module = mechanism.equals("PLAIN") ? PLAIN : SCRAM;
        if (given != null) {
            // other modules run code that the file chooses
            if (!given.strip().startsWith(module + " ")) {
                throw fault(
                        "sasl.jaas.config does not begin with %s, the login module of %s".formatted(module, mechanism),
                        "write sasl.username and sasl.password instead of it");
            }
            return given;
        }
        if (!file.containsKey(ClientProperty.USER) || !file.containsKey(ClientProperty.PASSWORD)) {
            throw fault(
                    "%s needs sasl.username and sasl.password".formatted(mechanism),
                    "add both to the file, which only you should be able to read");
        }
        return "%s required username=%s password=%s;"
                .formatted(module, quoted(file.get(ClientProperty.USER)), quoted(file.get(ClientProperty.PASSWORD)));
    }

    /** Returns the passwords in JAAS, of which quotes and backslashes are not a part. */
    static List<String> secrets(String jaas) {
        return JAAS_PASSWORD
                .matcher(jaas)
                .results()
                .map(found ->
                        found.group(1) == null ? found.group(2) : found.group(1).replaceAll("\\\\(.)", "$1"))
                .filter(password -> !password.isEmpty())
                .toList();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static OpsException fault(String reason, String hint) {
        return new OpsException(Kind.USAGE, "--kafka-config: " + reason, hint);
    }
}
