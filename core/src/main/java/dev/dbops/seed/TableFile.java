package dev.dbops.seed;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.TableName;

/**
 * A table and the file of its rows, as the command line names them: {@code TABLE=FILE}.
 *
 * @param format the format of the rows
 * @param table the table
 * @param file the file's name as given, or {@code -} for standard input
 */
public record TableFile(SeedFormat format, TableName table, String file) {
    private static final String STANDARD_INPUT = "-";

    /**
     * Parses {@code TABLE=FILE}; the first {@code =} outside quotes ends the table.
     *
     * @throws OpsException of kind USAGE for any other syntax
     */
    public static TableFile parse(SeedFormat format, String value) {
        var equals = equalsSign(value);
        if (equals < 0 || equals == value.length() - 1) {
            throw new OpsException(
                    Kind.USAGE,
                    "--%s takes TABLE=FILE, and \"%s\" is something else".formatted(format.word(), value),
                    "for example --%s users=users.%s".formatted(format.word(), format.word()));
        }
        return new TableFile(format, TableName.parse(value.substring(0, equals)), value.substring(equals + 1));
    }

    public boolean isStandardInput() {
        return file.equals(STANDARD_INPUT);
    }

    private static int equalsSign(String value) {
        var quoted = false;
        for (var i = 0; i < value.length(); i++) {
            var next = value.charAt(i);
            if (next == '"') {
                quoted = !quoted;
            } else if (next == '=' && !quoted) {
                return i;
            }
        }
        return -1;
    }
}
