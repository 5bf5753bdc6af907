package dev.dbops.events.capture;

import java.util.Map;

/** The SQL that keeps the places in the log of events that are to be sent to a channel or a Lambda function. */
final class UnsentPlaces {
    private UnsentPlaces() {}

    /**
     * Returns the template with the values for statements that write into the log.
     *
     * @param into the clause that receives the places in a static statement; empty in the text of a dynamic one, whose
     *     EXECUTE receives them
     */
    static SqlTemplate in(SqlTemplate sql, CaptureOptions options, String into) {
        if (options.delivery().isNone()) {
            return sql.with(Map.of(
                    "begin_logged", "",
                    "end_logged", "",
                    "returning_place", "",
                    "keep_places", "",
                    "declare_places", "",
                    "into_places", ""));
        }
        return sql.with(Map.of(
                "begin_logged",
                "WITH logged AS (",
                "end_logged",
                "\n        " + sql.with("into_static", into).fill("places_of_rows"),
                "returning_place",
                "\n        " + sql.fill("place_of_row"),
                "keep_places",
                sql.fill("keep_all_places") + "\n    ",
                "declare_places",
                "\n    places text;",
                "into_places",
                " INTO places"));
    }
}
