package dev.dbops.seed;

import java.time.Instant;
import java.util.List;

/** What became of a seed. */
public sealed interface SeedResult {
    /**
     * Its rows are in the database.
     *
     * @param files what was loaded, in the order it was given
     * @param notices how many notices the server sent
     * @param warnings how many warnings it sent
     */
    record Loaded(List<LoadedFile> files, int notices, int warnings) implements SeedResult {
        public Loaded {
            files = List.copyOf(files);
        }

        /** All rows that the server inserted. */
        public long rows() {
            var rows = 0L;
            for (var file : files) {
                rows += file.rows();
            }
            return rows;
        }
    }

    /**
     * It was to be loaded once, and had been.
     *
     * @param at when
     */
    record LoadedBefore(Instant at) implements SeedResult {}

    /**
     * A file whose rows are in the database.
     *
     * @param source which file, and which table
     * @param rows how many rows the server inserted
     */
    record LoadedFile(TableFile source, long rows) {}
}
