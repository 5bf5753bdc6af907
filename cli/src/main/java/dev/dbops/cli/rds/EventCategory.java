package dev.dbops.cli.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.text.Spelling;
import java.util.List;
import java.util.Locale;

/** The categories of events ("Amazon RDS event categories and event messages" in the RDS user guide, and in Aurora's). */
final class EventCategory {
    static final List<String> ALL = List.of(
            "availability",
            "backup",
            "configuration change",
            "creation",
            "deletion",
            "failover",
            "failure",
            "global failover",
            "limitless",
            "low storage",
            "maintenance",
            "migration",
            "notification",
            "read replica",
            "recovery",
            "restoration",
            "security",
            "security patching",
            "serverless",
            "storage");

    private EventCategory() {}

    /**
     * The category as RDS writes it; hyphens may replace the spaces.
     *
     * @throws OpsException of kind USAGE when there is none of that name
     */
    static String parse(String text) {
        var category = text.strip().toLowerCase(Locale.ROOT).replace('-', ' ');
        if (ALL.contains(category)) {
            return category;
        }
        var nearest = Spelling.nearest(category, ALL);
        throw new OpsException(
                Kind.USAGE,
                "RDS has no events of the category \"%s\"".formatted(text),
                nearest.isEmpty()
                        ? "the categories are: " + String.join(", ", ALL)
                        : "did you mean \"" + nearest + "\"?");
    }
}
