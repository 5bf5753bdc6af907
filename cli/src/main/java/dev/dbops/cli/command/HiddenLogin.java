package dev.dbops.cli.command;

import dev.dbops.cli.output.TextStream;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Credentials;
import dev.dbops.target.Login;
import java.util.Optional;

/**
 * Credentials whose passwords and tokens are hidden on standard error from the moment they are known.
 *
 * @param source the source of the credentials
 * @param err standard error
 */
public record HiddenLogin(Credentials source, TextStream err) implements Credentials {
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

    @Override
    public String hint(ConnectionTarget target, Refusal refusal) {
        return source.hint(target, refusal);
    }

    private Login hidden(Login login, ConnectionTarget target) {
        err.hide(login.password(), target.description() + " " + login.user());
        return login;
    }
}
