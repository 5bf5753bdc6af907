package dev.dbops.postgres;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.CatalogNames.Named;
import dev.dbops.sqlstate.ErrorFields;
import dev.dbops.sqlstate.MissingRole;
import dev.dbops.text.Spelling;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.postgresql.core.TransactionState;
import org.postgresql.util.ServerErrorMessage;

/**
 * Asks the catalog for the intended name when the server does not know a name.
 *
 * <p>That costs one or two round trips, only after a failure. It runs when no transaction is open, so that it disturbs
 * none: objects that the rolled-back transaction created no longer exist.
 */
public final class NearestName {
    /** The words that begin a statement, or the main part of one. */
    private static final Set<String> FIRST_WORDS = Set.of(
            "alter",
            "begin",
            "call",
            "comment",
            "commit",
            "copy",
            "create",
            "delete",
            "do",
            "drop",
            "grant",
            "insert",
            "revoke",
            "select",
            "set",
            "truncate",
            "update",
            "with");

    private static final int SHORTEST_PREFIX = 3;
    private static final int MOST_COLUMNS = 20;
    private static final int MOST_SIGNATURES = 4;

    private final Database database;
    private final CatalogNames catalog;
    private final Supplier<List<Created>> created;

    /**
     * A table or view that the failed work creates itself, and that was rolled back with it.
     *
     * @param name its name, with the schema if that is written
     * @param later whether it would have been created after the failure
     */
    public record Created(String name, boolean later) {}

    /** Suggests names for a single statement. */
    public NearestName(Database database) {
        this(database, List::of);
    }

    /**
     * @param created the tables and views that the same work creates
     */
    public NearestName(Database database, Supplier<List<Created>> created) {
        this.database = database;
        this.catalog = new CatalogNames(database);
        this.created = created;
    }

    /** The failure with the intended name as its hint; unchanged when none is found, or the server cannot be asked. */
    public OpsException advise(OpsException failure) {
        var error = failure.getCause() instanceof SQLException cause ? SqlErrors.serverMessage(cause) : null;
        if (failure.kind() != Kind.SQL || error == null || error.getSQLState() == null || !canAsk()) {
            return failure;
        }
        try {
            return hint(error).map(failure::withHint).orElse(failure);
        } catch (OpsException e) {
            failure.addSuppressed(e);
            return failure;
        }
    }

