package dev.dbops.postgres.tls;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;

/**
 * The encodings of private keys that OpenSSL reads: PKCS#8 (RFC 5208), also encrypted, PKCS#1 for RSA (RFC 8017) and
 * SEC1 for elliptic curves (RFC 5915), which are wrapped into PKCS#8, the only one that the JDK accepts. They are
 * distinguished by their structure.
 */
final class KeyEncoding {
    private static final byte[] VERSION = {Der.INTEGER, 1, 0};
    private static final byte[] NULL = {Der.NULL, 0};
    private static final int PARAMETERS = 0xa0;

    /** P-256, P-384 and P-521. */
    private static final List<String> CURVES = List.of("2a8648ce3d030107", "2b81040022", "2b81040023");

    private static final int PKCS12_VERSION = 3;

    private KeyEncoding() {}

    /**
     * The key.
     *
     * @param passphrase empty when there is none
     * @throws InvalidAlgorithmParameterException when it is on a curve that Java does not support
     * @throws WrongPassphraseException when it is encrypted, and not with this passphrase
     * @throws GeneralSecurityException when it is none of these encodings, or of an algorithm that Java does not
     *     support
     */
    static PrivateKey decode(byte[] encoded, String passphrase) throws GeneralSecurityException {
        var parts = Der.read(encoded).children();
        if (isEncrypted(encoded)) {
            return decodeDecrypted(EncryptedKey.decrypt(encoded, passphrase));
        }
        if (parts.size() < 2 || !parts.get(0).is(Der.INTEGER)) {
            throw new InvalidKeyException("not a private key");
        }
        return switch (parts.get(1).tag()) {
            case Der.SEQUENCE -> ofPkcs8(encoded);
            case Der.INTEGER -> ofPkcs8(pkcs8("2a864886f70d010101", NULL, encoded));
            case Der.OCTETS -> ofPkcs8(pkcs8("2a8648ce3d0201", curve(encoded), encoded));
            default -> throw new InvalidKeyException("not a private key");
        };
    }

    static boolean isEncrypted(byte[] encoded) throws InvalidKeyException {
        var parts = Der.read(encoded).children();
        return parts.size() == 2
                && parts.get(0).is(Der.SEQUENCE)
                && parts.get(1).is(Der.OCTETS);
    }

    /** Returns whether it is a key store (RFC 7292), which has version 3. */
    static boolean isPkcs12(byte[] encoded) throws InvalidKeyException {
        var parts = Der.read(encoded).children();
        return parts.size() >= 2
                && parts.get(0).is(Der.INTEGER)
                && parts.get(0).content().length == 1
                && parts.get(0).number() == PKCS12_VERSION
                && parts.get(1).is(Der.SEQUENCE);
    }

    /**
     * Like {@link #decode}, for a decrypted key: one wrong passphrase in 256 decrypts to invalid data without an error.
     */
    static PrivateKey decodeDecrypted(byte[] encoded) throws GeneralSecurityException {
        try {
            return decode(encoded, "");
        } catch (InvalidKeyException e) {
            throw new WrongPassphraseException(e);
        }
    }

    /** SEC1 omits the curve only inside PKCS#8. */
    private static byte[] curve(byte[] sec1) throws InvalidKeyException {
        for (var part : Der.read(sec1).children()) {
            if (part.is(PARAMETERS)) {
                return part.content();
            }
        }
        throw new InvalidKeyException("the key does not name its curve");
    }

    /** @param algorithm the content of its object identifier, in hexadecimal digits */
    private static byte[] pkcs8(String algorithm, byte[] parameters, byte[] key) {
        var identifier = Der.encode(Der.OBJECT_IDENTIFIER, HexFormat.of().parseHex(algorithm));
        return Der.encode(
                Der.SEQUENCE, VERSION, Der.encode(Der.SEQUENCE, identifier, parameters), Der.encode(Der.OCTETS, key));
    }

    private static PrivateKey ofPkcs8(byte[] encoded) throws GeneralSecurityException {
        var identifiers = Der.read(encoded).children().get(1).children();
        var algorithm = algorithm(hex(identifiers.getFirst()));
        if (algorithm.equals("EC") && !CURVES.contains(hex(identifiers.getLast()))) {
            throw new InvalidAlgorithmParameterException(
                    "its curve is not one of P-256, P-384 and P-521, which Java supports");
        }
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    private static String hex(Der element) {
        return HexFormat.of().formatHex(element.content());
    }

    private static String algorithm(String identifier) throws InvalidKeyException {
        return switch (identifier) {
            case "2a864886f70d010101" -> "RSA";
            case "2a864886f70d01010a" -> "RSASSA-PSS";
            case "2a8648ce3d0201" -> "EC";
            case "2b6570" -> "Ed25519";
            case "2b6571" -> "Ed448";
            default -> throw new InvalidKeyException("its algorithm is not one of RSA, EC, Ed25519 and Ed448");
        };
    }
}
