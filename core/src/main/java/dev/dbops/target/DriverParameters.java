package dev.dbops.target;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;

/**
 * The driver's own parameters that no URL and no service file may set: a URL is data, and these name classes that the
 * driver loads, or files that it writes. One of them is {@code sslfactory=org.postgresql.ssl.NonValidatingFactory}, which
 * would make {@code verify-full} believe every certificate.
 */
final class DriverParameters {
    private DriverParameters() {}

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
                    "jaasApplicationName" -> throw refusal(name, source, "it names a class that would be run");
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
