package dev.dbops.seed;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.Notices;

/** What one file of a seed holds, and how it comes into the database. */
public sealed interface SeedRows permits CsvRows, JsonRows {
    /** Which file goes into which table. */
    TableFile source();

    /** The file, to tell its content from another's. */
    InputFile file();

    /**
     * Counts the rows, without a database.
     *
     * @throws OpsException of kind USAGE when the file cannot be read to its end
     */
    long count();

    /**
     * Loads the rows in the transaction that is open.
     *
     * @param notices take what the server says about them
     * @return how many rows the server inserted
     * @throws OpsException with the place in the file; what came before it is still in the transaction
     */
    long load(Database database, Notices notices);

    /** Looks at the file's beginning, and refuses what is no such file. */
    static SeedRows of(TableFile source, InputFile file) {
        return switch (source.format()) {
            case CSV -> CsvRows.of(source, file);
            case JSON -> new JsonRows(source, file);
        };
    }
}
