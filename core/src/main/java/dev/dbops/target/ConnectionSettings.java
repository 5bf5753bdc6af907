package dev.dbops.target;

import java.util.HashMap;
import java.util.Map;

/**
 * Connection parameters as they are gathered from a URL, a service file and the variables, the password among them.
 *
 * <p>Each remembers where it was found, so that a complaint about it can say so. Empty values count as not given.
 */
final class ConnectionSettings {
    /** Not a record, whose toString would show the value. */
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
     * Sets the parameter, in place of an earlier value.
     *
     * @param source where it was found, such as "the connection URL"
     */
    void set(String name, String value, String source) {
        if (ConnectionParameters.accept(name, value, source) && !value.isEmpty()) {
            settings.put(name, new Setting(value, source));
        }
    }

    /** Sets the parameter unless something that goes first has set it. */
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

    /** Where a parameter that {@link #has} a value was found. */
    String sourceOf(String name) {
        return settings.get(name).source;
    }

    /** What is left for the driver once server, database, role and password are taken out. */
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
