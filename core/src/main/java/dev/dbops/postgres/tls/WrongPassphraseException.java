package dev.dbops.postgres.tls;

import java.security.GeneralSecurityException;

/** A key does not open with the passphrase. */
final class WrongPassphraseException extends GeneralSecurityException {
    private static final long serialVersionUID = 1;

    WrongPassphraseException(Exception cause) {
        super("the passphrase is wrong", cause);
    }
}
