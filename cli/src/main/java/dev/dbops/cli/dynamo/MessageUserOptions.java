package dev.dbops.cli.dynamo;

import dev.dbops.aws.dynamo.messages.MessageUser;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.postgres.Database;
import dev.dbops.users.UserLookup;
import java.util.Locale;
import java.util.regex.Pattern;

/** The users of a command for messages, who are looked up in PostgreSQL by handle. */
final class MessageUserOptions {
    private static final Pattern UUID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** The first two users of the example's seeds. */
    private String user = "ada";

    private String other = "grace";

    private final Context context;

    MessageUserOptions(Context context) {
        this.context = context;
    }

    /** Describes the options for both users of a conversation. */
    void describePair(CommandSpecBuilder model) {
        model.option("--user", "HANDLE", "Handle of the first user. Default: ada.", value -> user = value)
                .option("--other", "HANDLE", "Handle of the second user. Default: grace.", value -> other = value);
    }

    /** Describes the option for the user whose conversations are read. */
    void describeOne(CommandSpecBuilder model) {
        model.option(
                "--user",
                "HANDLE",
                "Handle or UUID of the user; only a handle is looked up in PostgreSQL. Default: ada.",
                value -> user = value);
    }

    /** Returns whether both are the same. */
    boolean isOne() {
        return user.equals(other);
    }

    /** Returns the first user. */
    MessageUser user(Database database) {
        return find(database, user);
    }

    /** Returns the second user. */
    MessageUser other(Database database) {
        return find(database, other);
    }

    /** Returns the UUID of the user, without a connection to PostgreSQL if it was given. */
    String uuid() {
        if (UUID.matcher(user).matches()) {
            return user.toLowerCase(Locale.ROOT);
        }
        try (var database = context.connect(context.targets().target())) {
            return user(database).uuid();
        }
    }

    private static MessageUser find(Database database, String handle) {
        var found = new UserLookup(database).find(handle);
        return new MessageUser(found.uuid(), found.displayName(), found.handle());
    }
}
