package dev.dbops.target;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.List;
import java.util.Set;
import org.postgresql.PGProperty;

/**
 * The driver's own parameters that no URL and no service file may set: a URL is data, and these parameters name classes
 * that the driver loads, or files that it writes. One of them is {@code
 * sslfactory=org.postgresql.ssl.NonValidatingFactory}, which would make {@code verify-full} trust every certificate.
 */
final class DriverParameters {
    /** Seconds, milliseconds, bytes and counts; -1 tells the driver to use the system's setting. */
    private static final Set<String> NUMBERS = Set.of(
            "cancelSignalTimeout",
            "connectTimeout",
            "gssResponseTimeout",
            "hostRecheckSeconds",
            "loginTimeout",
            "preparedStatementCacheQueries",
            "preparedStatementCacheSizeMiB",
            "prepareThreshold",
            "receiveBufferSize",
            "scramMaxIterations",
            "sendBufferSize",
            "socketTimeout",
            "sslResponseTimeout");

    private static final Set<String> FLAGS =
            Set.of("gssUseDefaultCreds", "loadBalanceHosts", "tcpKeepAlive", "tcpNoDelay", "useSpnego");

    private static final Set<String> TEXTS = Set.of(
            "ApplicationName",
            "channelBinding",
            "currentSchema",
            "gssEncMode",
            "kerberosServerName",
            "localSocketAddress",
            "pemKeyAlgorithm",
            "requireAuth",
            "sslNegotiation",
            "sspiServiceClass",
            "targetServerType");

    /** The upper limit: the driver multiplies the value by 1000, and the product must still be an int. */
    private static final int LARGEST = 2_000_000;

    private DriverParameters() {}

    /**
     * Accepts or refuses a parameter of the driver's own and its value. Parameters that change how the driver sends
     * statements and reads rows are refused: db-ops sends several statements at once, binds values, ends transactions
     * and reads types in its own way, and {@code preferQueryMode=simple} would bind the wrong values.
     *
     * @param source where it was found, such as "the connection URL"
     */
    static void check(String name, String value, String source) {
        refuse(name, source);
        var legal = true;
        if (NUMBERS.contains(name)) {
            legal = value.matches("-1|\\d{1,7}") && Integer.parseInt(value) <= LARGEST;
        } else if (FLAGS.contains(name)) {
            legal = value.equals("true") || value.equals("false");
        } else if (TEXTS.contains(name)) {
            var choices = PGProperty.forName(name).getChoices();
            legal = choices == null || List.of(choices).contains(value);
        } else {
            throw refusal(name, source, "db-ops depends on how the driver sends statements and reads rows");
        }
        if (!legal) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s=%s\" in %s is not a value that the driver accepts".formatted(name, value, source),
                    NUMBERS.contains(name)
                            ? "write a number of up to %d".formatted(LARGEST)
                            : FLAGS.contains(name)
                                    ? "write true or false"
                                    : "use one of "
                                            + String.join(
                                                    ", ",
                                                    PGProperty.forName(name).getChoices()));
        }
    }

    /**
     * Refuses a parameter that runs code.
     *
     * @param source where it was found, such as "the connection URL"
     */
    static void refuse(String name, String source) {
        switch (name) {
            case "socketFactory",
                    "socketFactoryArg",
                    "sslfactory",
                    "sslfactoryarg",
                    "sslhostnameverifier",
                    "sslpasswordcallback",
                    "authenticationPluginClassName",
                    "xmlFactoryFactory",
                    "connectExecutor",
                    "connectExecutorArg",
                    "classLoaderStrategy",
                    "jaasLogin",
                    "jaasApplicationName" -> throw refusal(name, source, "it names a class to run");
            case "loggerFile", "loggerLevel" -> throw refusal(name, source, "db-ops writes no log of the driver");
            default -> {}
        }
    }

    private static OpsException refusal(String name, String source, String reason) {
        return new OpsException(
                Kind.USAGE,
                "\"%s\" in %s cannot be used: %s".formatted(name, source, reason),
                "remove %s from %s".formatted(name, source));
    }
}
