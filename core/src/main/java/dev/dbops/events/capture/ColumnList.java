package dev.dbops.events.capture;

import dev.dbops.OpsException;
import dev.dbops.postgres.SqlName;
import java.util.ArrayList;
import java.util.List;

/** Columns as users list them: separated by commas, in double quotes where SQL requires them. */
public final class ColumnList {
    private static final String HINT =
            "separate columns by commas, and quote names with characters other than letters, digits and _:"
                    + " --columns 'id,\"My Column\"'";

    private ColumnList() {}

    /**
     * Parses the names, as they are in the catalog.
     *
     * @throws OpsException of kind USAGE when a name is not valid
     */
    public static List<String> parse(String list) {
        var names = new ArrayList<String>();
        var start = 0;
        var quoted = false;
        for (var i = 0; i <= list.length(); i++) {
            if (i == list.length() || list.charAt(i) == ',' && !quoted) {
                names.add(parseOne(list.substring(start, i).strip()));
                start = i + 1;
            } else if (list.charAt(i) == '"') {
                quoted = !quoted;
            }
        }
        return List.copyOf(names);
    }

    private static String parseOne(String text) {
        var name = new SqlName(text, "column name", HINT);
        var parts = name.parts();
        if (parts.size() > 1) {
            throw name.fault("it has a dot");
        }
        return parts.getFirst();
    }

    /** Writes the list so that {@link #parse} can read it. */
    static String format(List<String> names) {
        var text = new StringBuilder();
        for (var name : names) {
            text.append(text.isEmpty() ? "" : ",")
                    .append('"')
                    .append(name.replace("\"", "\"\""))
                    .append('"');
        }
        return text.toString();
    }
}
