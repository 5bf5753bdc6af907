package dev.dbops.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/**
 * Prepares the key shares of TLS handshakes while a connection is still on its way.
 *
 * <p>Each handshake offers a share on P-256, which PostgreSQL up to 17 demands by default (ssl_ecdh_curve). Before its
 * first one, the JDK computes a table of 60 points (ECOperations.Secp256R1GeneratorMontgomeryMultiplier): a tenth of a
 * second and more. The name service and the round trips before the handshake take as long.
 */
public final class KeyShares {
    private KeyShares() {}

    /** Starts to prepare on a daemon thread. A handshake that comes too early waits for it. */
    public static void prepare() {
        // not Thread.ofPlatform(), which loads classes that nothing else needs
        var thread = new Thread(KeyShares::generate, "key shares");
        thread.setDaemon(true);
        thread.start();
    }

    /** The pair itself is of no use: each handshake makes its own. */
    private static void generate() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            generator.generateKeyPair();
        } catch (GeneralSecurityException _) {
            // a Java without P-256: the handshake offers another curve, or fails with a message of its own
        }
    }
}
