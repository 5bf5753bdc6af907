package dev.dbops.aws.lambda.role;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tags of a role that db-ops made: for which database server, and what db-ops made in its databases.
 *
 * @param tags the tags, by their keys
 */
record RoleTags(Map<String, String> tags) {
    /** The tag with the ARN of the instance or cluster. */
    static final String OWNER = "db-ops:lambda";

    private static final String EXTENSION = "db-ops:extension:";
    private static final String GRANT = "db-ops:grant:";

    RoleTags {
        tags = Map.copyOf(tags);
    }

    /** The tags of a role that db-ops creates. */
    static RoleTags ofNew(CallingDatabase database) {
        return new RoleTags(Map.of(OWNER, database.arn()));
    }

    /** Returns whether db-ops made the role for this instance or cluster. */
    boolean isOf(CallingDatabase database) {
        return database.arn().equals(tags.get(OWNER));
    }

    /** The key of the tag with the extensions that db-ops created in a database. */
    static String extensionKey(String database) {
        return EXTENSION + encoded(database);
    }

    /** The key of the tag with the role that db-ops granted the call to, in a database. */
    static String grantKey(String database) {
        return GRANT + encoded(database);
    }

    /** The extensions that db-ops created in a database. */
    List<String> extensions(String database) {
        var value = tags.get(extensionKey(database));
        return value == null ? List.of() : List.of(value.split(" "));
    }

    /** The role that db-ops granted the call to, in a database. */
    Optional<String> grantee(String database) {
        return Optional.ofNullable(tags.get(grantKey(database)))
                .map(value -> URLDecoder.decode(value.replace('=', '%'), StandardCharsets.UTF_8));
    }

    /** With the characters that tags may have: letters, digits, spaces and _ . : / = + - @. */
    static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace('%', '=');
    }
}
