package dev.dbops.cli.schema;

import dev.dbops.cli.command.Context;
import dev.dbops.script.ScriptOutline;

/** The note of a dry run about statements that depend on the results of earlier ones. */
public final class DependentStatements {
    private DependentStatements() {}

    /**
     * Writes the note, if there are such statements.
     *
     * @param script the name of the script
     */
    public static void note(Context context, String script, ScriptOutline outline) {
        if (outline.dependent() > 0) {
            context.notes()
                    .note("%s: this plan cannot know the values of \\gset; depending on them: %s"
                            .formatted(script, Counts.of(outline.dependent(), "statement")));
        }
    }
}
