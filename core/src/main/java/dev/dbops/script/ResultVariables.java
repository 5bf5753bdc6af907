package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.script.lexer.Variables;
import dev.dbops.script.variables.BuiltInVariables;

/** Sets the variables of {@code \gset} from a result, as psql does (src/bin/psql/common.c, StoreQueryTuple). */
final class ResultVariables {
    private final ScriptStep.StoreResult step;
    private final ScriptListener listener;

    ResultVariables(ScriptStep.StoreResult step, ScriptListener listener) {
        this.step = step;
        this.listener = listener;
    }

    /**
     * @throws OpsException of kind SQL, with the place, unless there is exactly one row
     */
    void set(RowHandler.Result result) {
        if (result.rows() == 0) {
            throw failure("no rows returned for \\gset", "let the query return one row, as an aggregate does");
        }
        if (result.rows() > 1) {
            throw failure("more than one row returned for \\gset", "limit the query to one row");
        }
        result.columns().forEach(this::set);
    }

    private void set(RowHandler.Column column) {
        var name = step.prefix() + column.name();
        if (BuiltInVariables.hasHook(name)) {
            listener.warning(
                    step.statement().position(),
                    "attempt to \\gset into specially treated variable \"%s\" ignored".formatted(name));
            return;
        }
        if (column.value().isEmpty()) {
            step.variables().unset(name);
            return;
        }
        if (!Variables.isName(name)) {
            throw failure(
                    "invalid variable name: \"%s\"".formatted(name), "name the column: SELECT ... AS NAME \\gset");
        }
        step.variables().put(name, column.value().get());
    }

    private OpsException failure(String message, String hint) {
        return new OpsException(Kind.SQL, message, hint).at(step.statement().position());
    }
}
