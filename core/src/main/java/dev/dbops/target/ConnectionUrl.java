package dev.dbops.target;

import java.util.ArrayList;

/**
 * A connection URL: {@code postgresql://}, {@code postgres://} or {@code jdbc:postgresql://}, all with libpq's meaning;
 * {@code redshift://} is the same with the port of Redshift.
 *
 * <p>It has no toString that shows it, because it may hold a password.
 */
public final class ConnectionUrl {
    private final ConnectionSettings settings;

    private ConnectionUrl(ConnectionSettings settings) {
        this.settings = settings;
    }

    /** Returns whether a word is meant to be a connection URL, well-formed or not, and not a name. */
    public static boolean isUrl(String word) {
        return UrlReader.hasScheme(word.strip());
    }

    /**
     * Reads a URL.
     *
     * @throws dev.dbops.OpsException of kind USAGE when it is malformed or sets a parameter that cannot be used; the
     *     message says which part is wrong and never shows the password
     */
    public static ConnectionUrl parse(String text) {
        return new ConnectionUrl(UrlReader.read(text));
    }

    /**
     * The target that the URL names, completed from its service and from sources that do not decide which database it
     * is: the variables for role, password, TLS and connection settings, the password file, the system's user.
     *
     * @throws dev.dbops.OpsException of kind USAGE when the URL names no database, or its parts do not fit together
     */
    public Resolution.Remote resolve(Origin origin, TargetEnvironment targetEnvironment) {
        return resolve(origin, targetEnvironment, TargetChoice.none());
    }

    /** The same, with the password options of the command line. */
    Resolution.Remote resolve(Origin origin, TargetEnvironment targetEnvironment, TargetChoice choice) {
        if (origin.isFile()) {
            FileServer.refuseFilesOfUser(settings);
        }
        var completed = named(targetEnvironment);
        choice.override(completed);
        var variables = new LibpqVariables(targetEnvironment);
        variables.complete(completed, origin.file());
        return new TargetAssembly(completed, targetEnvironment, origin, variables.notes()).assemble();
    }

    /** The settings of the URL and its service together. */
    ConnectionSettings named(TargetEnvironment targetEnvironment) {
        var completed = new ConnectionSettings(settings);
        if (completed.has("service")) {
            ServiceFile.offer(completed.get("service"), completed, targetEnvironment);
        }
        return completed;
    }

    /** The target as a URL without any secret: it may be shown, and it works where a password file has the password. */
    public static String format(ConnectionTarget target) {
        return format(target, false);
    }

    /** The target as a URL with its password, only for the user who asked for it. */
    public static String formatWithPassword(ConnectionTarget target) {
        return format(target, true);
    }

    private static String format(ConnectionTarget target, boolean secrets) {
        var isRedshift = target.parameters().containsKey(ConnectionTarget.REDSHIFT);
        var url = new StringBuilder(isRedshift ? "redshift://" : "postgresql://")
                .append(PercentEncoding.encode(target.user()));
        if (secrets && target.password().isPresent()) {
            var password = target.password().get().value();
            url.append(':').append(PercentEncoding.encode(password));
        }
        // without a role here, the secret that the parameters name contains it
        var separator = target.user().isEmpty() ? "" : "@";
        for (var address : target.hosts()) {
            var host = PercentEncoding.encode(address.host());
            // the colons of an IPv6 address stay, so that every reader recognizes it
            var name = address.host().indexOf(':') < 0 ? host : "[" + host.replace("%3A", ":") + "]";
            url.append(separator).append(name).append(':').append(address.port());
            separator = ",";
        }
        url.append('/').append(PercentEncoding.encode(target.database()));
        appendParameters(url, target, secrets);
        return url.toString();
    }

    private static void appendParameters(StringBuilder url, ConnectionTarget target, boolean secrets) {
        var names = new ArrayList<>(target.parameters().keySet());
        names.sort(null);
        char separator = '?';
        for (var name : names) {
            if (!name.equals(ConnectionTarget.REDSHIFT) && (secrets || !ConnectionParameters.isSecret(name))) {
                var value = target.parameters().get(name);
                url.append(separator).append(PercentEncoding.encode(name));
                url.append('=').append(PercentEncoding.encode(value));
                separator = '&';
            }
        }
    }
}
