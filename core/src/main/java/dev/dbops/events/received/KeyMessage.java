package dev.dbops.events.received;

/**
 * The key of a message, next to its value.
 *
 * @param part the key: an object, perhaps with its schema, or null
 * @param json the text that has it
 */
record KeyMessage(JsonPart part, String json) {
    /**
     * Reads the key of a message for Kafka.
     *
     * @param key its JSON; empty for null
     */
    static KeyMessage read(String key) {
        var json = key.isBlank() ? "null" : key;
        return new KeyMessage(JsonScan.whole(json, JsonScan.Level.KEY), json);
    }

    /** Returns the schema of the key; empty if it has none. */
    String schema() {
        return hasSchema() ? part.get("schema").json(json) : "";
    }

    /** Returns the key as JSON; empty if the row has none. */
    String row() {
        if (hasSchema()) {
            return part.row("payload", "payload of the key", json);
        }
        if (part.isNull()) {
            return "";
        }
        if (!part.isObject()) {
            throw MalformedEvent.of("the key of the event is not an object or null");
        }
        return part.json(json);
    }

    /** A key column with the name of schema has another value than a schema. */
    private boolean hasSchema() {
        return part.members().size() == 2 && part.get("schema").isObject() && part.has("payload");
    }
}
