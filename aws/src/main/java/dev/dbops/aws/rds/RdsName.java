package dev.dbops.aws.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.Locale;

/**
 * The names that RDS accepts for new resources: letters, digits and hyphens, a letter first, no hyphen last and no two
 * in a row (CreateDBInstance and CreateDBSnapshot in the RDS API reference). RDS keeps them in lower case.
 */
public final class RdsName {
    private static final int LONGEST_DATABASE = 63;
    private static final int LONGEST_SNAPSHOT = 255;
    private static final int LONGEST_PARAMETER_GROUP = 255;

    private RdsName() {}

    /**
     * The name of a new instance, cluster or proxy, in lower case.
     *
     * @param option the option that it is from, such as "--instance"
     * @throws OpsException of kind USAGE when RDS would not accept it
     */
    public static String database(String text, String option) {
        return checked(text, option, LONGEST_DATABASE, "cruddur-db");
    }

    /**
     * The name of a new snapshot, in lower case.
     *
     * @param option the option that it is from, such as "--name"
     * @throws OpsException of kind USAGE when RDS would not accept it
     */
    public static String snapshot(String text, String option) {
        return checked(text, option, LONGEST_SNAPSHOT, "cruddur-before-migration");
    }

    /**
     * The name of a new parameter group, in lower case.
     *
     * @param option the option that it is from, such as "--create-group"
     * @throws OpsException of kind USAGE when RDS would not accept it
     */
    public static String parameterGroup(String text, String option) {
        return checked(text, option, LONGEST_PARAMETER_GROUP, "cruddur-postgres17");
    }

    private static String checked(String text, String option, int longest, String example) {
        var legal = !text.isEmpty() && text.length() <= longest && isLetter(text.charAt(0));
        for (var i = 0; i < text.length(); i++) {
            var character = text.charAt(i);
            legal &= isLetter(character) || character >= '0' && character <= '9' || character == '-';
        }
        if (!legal || text.endsWith("-") || text.contains("--")) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" cannot be a name on RDS (from %s)".formatted(text, option),
                    "a name has up to %d letters, digits and single hyphens, and begins with a letter: %s"
                            .formatted(longest, example));
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static boolean isLetter(char character) {
        return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z';
    }
}
