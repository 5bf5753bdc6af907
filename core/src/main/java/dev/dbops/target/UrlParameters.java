package dev.dbops.target;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.tunnel.Via;

/**
 * Reads the part of a connection URL from the "?" on: NAME=VALUE pairs with "&amp;" between them. The last of several
 * values of one name is used.
 */
final class UrlParameters {
    private static final String SOURCE = UrlReader.SOURCE;

    private final String query;
    private final boolean jdbc;
    private final ConnectionSettings settings;

    /**
     * @param query empty, or the text from the "?" on
     * @param jdbc whether the URL is one of the driver, in which "+" means a space here
     * @param settings receives the parameters
     */
    UrlParameters(String query, boolean jdbc, ConnectionSettings settings) {
        this.query = query;
        this.jdbc = jdbc;
        this.settings = settings;
    }

    void read() {
        var previous = "";
        for (int start = 1; start < query.length(); ) {
            int end = query.indexOf('&', start);
            end = end < 0 ? query.length() : end;
            if (end > start) {
                try {
                    previous = readPair(query.substring(start, end));
                } catch (OpsException e) {
                    refusePieceOfSecret(previous);
                    throw e;
                }
            }
            start = end + 1;
        }
    }

    /** Stores the pair and returns its name. */
    private String readPair(String pair) {
        int separator = pair.indexOf('=');
        if (separator < 0) {
            throw new OpsException(
                    Kind.USAGE,
                    "a parameter in the connection URL has no \"=\"",
                    "write parameters as NAME=VALUE, with \"&\" between them; in a value write \"&\" as %26");
        }
        var name = decode(pair.substring(0, separator), "a parameter name");
        var encoded = pair.substring(separator + 1);
        if (encoded.indexOf('=') >= 0) {
            throw new OpsException(
                    Kind.USAGE,
                    "the value of \"" + name + "\" in the connection URL contains \"=\"",
                    "write \"=\" as %3D in a value");
        }
        store(name, decode(encoded, "the value of \"" + name + "\""));
        return name;
    }

    private String decode(String encoded, String what) {
        return PercentEncoding.decode(jdbc ? encoded.replace('+', ' ') : encoded, what);
    }

    /** Handles the two names that mean values of sslmode and a tunnel that is turned off; the table has the rest. */
    private void store(String name, String value) {
        switch (name) {
            case "ssl" -> {
                switch (value) {
                    case "true" -> settings.set("sslmode", "require", SOURCE);
                    case "false" -> {}
                    default ->
                        throw new OpsException(
                                Kind.USAGE,
                                "ssl in the connection URL is neither true nor false",
                                "write ssl=true, or set sslmode, such as sslmode=verify-full");
                }
            }
            case "requiressl" -> settings.set("sslmode", value.startsWith("1") ? "require" : "prefer", SOURCE);
            case ConnectionTarget.VIA -> settings.set(name, value.equals(Via.NONE) ? "" : value, SOURCE);
            default -> settings.set(name, value, SOURCE);
        }
    }

    /** Replaces an error that quotes a name or a value, which may be the second half of a password. */
    private void refusePieceOfSecret(String previous) {
        if (query.indexOf('@') >= 0) {
            throw new OpsException(
                    Kind.USAGE,
                    "the connection URL has an \"@\" after its \"?\"",
                    "in a user name or a password write \"?\" as %3F, \"/\" as %2F and \"@\" as %40;"
                            + " in a parameter write \"@\" as %40");
        }
        if (ConnectionParameters.isSecret(previous)) {
            throw new OpsException(
                    Kind.USAGE,
                    "the text after " + previous + " in the connection URL is not a parameter",
                    "write \"&\" as %26 in a value, such as a password");
        }
    }
}
