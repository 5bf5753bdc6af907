package dev.dbops.users;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import dev.dbops.users.UserTable.Filled;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Gives one user of a pool a row of the table, in the caller's transaction. It follows the rules of {@link UserSync}: a
 * row that is linked to a user is never linked to another one.
 *
 * <p>A user who has a row is left alone, whatever the row says by now. Otherwise the one row with the user's key that is
 * linked to nobody gets the user's ID, and without such a row the user gets a new one. Advisory locks, which the
 * transaction holds to its end, make that safe without a unique index: two calls for one user, or for one key, come one
 * after the other.
 */
public final class UserRegistration {
    private final Database database;
    private final UserTable table;
    private final SyncRules rules;
    private final RegistrationStatements statements;

    /**
     * @param database the connection, in a transaction
     * @param table the table
     * @param rules the rules, of which the match and the acceptance of unverified users count
     * @param placeholder the ID of rows that are linked to nobody, besides NULL and the empty text
     */
    public UserRegistration(Database database, UserTable table, SyncRules rules, String placeholder) {
        this.database = database;
        this.table = table;
        this.rules = rules;
        this.statements = new RegistrationStatements(database, table, rules.match(), placeholder);
    }

    /** A row that is the user's, or has the user's key. */
    private record Found(boolean isLinked, boolean isFree) {}

    /**
     * Registers the user.
     *
     * @param user the user
     * @param login the name with which the user logs in, which replaces a missing handle
     * @return INSERTED, UPDATED or UNCHANGED
     * @throws OpsException when the user gets no row; the caller rolls back
     */
    public SyncOutcome register(PoolUser user, String login) {
        database.query(RegistrationStatements.LOCK, row -> true, locks(user));
        var found = find(user);
        if (found.stream().anyMatch(Found::isLinked)) {
            return SyncOutcome.UNCHANGED;
        }
        if (found.isEmpty()) {
            insert(user, login);
            return SyncOutcome.INSERTED;
        }
        requireOneFree(found, user);
        link(user);
        return SyncOutcome.UPDATED;
    }

    private Object[] locks(PoolUser user) {
        var name = table.definition().schema() + "." + table.definition().table();
        return new Object[] {
            name + " id " + user.id(), name + " key " + key(user).toLowerCase(Locale.ROOT)
        };
    }

    private String key(PoolUser user) {
        return rules.match() == UserMatch.email ? user.email() : user.handle();
    }

    private List<Found> find(PoolUser user) {
        try (var find = database.connection().prepareStatement(statements.find())) {
            find.setString(1, user.id());
            find.setString(2, statements.placeholder());
            find.setString(3, user.id());
            find.setString(4, key(user).isEmpty() ? null : key(user));
            try (var row = find.executeQuery()) {
                var found = new ArrayList<Found>();
                while (row.next()) {
                    found.add(new Found(row.getBoolean(1), row.getBoolean(2)));
                }
                return found;
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    private void requireOneFree(List<Found> found, PoolUser user) {
        var match = rules.match();
        if (found.size() > 1) {
            throw refused("several rows of table \"%s\" have the user's %s".formatted(name(), match), match);
        }
        if (!found.getFirst().isFree()) {
            throw refused(
                    "the row of table \"%s\" with the user's %s is linked to another user".formatted(name(), match),
                    match);
        }
        if (!rules.trusts(user)) {
            throw refused(
                    "a row of table \"%s\" has the user's %s, which is not verified".formatted(name(), match), match);
        }
    }

    private static OpsException refused(String message, UserMatch match) {
        return new OpsException(
                Kind.REFUSED,
                message,
                "correct the row or the user's " + match + "; see both: db-ops cognito-sync --dry-run");
    }

    private void link(PoolUser user) {
        try (var link = database.connection().prepareStatement(statements.link())) {
            link.setString(1, user.id());
            link.setString(2, key(user));
            link.setString(3, statements.placeholder());
            requireOne(link.executeUpdate());
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    private void insert(PoolUser user, String login) {
        var attributes = new NewUserValues(table, user, login);
        try (var insert = database.connection().prepareStatement(statements.insert())) {
            bind(insert, attributes, table.filled());
            requireOne(insert.executeUpdate());
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    private static void bind(PreparedStatement insert, NewUserValues values, List<Filled> columns) throws SQLException {
        for (var i = 0; i < columns.size(); i++) {
            insert.setString(i + 1, values.of(columns.get(i)));
        }
    }

    private void requireOne(int changed) {
        if (changed != 1) {
            throw new OpsException(
                    Kind.FAILED,
                    "table \"%s\" did not take the user's row".formatted(name()),
                    "a trigger or a row security policy that skips rows does this, and so does another session that"
                            + " changes the row at the same time");
        }
    }

    private String name() {
        return table.definition().table();
    }
}
