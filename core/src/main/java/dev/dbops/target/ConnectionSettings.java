package dev.dbops.target;

import java.util.HashMap;
import java.util.Map;

/**
 * The connection parameters from a URL, a service file and the variables, including the password.
 *
 * <p>Each parameter remembers its source, so that an error can name it. Empty values count as not given.
 */
final class ConnectionSettings {
    /** This is not a record, because a record's toString would show the value. */
    private static final class Setting {
        private final String value;
        private final String source;

        Setting(String value, String source) {
            this.value = value;
            this.source = source;
        }
    }

    private final Map<String, Setting> settings = new HashMap<>();

    ConnectionSettings() {}

    ConnectionSettings(ConnectionSettings others) {
        settings.putAll(others.settings);
    }

    /**
     * Sets the parameter, and replaces an earlier value.
     *
     * @param source where it was found, such as "the connection URL"
     */
    void set(String name, String value, String source) {
        if (ConnectionParameters.accept(name, value, source) && !value.isEmpty()) {
            settings.put(name, new Setting(value, source));
        }
    }

    /** Sets the parameter unless a source of higher precedence has set it. */
    void offer(String name, String value, String source) {
        if (!settings.containsKey(name)) {
            set(name, value, source);
        }
    }

    void remove(String name) {
        settings.remove(name);
    }

    boolean has(String name) {
        return settings.containsKey(name);
    }

    /** The value; empty when it is not given. */
    String get(String name) {
        var setting = settings.get(name);
        return setting == null ? "" : setting.value;
    }

    /** The source of a parameter that {@link #has} a value. */
    String sourceOf(String name) {
        return settings.get(name).source;
    }

    /** The parameters for the driver: all but server, database, role and password. */
    Map<String, String> driverParameters() {
        var parameters = new HashMap<String, String>();
        for (var entry : settings.entrySet()) {
            if (ConnectionParameters.goesToDriver(entry.getKey())) {
                parameters.put(entry.getKey(), entry.getValue().value);
            }
        }
        return parameters;
    }
}
