package dev.dbops.postgres.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opens encrypted private keys: PKCS#8 with PBES2 (RFC 8018) or the older schemes that the JDK knows, and OpenSSL's own
 * format with the headers {@code Proc-Type: 4,ENCRYPTED} and {@code DEK-Info}.
 */
final class EncryptedKey {
    private static final String PBES2 = "2a864886f70d01050d";
    private static final String PBKDF2 = "2a864886f70d01050c";
    private static final String HMAC = "2a864886f70d02";

    /** The number of bytes of the initialization vector that are also the salt. */
    private static final int SALT_BYTES = 8;

    private EncryptedKey() {}

    /** A cipher in CBC mode, and the length of its key in bytes. */
    private record Scheme(String cipher, int keyBytes) {
        static Scheme of(String name) throws NoSuchAlgorithmException {
            return switch (name) {
                // the names of DEK-Info, and the object identifiers
                case "AES-128-CBC", "608648016503040102" -> new Scheme("AES", 16);
                case "AES-192-CBC", "608648016503040116" -> new Scheme("AES", 24);
                case "AES-256-CBC", "60864801650304012a" -> new Scheme("AES", 32);
                case "DES-EDE3-CBC", "2a864886f70d0307" -> new Scheme("DESede", 24);
                default -> throw new NoSuchAlgorithmException("it is encrypted in a way that Java does not support");
            };
        }

        byte[] decrypt(byte[] key, byte[] vector, byte[] text) throws GeneralSecurityException {
            var decryption = Cipher.getInstance(cipher + "/CBC/PKCS5Padding");
            decryption.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, cipher), new IvParameterSpec(vector));
            return EncryptedKey.finish(decryption, text);
        }
    }

    /** The PKCS#8 in an EncryptedPrivateKeyInfo. */
    static byte[] decrypt(byte[] encoded, String passphrase) throws GeneralSecurityException {
        var parts = Der.read(encoded).children();
        var algorithm = parts.get(0).children();
        if (!hex(algorithm.getFirst()).equals(PBES2)) {
            return decryptPbes1(encoded, passphrase);
        }
        var functions = algorithm.get(1).children();
        var derivation = functions.get(0).children();
        var encryption = functions.get(1).children();
        if (!hex(derivation.getFirst()).equals(PBKDF2)) {
            throw new NoSuchAlgorithmException("it uses scrypt, which Java does not support");
        }
        var scheme = Scheme.of(hex(encryption.get(0)));
        var parameters = derivation.get(1).children();
        var specification = new PBEKeySpec(
                passphrase.toCharArray(),
                parameters.get(0).content(),
                parameters.get(1).number(),
                scheme.keyBytes() * 8);
        var last = parameters.getLast();
        var hash = last.is(Der.SEQUENCE) ? hash(hex(last.children().getFirst())) : "SHA1";
        var key = SecretKeyFactory.getInstance("PBKDF2WithHmac" + hash).generateSecret(specification);
        return scheme.decrypt(
                key.getEncoded(), encryption.get(1).content(), parts.get(1).content());
    }

    private static String hash(String identifier) throws NoSuchAlgorithmException {
        return switch (identifier) {
            case HMAC + "07" -> "SHA1";
            case HMAC + "08" -> "SHA224";
            case HMAC + "09" -> "SHA256";
            case HMAC + "0a" -> "SHA384";
            case HMAC + "0b" -> "SHA512";
            default -> throw new NoSuchAlgorithmException("it is encrypted in a way that Java does not support");
        };
    }

    private static byte[] decryptPbes1(byte[] encoded, String passphrase) throws GeneralSecurityException {
        try {
            var information = new EncryptedPrivateKeyInfo(encoded);
            var key = SecretKeyFactory.getInstance(information.getAlgName())
                    .generateSecret(new PBEKeySpec(passphrase.toCharArray()));
            var cipher = Cipher.getInstance(information.getAlgName());
            cipher.init(Cipher.DECRYPT_MODE, key, information.getAlgParameters());
            return finish(cipher, information.getEncryptedData());
        } catch (IOException e) {
            throw new InvalidKeyException("damaged", e);
        }
    }

    /**
     * The content of a block with the header DEK-Info, whose key is OpenSSL's EVP_BytesToKey: MD5 of the passphrase and
     * the salt, once.
     */
    static byte[] decrypt(PemBlock block, String passphrase) throws GeneralSecurityException {
        var information = block.headers().getOrDefault("DEK-Info", "").split(",");
        if (information.length != 2) {
            throw new InvalidKeyException("the header DEK-Info is damaged");
        }
        var scheme = Scheme.of(information[0]);
        var vector = HexFormat.of().parseHex(information[1].strip());
        var digest = MessageDigest.getInstance("MD5");
        var key = new byte[scheme.keyBytes()];
        var hash = new byte[0];
        for (int filled = 0; filled < key.length; filled += hash.length) {
            digest.update(hash);
            digest.update(passphrase.getBytes(StandardCharsets.UTF_8));
            digest.update(vector, 0, SALT_BYTES);
            hash = digest.digest();
            System.arraycopy(hash, 0, key, filled, Math.min(hash.length, key.length - filled));
        }
        return scheme.decrypt(key, vector, block.content());
    }

    /** A wrong passphrase usually leads to wrong padding. */
    private static byte[] finish(Cipher cipher, byte[] text) throws GeneralSecurityException {
        try {
            return cipher.doFinal(text);
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            throw new WrongPassphraseException(e);
        }
    }

    private static String hex(Der element) {
        return HexFormat.of().formatHex(element.content());
    }
}
