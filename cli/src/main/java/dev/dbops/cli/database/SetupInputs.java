package dev.dbops.cli.database;

import dev.dbops.InputFile;
import dev.dbops.cli.cognito.ConfiguredPool;
import dev.dbops.cli.migration.SetupMigrationOptions;
import dev.dbops.cli.schema.Counts;
import dev.dbops.cli.schema.ScriptFile;
import dev.dbops.migration.MigrationFile;
import java.util.ArrayList;
import java.util.List;

/**
 * The contents of the new database of setup.
 *
 * @param schema the schema to load
 * @param files the migrations of the project
 * @param migrations how and when they are applied
 * @param seed the seeds to load
 * @param pool the user pool whose user IDs are written, when one is configured
 */
record SetupInputs(
        InputFile schema,
        List<MigrationFile> files,
        SetupMigrationOptions migrations,
        InputFile seed,
        ConfiguredPool pool) {
    /**
     * The actions of setup in a sentence.
     *
     * @param creation the first of them
     */
    String sentence(String creation) {
        var actions = new ArrayList<String>();
        actions.add(creation);
        if (!ScriptFile.isMissing(schema)) {
            actions.add("load " + schema.name());
        }
        var filling = actions.size();
        if (!ScriptFile.isMissing(seed)) {
            actions.add("load " + seed.name());
        }
        pool.id().ifPresent(id -> actions.add("write the user IDs of user pool " + id));
        if (!files.isEmpty()) {
            actions.add(migrations.last() ? actions.size() : filling, migration());
        }
        var last = actions.removeLast();
        return actions.isEmpty()
                ? "would " + last
                : "would %s%s and %s".formatted(String.join(", ", actions), actions.size() == 1 ? "" : ",", last);
    }

    /** Returns whether there are migrations to apply after the seeds. */
    boolean migratesLast() {
        return migrations.last() && !files.isEmpty();
    }

    private String migration() {
        var count = Counts.of(files.size(), "migration");
        return ScriptFile.isMissing(schema)
                ? "apply " + count
                : "apply those of %s that %s does not contain".formatted(count, schema.name());
    }
}
