package dev.dbops.seed;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.Notices;

/** The rows of one file of a seed, and the way to load them. */
public sealed interface SeedRows permits CsvRows, JsonRows {
    /** The file and its table. */
    TableFile source();

    /** The file, to compare its content with another. */
    InputFile file();

    /**
     * Counts the rows, without a database.
     *
     * @throws OpsException of kind USAGE when the file cannot be read to its end
     */
    long count();

    /**
     * Loads the rows in the open transaction.
     *
     * @param notices receives the server's notices
     * @return how many rows the server inserted
     * @throws OpsException with the place in the file; the rows before it are still in the transaction
     */
    long load(Database database, Notices notices);

    /** Reads the beginning of the file, and rejects another format. */
    static SeedRows of(TableFile source, InputFile file) {
        return switch (source.format()) {
            case CSV -> CsvRows.of(source, file);
            case JSON -> new JsonRows(source, file);
        };
    }
}
