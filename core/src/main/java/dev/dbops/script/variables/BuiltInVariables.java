package dev.dbops.script.variables;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.script.lexer.TextSettings;
import dev.dbops.target.HostPort;
import java.util.Optional;

/**
 * psql's own variables (psql's page, "Variables"): its settings, of which only names and initial values are used, and
 * the details of the connection, which are queried when a script uses them.
 */
public final class BuiltInVariables {
    /** The setting that ends a script at its first error. */
    public static final String ON_ERROR_STOP = "ON_ERROR_STOP";

    private final ScriptSession session;
    private final TextSettings settings;

    public BuiltInVariables(ScriptSession session, TextSettings settings) {
        this.session = session;
        this.settings = settings;
    }

    static boolean isOwn(String name) {
        return switch (name) {
            case "USER", "DBNAME", "HOST", "PORT", "ENCODING", "SERVER_VERSION_NAME", "SERVER_VERSION_NUM" -> true;
            default -> !setting(name).isEmpty() || isOfPsql(name) || isOfResults(name);
        };
    }

    private static boolean isOfPsql(String name) {
        return name.equals("VERSION") || name.equals("VERSION_NAME") || name.equals("VERSION_NUM");
    }

    private static boolean isOfResults(String name) {
        return switch (name) {
            case "ERROR", "SQLSTATE", "ROW_COUNT", "LAST_ERROR_MESSAGE", "LAST_ERROR_SQLSTATE" -> true;
            default -> false;
        };
    }

    /** The initial value of a psql setting; empty for other names, or if the value is unpredictable. */
    private static String setting(String name) {
        return switch (name) {
            case "AUTOCOMMIT", "SHOW_ALL_RESULTS" -> "on";
            case "ECHO_HIDDEN",
                    "HIDE_TABLEAM",
                    "HIDE_TOAST_COMPRESSION",
                    "ON_ERROR_ROLLBACK",
                    ON_ERROR_STOP,
                    "QUIET",
                    "SINGLELINE",
                    "SINGLESTEP" -> "off";
            case "ECHO", "HISTCONTROL" -> "none";
            case "FETCH_COUNT", "IGNOREEOF" -> "0";
            case "HISTSIZE" -> "500";
            case "COMP_KEYWORD_CASE" -> "preserve-upper";
            case "VERBOSITY" -> "default";
            case "SHOW_CONTEXT" -> "errors";
            default -> "";
        };
    }

    /** Returns whether psql treats it specially when it is set; {@code \gset} does not set such a variable. */
    public static boolean hasHook(String name) {
        return switch (name) {
            case "PROMPT1", "PROMPT2", "PROMPT3", "WATCH_INTERVAL" -> true;
            default -> !setting(name).isEmpty();
        };
    }

    /** Returns whether it is a setting that is on or off. */
    static boolean isSwitch(String name) {
        return switch (name) {
            case "AUTOCOMMIT",
                    "SHOW_ALL_RESULTS",
                    "HIDE_TABLEAM",
                    "HIDE_TOAST_COMPRESSION",
                    ON_ERROR_STOP,
                    "QUIET",
                    "SINGLELINE",
                    "SINGLESTEP" -> true;
            default -> false;
        };
    }

    /**
     * Returns the value; empty if psql has no such variable.
     *
     * @throws OpsException when the value cannot be known
     */
    public Optional<String> get(String name) {
        return switch (name) {
            case "USER" -> Optional.of(session.target().user());
            case "DBNAME" -> Optional.of(session.target().database());
            case "HOST" -> Optional.of(host(name).host());
            case "PORT" -> Optional.of(Integer.toString(host(name).port()));
            case "ENCODING" -> Optional.of(settings.encoding());
            case "SERVER_VERSION_NAME" -> Optional.of(session.server().name());
            case "SERVER_VERSION_NUM" ->
                Optional.of(Integer.toString(session.server().number()));
            default -> settingOf(name);
        };
    }

    private HostPort host(String name) {
        var hosts = session.target().hosts();
        if (hosts.size() > 1) {
            throw unknown(name, "has no single value because the target has several hosts");
        }
        return hosts.getFirst();
    }

    private static Optional<String> settingOf(String name) {
        if (isOfPsql(name)) {
            throw unknown(name, "is the version of psql, which db-ops is not");
        }
        if (isOfResults(name)) {
            throw unknown(name, "depends on results, but the whole script is checked before it runs");
        }
        var value = setting(name);
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    private static OpsException unknown(String name, String reason) {
        return new OpsException(
                Kind.USAGE, "psql's variable " + name + " " + reason, "set it with -v " + name + "=VALUE");
    }
}
