package dev.dbops.events.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.envelope.DebeziumDifference.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Compares a key or a value with that of Debezium's own connector, field by field. */
public final class DebeziumFields {
    private DebeziumFields() {}

    /** Returns the fields by their names, whatever their order in the JSON. */
    public static Map<String, String> of(String json) {
        return JsonPaths.of(json);
    }

    /**
     * Returns the fields that differ, but for the time of the writing.
     *
     * @param message says which message
     * @param theirs the JSON of Debezium; null for none
     * @param ours our JSON
     */
    public static List<Found> compare(String message, String theirs, String ours) {
        if (theirs == null || ours == null) {
            assertThat(ours).as(message).isEqualTo(theirs);
            return List.of();
        }
        var found = new ArrayList<Found>();
        var theirPaths = JsonPaths.of(theirs);
        var ourPaths = JsonPaths.of(ours);
        var paths = new TreeSet<>(theirPaths.keySet());
        paths.addAll(ourPaths.keySet());
        for (var path : paths) {
            var difference = new Found(
                    message,
                    path.replaceFirst("^payload[.]", ""),
                    theirPaths.getOrDefault(path, ""),
                    ourPaths.getOrDefault(path, ""),
                    ourPaths);
            if (!isEqual(difference.theirs(), difference.ours()) && !isTimeOfWriting(difference)) {
                found.add(difference);
            }
        }
        return found;
    }

    /** A floating-point number may be written in several ways. */
    private static boolean isEqual(String theirs, String ours) {
        return theirs.equals(ours)
                || theirs.matches("-?[0-9]+[.][0-9]+(E-?[0-9]+)?")
                        && ours.matches("-?[0-9]+([.][0-9]+)?(E-?[0-9]+)?")
                        && Double.parseDouble(theirs) == Double.parseDouble(ours);
    }

    /** Each program writes an event at its own time. */
    private static boolean isTimeOfWriting(Found difference) {
        return !difference.message().contains(".transaction ")
                && difference.path().matches("ts_(ms|us|ns)")
                && difference.ours().length() == difference.theirs().length();
    }
}
