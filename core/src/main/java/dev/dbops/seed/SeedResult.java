package dev.dbops.seed;

import java.time.Instant;
import java.util.List;

/** The result of a seed. */
public sealed interface SeedResult {
    /**
     * Its rows are in the database.
     *
     * @param files the loaded files, in the order given
     * @param notices how many notices the server sent
     * @param warnings how many warnings it sent
     */
    record Loaded(List<LoadedFile> files, int notices, int warnings) implements SeedResult {
        public Loaded {
            files = List.copyOf(files);
        }

        /** The total number of inserted rows. */
        public long rows() {
            var rows = 0L;
            for (var file : files) {
                rows += file.rows();
            }
            return rows;
        }
    }

    /**
     * It was to be loaded once, and is already loaded.
     *
     * @param at when it was loaded
     */
    record LoadedBefore(Instant at) implements SeedResult {}

    /**
     * A file whose rows are in the database.
     *
     * @param source the file and its table
     * @param rows how many rows the server inserted
     */
    record LoadedFile(TableFile source, long rows) {}
}
