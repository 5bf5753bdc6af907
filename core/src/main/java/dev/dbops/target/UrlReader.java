package dev.dbops.target;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.target.endpoint.RedshiftEndpoint;

/**
 * Takes a connection URL apart as libpq does (PostgreSQL documentation, 34.1.1.2; conninfo_uri_parse_options in
 * fe-connect.c), and refuses URLs that libpq would not read as their author meant.
 *
 * <p>libpq reads everything up to the first "@" as user name and password, if no "/" comes before it; the user name
 * ends at the first ":". So a password may hold ":", "?", "#", "[" and spaces as they are, but "@", "/" and "%" shift
 * the borders of the parts and lead to a wrong host or database. No error quotes the text, because an apparent port or
 * parameter may be a part of such a password.
 */
final class UrlReader {
    static final String SOURCE = "the connection URL";

    private static final String JDBC = "jdbc:";
    private static final String REDSHIFT = "redshift://";
    private static final String FORM = "write it as postgresql://USER:PASSWORD@HOST:PORT/NAME";

    private final String text;
    private final boolean jdbc;
    private final ConnectionSettings settings = new ConnectionSettings();
    private int position;

    private UrlReader(String text, int start, boolean jdbc) {
        this.text = text;
        this.position = start;
        this.jdbc = jdbc;
    }

    /** Reads the settings that the URL itself gives, without any defaults. */
    static ConnectionSettings read(String url) {
        // a line end from a file or a secret store is not part of the URL
        var text = url.strip();
        if (text.isEmpty()) {
            throw new OpsException(Kind.USAGE, "the connection URL is empty", FORM);
        }
        boolean jdbc = text.startsWith(JDBC);
        int scheme = jdbc ? JDBC.length() : 0;
        var reader = new UrlReader(text, endOfScheme(text, scheme, jdbc), jdbc);
        reader.readUserInfo();
        reader.refuseMisplacedAt();
        reader.readHosts();
        reader.readDatabase();
        new UrlParameters(text.substring(reader.position), jdbc, reader.settings).read();
        if (jdbc) {
            reader.setHostOfDriver();
        }
        if (text.startsWith(REDSHIFT, scheme)) {
            reader.settings.set(ConnectionTarget.REDSHIFT, "true", SOURCE);
            reader.settings.offer("port", Integer.toString(RedshiftEndpoint.DEFAULT_PORT), SOURCE);
        }
        return reader.settings;
    }

    static boolean hasScheme(String text) {
        var start = text.startsWith(JDBC) ? JDBC.length() : 0;
        return text.startsWith("postgresql://", start)
                || text.startsWith("postgres://")
                || text.startsWith(REDSHIFT, start);
    }

    private static int endOfScheme(String text, int scheme, boolean jdbc) {
        if (text.startsWith("postgresql://", scheme)) {
            return scheme + "postgresql://".length();
        }
        if (text.startsWith(REDSHIFT, scheme)) {
            return scheme + REDSHIFT.length();
        }
        if (!jdbc && text.startsWith("postgres://")) {
            return "postgres://".length();
        }
        throw new OpsException(
                Kind.USAGE,
                "the connection URL does not begin with postgresql://, postgres:// or jdbc:postgresql://",
                ForeignUrlPart.schemeHint(text).orElse(FORM));
    }

    private void readUserInfo() {
        int at = text.indexOf('@', position);
        int slash = text.indexOf('/', position);
        if (at < 0 || slash >= 0 && slash < at) {
            return;
        }
        int colon = text.indexOf(':', position);
        boolean hasPassword = colon >= 0 && colon < at;
        set("user", text.substring(position, hasPassword ? colon : at), "the user name");
        if (hasPassword) {
            set("password", text.substring(colon + 1, at), "the password");
        }
        position = at + 1;
    }

    /** An "@" after the user name and password means that the password was not encoded. */
    private void refuseMisplacedAt() {
        int at = text.indexOf('@', position);
        int query = text.indexOf('?', position);
        if (at < 0 || query >= 0 && query < at) {
            return;
        }
        int slash = text.indexOf('/', position);
        if (slash < 0 || at < slash) {
            throw new OpsException(
                    Kind.USAGE,
                    "the user name or the password in the connection URL contains \"@\"",
                    "write \"@\" as %40 in a user name or a password");
        }
        throw new OpsException(
                Kind.USAGE,
                "the connection URL has an \"@\" after the \"/\" that begins the database name",
                "in a user name or a password write \"/\" as %2F and \"@\" as %40; in a database name write \"@\" as"
                        + " %40");
    }

    /** Collects hosts and ports into two lists, as libpq does; a missing port is an empty entry. */
    private void readHosts() {
        var hosts = new StringBuilder();
        var ports = new StringBuilder();
        while (true) {
            hosts.append(readHost());
            if (next() == ':') {
                position++;
                int end = endOfRun(",/?");
                ports.append(text, position, end);
                position = end;
            }
            if (next() != ',') {
                break;
            }
            position++;
            hosts.append(',');
            ports.append(',');
        }
        set("host", hosts.toString(), "the host");
        set("port", ports.toString(), "the port");
    }

    /** To the driver, a URL without a host means localhost, never a Unix-domain socket. */
    private void setHostOfDriver() {
        if (!settings.has("host") && !settings.has("hostaddr") && !settings.has("service")) {
            settings.set("host", "localhost", SOURCE);
        }
    }

    private String readHost() {
        int start = position;
        if (next() != '[') {
            position = endOfRun(":,/?");
            return text.substring(start, position);
        }
        int close = text.indexOf(']', position);
        if (close <= position + 1) {
            throw badBrackets();
        }
        position = close + 1;
        if (":,/?".indexOf(next()) < 0 && position < text.length()) {
            throw badBrackets();
        }
        return text.substring(start + 1, close);
    }

    private static OpsException badBrackets() {
        return new OpsException(
                Kind.USAGE,
                "the connection URL has a \"[\" that does not begin an IPv6 address",
                "write an IPv6 address as [ADDRESS]:PORT, and \"[\" anywhere else as %5B");
    }

    private void readDatabase() {
        if (next() != '/') {
            return;
        }
        position++;
        int end = endOfRun("?");
        set("dbname", text.substring(position, end), "the database name");
        position = end;
    }

    private void set(String name, String encoded, String what) {
        // the driver reads the database name of its URLs as a form field, where "+" is a space
        var text = jdbc && name.equals("dbname") ? encoded.replace('+', ' ') : encoded;
        settings.set(name, PercentEncoding.decode(text, what), SOURCE);
    }

    /** The character at the current position; NUL at the end. */
    private char next() {
        return position < text.length() ? text.charAt(position) : '\0';
    }

    /** The position of the next of these characters, or the end of the text. */
    private int endOfRun(String delimiters) {
        int end = position;
        while (end < text.length() && delimiters.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