    private boolean canAsk() {
        try {
            var connection = database.connection();
            return !connection.isClosed()
                    && connection.getAutoCommit()
                    && connection.getTransactionState() == TransactionState.IDLE;
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    private Optional<String> hint(ServerErrorMessage error) {
        var message = error.getMessage();
        var quoted = ErrorFields.quoted(message);
        if (error.getSQLState().equals("42883")) {
            // the server's hint is the same for each of them
            return ErrorFields.function(message).flatMap(this::function);
        }
        if (error.getHint() != null) {
            return Optional.empty();
        }
        return switch (error.getSQLState()) {
            case "42P01" -> quoted.isEmpty() ? Optional.empty() : relation(quoted.getFirst());
            case "42703" -> column(message, quoted);
            case "42704" -> quoted.isEmpty() ? Optional.empty() : object(quoted.getFirst(), MissingRole.is(error));
            case "3F000" -> quoted.isEmpty() ? Optional.empty() : didYouMean(quoted.getFirst(), catalog.schemas());
            case "42601" -> quoted.isEmpty() ? Optional.empty() : keyword(quoted.getFirst());
            default -> Optional.empty();
        };
    }

    private Optional<String> relation(String written) {
        var known = catalog.relations();
        var own = created.get();
        if (own.stream().anyMatch(each -> each.later() && last(each.name()).equals(last(written)))) {
            return Optional.of("it is created further down: move that before this statement");
        }
        if (known.isEmpty() && own.isEmpty()) {
            return Optional.of("the database \"%s\" has no tables: load the schema with db-ops schema-load"
                    .formatted(database.target().database()));
        }
        var found = elsewhere(written, known).or(() -> capitals(written, known));
        return found.isPresent() ? found : didYouMean(written, known).or(() -> didYouMean(last(written), own));
    }

    private Optional<String> column(String message, List<String> quoted) {
        var qualified = ErrorFields.qualified(message);
        String column;
        String relation;
        if (quoted.size() > 1) {
            column = quoted.getFirst();
            relation = quoted.get(1);
        } else if (qualified.isPresent()) {
            column = last(qualified.get());
            relation = qualified.get().substring(0, qualified.get().lastIndexOf('.'));
        } else {
            return Optional.empty();
        }
        var columns = catalog.columns(relation);
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        var shown = String.join(", ", columns.subList(0, Math.min(MOST_COLUMNS, columns.size())));
        return didYouMean(column, columns)
                .or(() -> Optional.of("the columns of \"%s\": %s%s"
                        .formatted(relation, shown, columns.size() > MOST_COLUMNS ? " ..." : "")));
    }

    private Optional<String> function(String written) {
        var known = catalog.functions();
        if (known.stream().anyMatch(each -> each.visible() && each.name().equals(last(written)))) {
            var signatures = catalog.signatures(last(written));
            var shown = signatures.subList(0, Math.min(MOST_SIGNATURES, signatures.size()));
            return Optional.of("there is %s%s: cast the arguments to these types"
                    .formatted(
                            String.join(", ", shown), signatures.size() > MOST_SIGNATURES ? " and more like it" : ""));
        }
        var found = elsewhere(written, known);
        if (found.isPresent() || ErrorFields.hasExtension(written)) {
            return found;
        }
        return didYouMean(written, known);
    }

    /** A role, or a type in most other cases. */
    private Optional<String> object(String written, boolean isRole) {
        if (isRole) {
            return didYouMean(written, catalog.roles()).or(() -> Optional.of(MissingRole.hint(written)));
        }
        var types = catalog.types();
        var found = elsewhere(written, types);
        if (found.isPresent() || ErrorFields.hasExtension(written)) {
            return found;
        }
        return didYouMean(written, types);
    }

    private Optional<String> keyword(String word) {
        if (FIRST_WORDS.contains(word.toLowerCase(Locale.ROOT))) {
            return Optional.of("check for a missing semicolon or bracket before \"%s\"".formatted(word));
        }
        return catalog.reservedWord(word)
                .map(reserved ->
                        "\"%1$s\" is a reserved word: to use it as a name, write it in double quotes, \"%1$s\";"
                                        .formatted(reserved)
                                + " otherwise, something is missing before it");
    }

    /** The same name, in a schema that is not searched. */
    private static Optional<String> elsewhere(String written, List<Named> known) {
        for (var each : known) {
            if (each.name().equals(last(written))
                    && !(each.schema() + "." + each.name()).equals(written)
                    && (!each.visible() || written.contains("."))) {
                return Optional.of("it is in schema \"%s\": write %s, or SET search_path"
                        .formatted(each.schema(), each.schema() + "." + each.name()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> capitals(String written, List<Named> known) {
        for (var each : known) {
            if (each.name().equalsIgnoreCase(last(written)) && !each.name().equals(last(written))) {
                return Optional.of("there is \"%s\": write it in double quotes, which keep capital letters"
                        .formatted(each.name()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> didYouMean(String written, List<?> known) {
        var names = known.stream()
                .map(NearestName::plain)
                .filter(name -> !name.equals(last(written)))
                .toList();
        var nearest = Spelling.nearest(last(written), names);
        return (nearest.isEmpty() ? byPrefix(last(written), names) : Optional.of(nearest))
                .map("did you mean \"%s\"?"::formatted);
    }

    private static String plain(Object known) {
        if (known instanceof Named named) {
            return named.name();
        }
        return known instanceof Created own ? last(own.name()) : (String) known;
    }

    /** The shortest name that begins with the written name, or is a prefix of it. */
    private static Optional<String> byPrefix(String written, List<String> names) {
        return names.stream()
                .filter(name -> Math.min(name.length(), written.length()) >= SHORTEST_PREFIX)
                .filter(name -> name.startsWith(written) || written.startsWith(name))
                .min((one, other) -> one.length() - other.length());
    }

    /** The name without its schema. */
    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
