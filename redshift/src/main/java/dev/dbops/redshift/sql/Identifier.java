package dev.dbops.redshift.sql;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Names in the SQL of Redshift ("Names and identifiers", Amazon Redshift database developer guide,
 * https://docs.aws.amazon.com/redshift/latest/dg/r_names.html).
 */
public final class Identifier {
    private static final int MOST_BYTES = 127;

    private Identifier() {}

    /**
     * Returns the name as Redshift keeps it. Letters are folded to lower case, even in quotes, unless a session asks for
     * something else.
     *
     * @throws OpsException of kind FAILED when the name is too long, which Redshift would cut
     */
    public static String folded(String name) {
        var folded = name.toLowerCase(Locale.ROOT);
        // a char has up to three bytes: most names need not be encoded
        if (folded.length() > MOST_BYTES / 3 && folded.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new OpsException(
                    Kind.FAILED,
                    "the name \"%s\" is longer than %d bytes, which is the limit of Redshift"
                            .formatted(name, MOST_BYTES),
                    "give the table another name in the warehouse: --map OLD=NEW");
        }
        return folded;
    }

    /** Returns a name that was folded as an identifier in quotes. */
    public static String quoted(String folded) {
        return '"' + folded.replace("\"", "\"\"") + '"';
    }

    /** Returns such names as identifiers in quotes, with commas between them. */
    public static String quoted(Collection<String> folded) {
        return folded.stream().map(Identifier::quoted).collect(Collectors.joining(", "));
    }
}
