package dev.dbops.redshift.standin;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A statement of the Data API, whose parameters have names after a colon.
 *
 * @param sql the same with question marks, as JDBC has it
 * @param names the names of the parameters, in the order of the question marks
 */
record NamedParameters(String sql, List<String> names) {
    private static final Pattern PIECE = Pattern.compile("'(?:[^']|'')*+'|\"(?:[^\"]|\"\")*+\"|::|:([0-9a-zA-Z_]+)");

    /** Reads a statement. */
    static NamedParameters read(String sql) {
        var names = new ArrayList<String>();
        var positional = new StringBuilder();
        var matcher = PIECE.matcher(sql);
        var copied = 0;
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                names.add(matcher.group(1));
                positional.append(sql, copied, matcher.start()).append('?');
                copied = matcher.end();
            }
        }
        return new NamedParameters(positional.append(sql, copied, sql.length()).toString(), names);
    }
}
