package dev.dbops.target;

import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Credentials whose passwords and tokens are hidden from the moment they are known, wherever text is written.
 *
 * @param source the source of the credentials
 * @param hide gets each password, and the text beside it that is not to be hidden
 */
public record HiddenLogin(Credentials source, BiConsumer<Password, String> hide) implements Credentials {
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
        hide.accept(login.password(), target.description() + " " + login.user());
        return login;
    }
}
