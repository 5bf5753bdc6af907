package dev.dbops.aws.bucket;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Position;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The content of the small object that stores the position of a consumer.
 *
 * @param position the position after the objects that are complete
 * @param pending the position after the objects that are being stored; empty if there are none
 * @param keys the digest of the keys of these objects; empty if there are none
 * @param format the format of the lines, by {@link dev.dbops.events.envelope.EventFormat#name}
 * @param writer a random text that distinguishes replays
 */
record BucketMark(Position position, Optional<Position> pending, String keys, String format, String writer) {
    private static final Pattern TEXT = Pattern.compile("db-ops position of events\n"
            + "position (\\S+)\n"
            + "pending (\\S*)\n"
            + "keys (\\S*)\n"
            + "format ([^\n"
            + "]*)\n"
            + "writer (\\S*)\n");

    /** The mark after complete objects. */
    static BucketMark at(Position position, String format, String writer) {
        return new BucketMark(position, Optional.empty(), "", format, writer);
    }

    /** The mark while objects up to a later position are stored. */
    BucketMark storing(Position end, String itsKeys, String itsWriter) {
        return new BucketMark(position, Optional.of(end), itsKeys, format, itsWriter);
    }

    /**
     * Reads the text of a mark.
     *
     * @param url where it is, for an error
     * @throws OpsException of kind REFUSED when it is something else
     */
    static BucketMark parse(String text, String url) {
        var parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new OpsException(
                    Kind.REFUSED,
                    "%s does not contain the position of a replay".formatted(url),
                    "it was not written by db-ops: pass another prefix or another --name");
        }
        var pending =
                parts.group(2).isEmpty() ? Optional.<Position>empty() : Optional.of(Position.parse(parts.group(2)));
        return new BucketMark(Position.parse(parts.group(1)), pending, parts.group(3), parts.group(4), parts.group(5));
    }

    String text() {
        return "db-ops position of events\nposition %s\npending %s\nkeys %s\nformat %s\nwriter %s\n"
                .formatted(position, pending.map(Position::toString).orElse(""), keys, format, writer);
    }
}
