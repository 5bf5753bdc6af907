package dev.dbops.doctor.server;

import dev.dbops.Resource;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The dates on which support for a major version ends.
 *
 * @param community the day of its last release
 * @param rds the last day of standard support on Amazon RDS and Aurora
 */
record SupportEnds(LocalDate community, LocalDate rds) {
    /** The entry in versions.csv; empty if the version is not in it. */
    static Optional<SupportEnds> of(int major) {
        return Resource.text(SupportEnds.class, "versions.csv")
                .lines()
                .filter(line -> line.startsWith(major + ","))
                .map(line -> line.split(","))
                .map(cells -> new SupportEnds(LocalDate.parse(cells[1]), LocalDate.parse(cells[2])))
                .findFirst();
    }
}
