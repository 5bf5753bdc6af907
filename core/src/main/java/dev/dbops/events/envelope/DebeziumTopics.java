package dev.dbops.events.envelope;

import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableName;

/**
 * The names of topics, as Debezium's default naming strategy builds them. The names of schemas begin with them.
 *
 * @param prefix Debezium's {@code topic.prefix}; in files and functions the name of the database
 */
public record DebeziumTopics(String prefix) {
    /** The topics of a log whose events are not sent to Kafka: they begin with the name of its database. */
    static DebeziumTopics of(Database database) {
        return new DebeziumTopics(database.target().database());
    }

    /** The topic of a table's events. */
    public String of(String schema, String table) {
        return valid(prefix + "." + schema + "." + table);
    }

    /** The topic of a table's events. */
    public String of(TableName table) {
        return of(table.schema(), table.table());
    }

    /** The topic of the beginnings and ends of transactions. */
    String transactions() {
        return valid(prefix + ".transaction");
    }

    /** Kafka allows Latin letters, digits, dots, underscores and hyphens. */
    private static String valid(String name) {
        var valid = new StringBuilder(name);
        for (var i = 0; i < name.length(); i++) {
            var letter = name.charAt(i);
            var allowed = letter >= 'a' && letter <= 'z'
                    || letter >= 'A' && letter <= 'Z'
                    || letter >= '0' && letter <= '9'
                    || letter == '.'
                    || letter == '_'
                    || letter == '-';
            if (!allowed) {
                valid.setCharAt(i, '_');
            }
        }
        return valid.toString();
    }
}
