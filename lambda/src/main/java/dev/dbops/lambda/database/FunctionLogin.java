package dev.dbops.lambda.database;

import dev.dbops.lambda.runtime.FunctionLog;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Credentials;
import dev.dbops.target.Login;
import java.util.Optional;

/**
 * A login whose passwords the log hides.
 *
 * @param source the login
 * @param log the log
 */
record FunctionLogin(Credentials source, FunctionLog log) implements Credentials {
    @Override
    public String description() {
        return source.description();
    }

    @Override
    public Login login(ConnectionTarget target) {
        return hidden(source.login(target), target);
    }

    @Override
    public Optional<Login> renewed(ConnectionTarget target, Login refused) {
        return source.renewed(target, refused).map(login -> hidden(login, target));
    }

    private Login hidden(Login login, ConnectionTarget target) {
        log.hide(login.password(), target.description());
        return login;
    }

    @Override
    public String hint(ConnectionTarget target, Refusal refusal) {
        return source.hint(target, refusal);
    }
}
