package dev.dbops.postgres.tls;

import java.security.GeneralSecurityException;

/** The passphrase does not decrypt the key. */
final class WrongPassphraseException extends GeneralSecurityException {
    private static final long serialVersionUID = 1;

    WrongPassphraseException(Exception cause) {
        super("the passphrase is wrong", cause);
    }
}
