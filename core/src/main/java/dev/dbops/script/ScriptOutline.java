package dev.dbops.script;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import dev.dbops.postgres.NearestName;
import dev.dbops.script.encoding.PlannedSettings;
import dev.dbops.script.lexer.DestructiveSql;
import dev.dbops.script.lexer.Statement;
import dev.dbops.script.lexer.StatementKind;
import dev.dbops.script.variables.ResultNames;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The planned effects of a script, found without a server, so that invalid scripts are refused before anything runs.
 *
 * @param statements how many statements it holds
 * @param groups its statements by kind and object, in the order in which they first appear
 * @param destructive the places and kinds of statements that drop, truncate, delete or overwrite, as far as their text
 *     shows
 * @param unclear how many may do so indirectly: by functions, triggers, rules, or prepared statements
 * @param dependent how many depend on values that {@code \gset} sets when the script runs, or on a condition that does
 * @param connects the databases that it connects to
 */
public record ScriptOutline(
        int statements,
        List<Group> groups,
        List<Destructive> destructive,
        int unclear,
        int dependent,
        List<String> connects) {
    /** The object of a statement whose text depends on the result of a {@code \gset}. */
    public static final String UNKNOWN_OBJECT = "(with values of \\gset)";

    /**
     * Statements of one kind about one object.
     *
     * @param position the position of the first of them
     * @param kind such as CREATE TABLE
     * @param object such as public.users; empty if there is none in particular
     * @param count how many there are
     */
    public record Group(ScriptPosition position, String kind, String object, int count) {}

    /**
     * A statement that drops, truncates, deletes or overwrites.
     *
     * @param position where it begins
     * @param kind such as DROP TABLE
     * @param object the object that it destroys
     */
    public record Destructive(ScriptPosition position, String kind, String object) {
        /** Returns whether it destroys or renames a whole database. */
        public boolean isOfDatabase() {
            return kind.endsWith(" DATABASE");
        }
    }

    public ScriptOutline {
        groups = List.copyOf(groups);
        destructive = List.copyOf(destructive);
        connects = List.copyOf(connects);
    }

    /**
     * Checks the whole script and its included files.
     *
     * @throws OpsException of kind USAGE, with the place, for statements that cannot run
     */
    public static ScriptOutline of(InputFile script, ScriptOptions options) {
        var survey = new Survey(options);
        try (var reader = new ScriptReader(script, options, new PlannedSettings())) {
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                survey.unknownText = reader.hasUnknownText();
                survey.unknownBranch = reader.isInUnknownBranch();
                survey.take(next.get());
            }
            survey.control.requireEnded();
            return survey.outline();
        } catch (IOException e) {
            throw script.unreadable(e);
        }
    }

    /** The tables and views that the script creates, before and after the place of a failure. */
    List<NearestName.Created> created(OpsException failure) {
        var created = new ArrayList<NearestName.Created>();
        for (var group : groups) {
            if (group.kind().startsWith("CREATE")
                    && (group.kind().endsWith("TABLE") || group.kind().endsWith("VIEW"))) {
                var later = failure.position()
                        .filter(place -> place.file().equals(group.position().file())
                                && place.line() < group.position().line());
                created.add(new NearestName.Created(group.object(), later.isPresent()));
            }
        }
        return created;
    }

    /** A group while it is being counted. */
    private static final class Tally {
        private final ScriptPosition position;
        private final StatementKind kind;
        private int count;

        Tally(ScriptPosition position, StatementKind kind) {
            this.position = position;
            this.kind = kind;
        }
    }

    /** Collects the outline, step by step. */
    private static final class Survey {
        private final ScriptOptions options;
        /**
         * Keyed by the kind's text: with a record as the key, the JVM would generate code for its hash at each start.
         */
        private final Map<String, Tally> tallies = new LinkedHashMap<>();

        private final List<Destructive> destructive = new ArrayList<>();
        private final TransactionControl control = new TransactionControl();
        private List<String> lastTokens = List.of();
        /** The group of the last statement; null before the first. */
        private Tally last;

        private final List<String> connects = new ArrayList<>();
        private boolean lastDestroys;
        private boolean lastIsUnclear;
        private int unclear;
        private int dependent;
        private int statements;
        private boolean unknownText;
        private boolean unknownBranch;

        Survey(ScriptOptions options) {
            this.options = options;
        }

        void take(ScriptStep step) throws IOException {
            if (options.mode().inTransaction() && control.skips(step)) {
                return;
            }
            // Not a switch over types: the JVM would generate classes for it at each start.
            if (step instanceof ScriptStep.Run run) {
                run.statement().parts().forEach(this::take);
                if (run.statement().isCopyFromStdin()) {
                    run.scanner().copyData((bytes, offset, length) -> {});
                }
            } else if (step instanceof ScriptStep.StoreResult result) {
                result.statement().parts().forEach(this::take);
                result.variables().forget(ResultNames.of(result.statement(), result.prefix()));
            } else if (step instanceof ScriptStep.CopyFile copy) {
                if (!Files.isReadable(copy.file())) {
                    throw new OpsException(
                                    Kind.USAGE, "there is no file " + copy.file(), "\\copy reads files on this machine")
                            .at(copy.statement().position());
                }
                take(copy.statement());
            } else if (step instanceof ScriptStep.Connect connect) {
                refuseConnect(connect.database(), connect.position());
                connects.add(connect.database());
            }
        }

        private void take(Statement statement) {
            statements++;
            // Data statements come in thousands, and the answers for one are known from the one before.
            if (last == null || unknownText || !statement.tokens().equals(lastTokens)) {
                lastTokens = unknownText ? List.of() : statement.tokens();
                judge(statement, kind(statement));
            }
            last.count++;
            unclear += lastIsUnclear ? 1 : 0;
            dependent += unknownText || unknownBranch ? 1 : 0;
            if (lastDestroys) {
                destructive.add(new Destructive(statement.position(), last.kind.name(), last.kind.object()));
            }
            // Judged by the text, which differs each time.
            DriverSettings.requireIsoDates(statement);
        }

        private StatementKind kind(Statement statement) {
            var kind = StatementKind.of(statement);
            if (!unknownText) {
                return kind;
            }
            return new StatementKind(statement.text().startsWith(":") ? "SQL" : kind.name(), UNKNOWN_OBJECT);
        }

        private void judge(Statement statement, StatementKind kind) {
            last = tallies.computeIfAbsent(
                    kind.name() + ' ' + kind.object(), _ -> new Tally(statement.position(), kind));
            // Which database is lost is known, and asked about, when the script runs.
            lastDestroys = DestructiveSql.in(statement)
                    && !(unknownText && new Destructive(statement.position(), kind.name(), "").isOfDatabase());
            lastIsUnclear = unknownText
                    || DestructiveSql.mayDoMore(statement)
                    || statement.ending() == Statement.Ending.EXECUTE_RESULT;
            StatementLimits.require(statement, kind, options.mode().inTransaction());
        }

        private void refuseConnect(String database, ScriptPosition position) {
            if (!options.allowConnect()) {
                throw new OpsException(
                                Kind.USAGE,
                                "the script connects to another database, \"%s\"".formatted(database),
                                "to allow it, pass --allow-connect and --no-transaction")
                        .at(position);
            }
            if (options.mode().inTransaction()) {
                throw new OpsException(
                                Kind.USAGE,
                                "one transaction cannot include another database, \"%s\"".formatted(database),
                                "pass --no-transaction with --allow-connect")
                        .at(position);
            }
        }

        ScriptOutline outline() {
            var groups = new ArrayList<Group>();
            for (var tally : tallies.values()) {
                groups.add(new Group(tally.position, tally.kind.name(), tally.kind.object(), tally.count));
            }
            return new ScriptOutline(statements, groups, destructive, unclear, dependent, connects);
        }
    }
}
