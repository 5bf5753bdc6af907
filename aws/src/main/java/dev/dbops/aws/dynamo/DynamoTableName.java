package dev.dbops.aws.dynamo;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.regex.Pattern;

/** The names of tables. */
public final class DynamoTableName {
    /** The default table: messages between users. */
    public static final String MESSAGES = "cruddur-messages";

    /** TableName in the API reference of CreateTable. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");

    private DynamoTableName() {}

    /** Returns whether DynamoDB accepts the name of a table or an index. */
    static boolean isValid(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * Returns the name.
     *
     * @param source the option or variable that it comes from
     * @throws OpsException of kind USAGE when DynamoDB does not accept it
     */
    public static String require(String name, String source) {
        if (!isValid(name)) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is not the name of a DynamoDB table: \"%s\"".formatted(source, name),
                    "a name has 3 to 255 letters, digits, or _ . -");
        }
        return name;
    }
}
